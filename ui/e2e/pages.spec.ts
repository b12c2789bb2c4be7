import { expect, test } from "@playwright/test";
import { findDemo, pages, settled } from "./demo";

test("every page opens, has one h1, no error, and fits 390 px", async ({ page, request }) => {
  test.setTimeout(180_000);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  for (const [name, path] of Object.entries(pages(await findDemo(request)))) {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(path);
      await settled(page);
      expect(await page.locator("h1").count(), `${name} at ${width}: one h1`).toBe(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} at ${width}: no sideways scroll`).toBe(true);
      expect(await page.getByRole("alert").allInnerTexts(), `${name} at ${width}: no error panel`).toEqual([]);
    }
  }
  expect(faults).toEqual([]);
});

test("every link of the frame leads to a page", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/`);
  await settled(page);
  const links = await page.locator("aside a").evaluateAll((nodes) => nodes.map((node) => (node as HTMLAnchorElement).pathname));
  expect(links.length).toBeGreaterThanOrEqual(8);
  for (const link of links) {
    await page.goto(link);
    await settled(page);
    await expect(page.getByRole("heading", { name: "There is no such page" })).toHaveCount(0);
  }
});
