import { expect, test } from "@playwright/test";
import { findDemo, settled } from "./demo";

test("the theme is kept over a reload", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.getByRole("button", { name: "You and your settings" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("as of goes into the address, turns copper, and stays while moving on", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.getByRole("button", { name: /As of/ }).click();
  await page.getByLabel("Known as of the end of").fill("2024-06-28");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/as_of=2024-06-28/);
  await page.locator("aside").getByRole("link", { name: /^Series/ }).click();
  await expect(page).toHaveURL(/\/series\?.*as_of=2024-06-28/);
  await expect(page.getByRole("button", { name: /As of 28 Jun 2024/ })).toBeVisible();
});

test("a file is previewed, mapped and imported; bad cells are set aside by row and column", async ({ page, request }) => {
  const demo = await findDemo(request);
  const code = `e2e_${Date.now()}`;
  const rows = Array.from({ length: 40 }, (_, i) => `20${String(10 + Math.floor(i / 12)).padStart(2, "0")}-${String((i % 12) + 1).padStart(2, "0")}-01,${i === 7 ? "n/x" : (50 + Math.sin(i) * 5).toFixed(2)}`);
  await page.goto(`/w/${demo.workspace}/series`);
  await settled(page);
  await page.getByRole("button", { name: "Upload a file" }).first().click();
  await page.locator("input[type=file]").setInputFiles({ name: `${code}.csv`, mimeType: "text/csv", buffer: Buffer.from(`date,${code}\n${rows.join("\n")}\n`) });
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("41 rows, 2 columns")).toBeVisible();
  await dialog.getByRole("button", { name: "Import 1 series" }).click();
  await expect(dialog.getByText(/The unit of .* is missing/)).toBeVisible();
  await dialog.getByPlaceholder("Unit").fill("US$/t");
  await dialog.getByRole("button", { name: "Import 1 series" }).click();
  await expect(dialog.getByRole("gridcell", { name: "n/x" })).toBeVisible();
  await dialog.getByRole("button", { name: /^Open / }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(code);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Edit name, unit and terms" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Renamed ${code}`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Renamed ${code}` })).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete series" }).click();
  await page.getByLabel(/to delete it/).fill(await page.getByText(/^Type .* to delete it$/).innerText().then((text) => text.replace(/^Type (.*) to delete it$/, "$1")));
  await page.getByRole("dialog").getByRole("button", { name: "Delete series" }).click();
  await expect(page).toHaveURL(/\/series$/);
});

test("a forecast is made, saved and listed with its score", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/forecast?series=${demo.series.id}&h=5`);
  await expect(page.locator("table.candidates tbody tr").first()).toBeVisible();
  await expect(page.getByText("Measured coverage")).toBeVisible();
  await page.getByRole("button", { name: "Save forecast" }).click();
  await expect(page.getByText("Forecast saved. It will be scored when actual values arrive.", { exact: true })).toBeVisible();
  await page.goto(`/w/${demo.workspace}/forecasts`);
  await expect(page.getByRole("gridcell", { name: demo.series.name }).first()).toBeVisible();
});

test("a chart opens as a table and leaves as a file", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/series/${encodeURIComponent(demo.series.source)}/${encodeURIComponent(demo.series.code)}`);
  await page.getByRole("button", { name: "Show as table" }).click();
  await expect(page.getByRole("grid", { name: "History" })).toBeVisible();
  for (const [entry, suffix] of [["SVG", ".svg"], ["PNG, 2×", ".png"], ["CSV", ".csv"], ["XLSX", ".xlsx"], ["Parquet", ".parquet"]] as const) {
    await page.getByRole("button", { name: "Export History" }).click();
    const file = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: entry, exact: true }).first().click();
    expect((await file).suggestedFilename()).toContain(suffix);
  }
});
