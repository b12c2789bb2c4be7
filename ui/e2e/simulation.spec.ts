import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type APIRequestContext } from "@playwright/test";
import { findDemo, settled, useTheme } from "./demo";

interface Run {
  id: string;
  workspace: string;
}
async function run(request: APIRequestContext, scenario: string, iterations = 5000): Promise<Run> {
  const { workspace } = await findDemo(request);
  const answer = await request.post(`/api/v1/simulations/run?workspace=${workspace}`, { data: { scenario, iterations, seed: 7 } });
  expect(answer.status(), await answer.text()).toBe(200);
  return { id: ((await answer.json()) as { id: string }).id, workspace };
}
const bar = /M US\$/;

test("the result shows seven figures, four charts and where they come from", async ({ page, request }) => {
  const { id, workspace } = await run(request, "vizcachitas-2023");
  await page.goto(`/w/${workspace}/simulations/${id}`);
  await settled(page);
  await expect(page.locator("dl[aria-label='Result at a glance'] dt")).toHaveText(["NPV, median", "Mean", "P(NPV < 0)", "IRR, median", "Payback", "Peak funding", "CVaR 5 %"]);
  await expect(page.locator("[data-chart] svg")).toHaveCount(4);
  await expect(page.locator("[data-chart='Net present value']")).toHaveAttribute("aria-label", /median .* of iterations lose money; the base case of 2,776 is at the \d+\w\w percentile/);
  await expect(page.locator("footer").last()).toContainText("seed 7");
  await expect(page.locator("[data-chart='Net present value']")).toHaveAttribute("aria-label", bar);
});

test("both published studies agree with what they print", async ({ page, request }) => {
  for (const [scenario, npv, irr] of [["vizcachitas-2023", "2,775.7", "24.2"], ["oko-west-2025", "2,163.3", "27.1"]] as const) {
    const { id, workspace } = await run(request, scenario, 1000);
    await page.goto(`/w/${workspace}/simulations/${id}`);
    await settled(page);
    await expect(page.locator("[aria-label='Timing convention'] tr[data-selected='true']")).toContainText(npv);
    const table = page.getByRole("region", { name: "Table of Reconciliation with the study" });
    await expect(table.getByRole("row", { name: /^NPV after tax/ }).first()).toContainText("agrees");
    await expect(table.getByRole("row", { name: /^IRR after tax/ })).toContainText(irr);
    await expect(table.getByRole("row", { name: /^IRR after tax/ })).toContainText("agrees");
  }
});

test("measure, shape and order of drivers stand in the address", async ({ page, request }) => {
  const { id, workspace } = await run(request, "vizcachitas-2023");
  await page.goto(`/w/${workspace}/simulations/${id}`);
  await settled(page);
  await page.getByRole("radio", { name: "IRR" }).click();
  await page.getByRole("radio", { name: "Cumulative" }).click();
  await page.getByRole("radio", { name: "Rank" }).click();
  await expect(page).toHaveURL(/measure=irr/);
  await expect(page).toHaveURL(/shape=cumulative/);
  await expect(page).toHaveURL(/drivers=rank/);
  await page.reload();
  await settled(page);
  await expect(page.locator("[data-chart='Internal rate of return'] svg")).toBeVisible();
  await expect(page.getByText(/One rate \d/)).toBeVisible();
  for (const measure of ["Payback", "Peak funding"]) {
    await page.getByRole("radio", { name: measure }).click();
    await expect(page.locator(`[data-chart^='${measure}'] svg`)).toBeVisible();
  }
});

test("a chart is read by keyboard and shown as a table", async ({ page, request }) => {
  const { id, workspace } = await run(request, "oko-west-2025");
  await page.goto(`/w/${workspace}/simulations/${id}`);
  await settled(page);
  await page.locator("[data-chart='Free cash flow after tax']").focus();
  await page.keyboard.press("Home");
  await expect(page.locator("figure [aria-live='polite']", { hasText: "Cumulative" })).toContainText(/base/);
  await page.getByRole("region", { name: "Free cash flow after tax" }).getByRole("button", { name: "Show as table" }).click();
  await expect(page.getByRole("grid", { name: "Free cash flow after tax" })).toContainText("Cumulative P50");
});

test("Run again with the same seed gives the same digits", async ({ page, request }) => {
  const { id, workspace } = await run(request, "oko-west-2025");
  await page.goto(`/w/${workspace}/simulations/${id}`);
  await settled(page);
  const strip = page.locator("dl[aria-label='Result at a glance']");
  const before = await strip.textContent();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog", { name: /^Run Oko West/ }).getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await settled(page);
  await expect(strip).toHaveText(before ?? "");
});

test("a long run is a job that can be stopped", async ({ page, request }) => {
  const { workspace } = await findDemo(request);
  const answer = await request.post(`/api/v1/simulations/run?workspace=${workspace}`, { data: { scenario: "vizcachitas-2023", iterations: 10_000_000, seed: 7, wait: false } });
  expect(answer.status(), await answer.text()).toBe(202);
  const { simulation } = (await answer.json()) as { simulation: { id: string } };
  await page.goto(`/w/${workspace}/simulations/${simulation.id}`);
  await settled(page);
  await expect(page.getByRole("progressbar").first()).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByText(/^Stopped (at|before)/)).toBeVisible({ timeout: 20_000 });
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing on the result in ${theme} at ${width} px`, async ({ page, request }) => {
      const { id, workspace } = await run(request, "vizcachitas-2023", 1000);
      await useTheme(page, theme);
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`/w/${workspace}/simulations/${id}`);
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(" | ")}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
  }
}
