import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { findDemo, settled } from "./demo";

test("two scenarios stand side by side, and the address names them", async ({ page, request }) => {
  const { workspace } = await findDemo(request);
  await page.goto(`/w/${workspace}/compare`);
  await settled(page);
  await expect(page.getByText("Choose two scenarios")).toBeVisible();
  await page.goto(`/w/${workspace}/compare?a=vizcachitas-2023&b=oko-west-2025`);
  await settled(page);
  const table = page.getByRole("region", { name: "Table of Side by side" });
  await expect(table.getByRole("row", { name: /^NPV, base case/ })).toContainText("2,775.7");
  await expect(table.getByRole("row", { name: /^NPV, base case/ })).toContainText("2,163.3");
  await expect(page.locator("[data-chart='NPV of A less NPV of B'] svg")).toBeVisible();
  await expect(page.locator("[data-chart='NPV of A less NPV of B']")).toHaveAttribute("aria-label", /A is worth more in/);
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations).toEqual([]);
});

test("Sobol indices are computed when they are looked at", async ({ page, request }) => {
  const { workspace } = await findDemo(request);
  const answer = await request.post(`/api/v1/simulations/run?workspace=${workspace}`, { data: { scenario: "vizcachitas-2023", iterations: 1000, seed: 7 } });
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`/w/${workspace}/simulations/${id}?drivers=sobol`);
  await settled(page);
  await expect(page.getByText("The shares assume independent inputs.")).toBeVisible();
  await expect(page.locator("[data-chart='What moves it']")).toHaveAttribute("aria-label", /of the variance of the NPV/);
});
