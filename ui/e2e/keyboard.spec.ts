import { expect, test } from "@playwright/test";
import { findDemo, settled } from "./demo";

test("from the first page to a fan chart of a demo series in three keyboard steps", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.keyboard.type("gf");
  await expect(page.getByRole("heading", { level: 1, name: "Forecast studio" })).toBeVisible();
  await expect(page.getByRole("gridcell").first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("[data-cell='0,0']")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-chart='History and forecast'] svg, [data-chart='History and forecast'] canvas").first()).toBeVisible();
});

test("from the first page to the fan of cash flows of the demo project by keyboard, at most five steps", async ({ page, request }) => {
  const demo = await findDemo(request);
  test.skip(demo.simulation === null, "the demo holds no simulation");
  await page.goto("/");
  await settled(page);
  await page.keyboard.type("gi");
  await expect(page.getByRole("gridcell").first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/simulations\/[0-9a-f-]+/);
  await expect(page.locator("[data-chart] svg, [data-chart] canvas").first()).toBeVisible();
});

test("the palette finds a series by name and opens it", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto("/");
  await settled(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).fill(demo.series.name);
  await expect(page.getByRole("option", { name: demo.series.name }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: demo.series.name })).toBeVisible();
});

test("? lists the keys, [ folds the rail, Escape closes", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keys" })).toHaveCount(0);
  const rail = page.locator("aside");
  const wide = (await rail.boundingBox())?.width ?? 0;
  await page.keyboard.press("[");
  await expect.poll(async () => (await rail.boundingBox())?.width ?? 0).toBeLessThan(wide);
});

test("arrow keys read the points of a chart", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/series/${encodeURIComponent(demo.series.source)}/${encodeURIComponent(demo.series.code)}`);
  const chart = page.locator("[data-chart='History']");
  await expect(chart.locator("svg, canvas").first()).toBeVisible();
  await chart.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("figure [aria-live='polite']").first()).toContainText(/\d/);
});
