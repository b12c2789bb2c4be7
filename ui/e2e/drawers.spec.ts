/** Between a phone and a wide window what stands at the right is a drawer over the page. */
import { expect, test, type Page } from "@playwright/test";
import { findDemo, pages, settled } from "./demo";

const width = async (page: Page, selector: string) => (await page.locator(selector).first().boundingBox())?.width ?? 0;

test("the verdict is a drawer over the page, by button and by key, and gives the focus back", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.setViewportSize({ width: 900, height: 800 });
  await page.goto(`/w/${demo.workspace}/forecast?series=${demo.series.id}`);
  await settled(page);
  const drawer = page.getByRole("complementary", { name: "Verdict" });
  const opener = page.getByRole("button", { name: "Verdict", exact: true });
  await expect(drawer).toBeHidden();
  const before = await width(page, ".studio-middle");
  await opener.click();
  await expect(drawer).toBeVisible();
  await expect(drawer).toBeFocused();
  await expect(drawer).toContainText("Measured coverage");
  expect(await width(page, ".studio-middle"), "the page keeps its width under the drawer").toBe(before);
  await expect(page.getByRole("button", { name: /^Save forecast/ }), "the page's own actions stay in reach").toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(opener).toBeFocused();
  await page.keyboard.press("]");
  await expect(drawer).toBeVisible();
  await drawer.getByRole("button", { name: "Close verdict" }).click();
  await expect(drawer).toBeHidden();
});

test("the editor keeps its grid while the value stands beside it as a drawer", async ({ page, request }) => {
  const demo = await findDemo(request);
  test.skip(demo.scenario === null, "the demo holds no scenario");
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.goto(`/w/${demo.workspace}/scenarios/${demo.scenario ?? ""}?sheet=capital`);
  await settled(page);
  await page.getByRole("button", { name: "Value and line" }).click();
  const drawer = page.getByRole("complementary", { name: "Value and line" });
  await expect(drawer).toContainText("IRR");
  await page.locator("[data-edit='0,0'], [role='gridcell']").first().click();
  await expect(drawer, "a click on the page leaves it open").toBeVisible();
});

test("filters are a drawer there, and a column on a wide window", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.goto(`/w/${demo.workspace}/series`);
  await settled(page);
  const opener = page.getByRole("button", { name: "Filters" });
  await opener.click();
  await expect(page.getByRole("dialog", { name: "Filters" })).toContainText("Source");
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(opener).toBeHidden();
  await expect(page.getByRole("region", { name: "Filters" })).toBeVisible();
});

test("on a wide window ] puts the right panel away and brings it back", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/forecast?series=${demo.series.id}`);
  await settled(page);
  const panel = page.getByRole("complementary", { name: "Verdict" });
  await expect(panel).toBeVisible();
  const before = await width(page, ".studio-middle");
  await page.keyboard.press("]");
  await expect(panel).toBeHidden();
  await expect.poll(() => width(page, ".studio-middle")).toBeGreaterThan(before + 200);
  await page.getByRole("button", { name: "Verdict", exact: true }).click();
  await expect(panel).toBeVisible();
});

test("no page scrolls sideways between a phone and a wide window", async ({ page, request }) => {
  test.setTimeout(180_000);
  for (const [name, path] of Object.entries(pages(await findDemo(request)))) {
    await page.setViewportSize({ width: 780, height: 800 });
    await page.goto(path);
    await settled(page);
    for (const at of [780, 1100]) {
      await page.setViewportSize({ width: at, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} at ${at}`).toBe(true);
    }
  }
});
