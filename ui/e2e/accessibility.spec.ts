import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { findDemo, pages, settled, useTheme } from "./demo";

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in ${theme} at ${width} px`, async ({ page, request }) => {
      test.setTimeout(240_000);
      await useTheme(page, theme);
      await page.setViewportSize({ width, height: 900 });
      const found: string[] = [];
      for (const [name, path] of Object.entries(pages(await findDemo(request)))) {
        await page.goto(path);
        await settled(page);
        const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
        found.push(...result.violations.map((fault) => `${name}: ${fault.id} at ${fault.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`));
      }
      expect(found).toEqual([]);
    });
  }
}
