import { expect, test } from "@playwright/test";
import { findDemo, settled } from "./demo";

test("a lost server is said in a bar that goes by itself, and what failed is read again", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/`);
  await settled(page);
  const bar = page.getByText(/^Not connected; figures are from \d\d:\d\d/);
  await expect(bar).toHaveCount(0);
  const gone = /\/api\/v1\/|\/health$/;
  await page.route(gone, (route) => route.abort("connectionrefused"));
  await page.locator("aside").getByRole("link", { name: /^Series/ }).click();
  await expect(bar).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Series" }), "the page stays usable").toBeVisible();
  await page.unroute(gone);
  await expect(bar).toHaveCount(0, { timeout: 15_000 });
  await expect(page.getByRole("gridcell").getByText(demo.series.name, { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("one refused request does not claim that the server is lost", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.route(/\/api\/v1\/jobs/, (route) => route.abort("connectionreset"));
  await page.goto(`/w/${demo.workspace}/jobs`);
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByText(/^Not connected; figures are from/)).toHaveCount(0);
});
