import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { findDemo, settled } from "./demo";

/** A copy of the demo's first scenario under a name of its own, so that tests do not meet. */
async function copy(request: APIRequestContext, name: string): Promise<{ base: string; slug: string; workspace: string }> {
  const demo = await findDemo(request);
  if (!demo.scenario) throw new Error("the demo holds no scenario");
  const { scenario } = (await (await request.get(`/api/v1/scenarios/${demo.scenario}?workspace=${demo.workspace}`)).json()) as { scenario: Record<string, unknown> };
  const slug = `${name}-${Date.now().toString(36)}`;
  const made = await request.post(`/api/v1/scenarios?workspace=${demo.workspace}`, { data: { slug, note: "For a test", scenario: { ...scenario, name: `Test project, ${slug}` } } });
  expect(made.status(), await made.text()).toBe(201);
  return { base: `/w/${demo.workspace}`, slug, workspace: demo.workspace };
}

const cell = (page: Page, row: number, column: number) => page.locator(`[data-cell="${row},${column}"]`);

test("the list names each scenario with its range and opens it", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/scenarios`);
  await settled(page);
  await expect(page.getByRole("grid", { name: "Scenarios" })).toBeVisible();
  await expect(page.getByRole("img", { name: /P10 .* median .* P90/ }).first()).toBeVisible();
  await page.getByRole("gridcell").first().click();
  await expect(page).toHaveURL(/\/scenarios\/[a-z0-9-]+/);
  await expect(page.getByRole("region", { name: "Value of the draft" })).toContainText(/NPV/);
});

test("a published study becomes a scenario of one's own", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.goto(`/w/${demo.workspace}/scenarios?new=1`);
  await settled(page);
  const dialog = page.getByRole("dialog", { name: "New scenario" });
  await dialog.getByRole("radio", { name: /Oko West/ }).check();
  await dialog.getByLabel("Name").fill(`Oko West, test ${Date.now().toString(36)}`);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/scenarios\/oko-west-test/);
  await expect(page.getByRole("region", { name: "Value of the draft" })).toContainText("2,163");
});

test("a cell is typed, the value follows, undo takes it back", async ({ page, request }) => {
  const { base, slug } = await copy(request, "edit");
  await page.goto(`${base}/scenarios/${slug}?sheet=capital`);
  await settled(page);
  const value = page.getByRole("region", { name: "Value of the draft" });
  await expect(value).toContainText("as in v1");
  await cell(page, 0, 0).click();
  const before = await cell(page, 0, 0).textContent();
  await page.keyboard.type("9000");
  await page.keyboard.press("Enter");
  await expect(cell(page, 0, 0)).toHaveAttribute("data-edited", "true");
  await expect(value).toContainText(/against v1/);
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("9,000");
  await page.keyboard.press("Control+z");
  await expect(cell(page, 0, 0)).toHaveText(before ?? "");
  await expect(value).toContainText("as in v1");
});

test("F2, fill, Delete and F8 work as in a spreadsheet", async ({ page, request }) => {
  const { base, slug } = await copy(request, "keys");
  await page.goto(`${base}/scenarios/${slug}?sheet=capital`);
  await settled(page);
  await cell(page, 0, 0).click();
  await page.keyboard.press("F2");
  await page.keyboard.press("End");
  await page.keyboard.type("5");
  await page.keyboard.press("Tab");
  await expect(cell(page, 0, 1)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+r");
  await expect(cell(page, 0, 3)).toHaveText((await cell(page, 0, 0).textContent()) ?? "");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await expect(page.getByText("Not computed: 1 to mend")).toBeVisible();
  await page.getByRole("button", { name: /^Prices/ }).click();
  await page.keyboard.press("F8");
  await expect(page).toHaveURL(/sheet=capital/);
  await expect(page.locator("[data-cell][aria-invalid='true']")).toBeVisible();
});

test("a pasted block names what does not fit and pastes the rest only when asked", async ({ page, request }) => {
  const { base, slug } = await copy(request, "paste");
  await page.goto(`${base}/scenarios/${slug}?sheet=capital`);
  await settled(page);
  await cell(page, 0, 0).click();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "(12)\tabc\t1,234\n$7\t8\t9");
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  const dialog = page.getByRole("dialog", { name: /1 cell does not fit/ });
  await expect(dialog).toContainText("“abc” is not a number");
  await dialog.getByRole("button", { name: "Paste the 5 that fit" }).click();
  await expect(cell(page, 0, 0)).toHaveAttribute("aria-label", /^\u221212 /);
  await expect(cell(page, 1, 0)).toHaveAttribute("aria-label", /^7 /);
});

test("a version needs a note, is saved, and shows its difference line by line", async ({ page, request }) => {
  const { base, slug } = await copy(request, "save");
  await page.goto(`${base}/scenarios/${slug}?sheet=capital`);
  await settled(page);
  await cell(page, 0, 0).click();
  await page.keyboard.type("777");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Save as v2" });
  await dialog.getByRole("button", { name: "Save version" }).click();
  await expect(dialog).toContainText("A version needs a note");
  await dialog.getByLabel("What changed and why").fill("Initial capital of the first period");
  await dialog.getByRole("button", { name: "Save version" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cell(page, 0, 0)).toHaveAttribute("data-edited", "false");
  await page.goto(`${base}/scenarios/${slug}/v/2?diff=1`);
  await settled(page);
  const diff = page.getByRole("region", { name: "Changes from v1 to v2" });
  await expect(diff).toContainText("777");
  await expect(diff.locator("tbody td").last()).toHaveText(/[+\u2212]\d/);
});

test("somebody else's version is never overwritten: both are shown and merged by line", async ({ page, request }) => {
  const { base, slug, workspace } = await copy(request, "conflict");
  await page.goto(`${base}/scenarios/${slug}?sheet=capital`);
  await settled(page);
  await cell(page, 0, 0).click();
  await page.keyboard.type("888");
  await page.keyboard.press("Enter");
  const address = `/api/v1/scenarios/${slug}`;
  const latest = await request.get(`${address}?workspace=${workspace}`);
  const { scenario } = (await latest.json()) as { scenario: { discount: { rate: number } } };
  scenario.discount.rate = 0.11;
  const saved = await request.post(`${address}/versions?workspace=${workspace}`, { headers: { "if-match": latest.headers()["etag"] ?? "" }, data: { note: "A higher rate", scenario } });
  expect(saved.status(), await saved.text()).toBe(201);
  await page.keyboard.press("Control+s");
  await page.getByLabel("What changed and why").fill("Mine");
  await page.getByRole("dialog").getByRole("button", { name: "Save version" }).click();
  const banner = page.getByRole("alert", { name: "Somebody else saved" });
  await expect(banner).toContainText("Nothing was overwritten");
  await banner.getByRole("button", { name: "Merge onto v2" }).click();
  await expect(cell(page, 0, 0)).toHaveAttribute("aria-label", /^888 /);
  await page.getByRole("button", { name: /^Basis/ }).click();
  await expect(page.getByLabel("Discount rate")).toHaveValue("11");
});

test("an input gets a distribution with its shape", async ({ page, request }) => {
  const { base, slug } = await copy(request, "range");
  await page.goto(`${base}/scenarios/${slug}?sheet=uncertainty`);
  await settled(page);
  await page.getByRole("region", { name: "Table of uncertain inputs" }).getByRole("button").first().click();
  const picker = page.getByRole("dialog", { name: /^Distribution of/ });
  await picker.getByRole("combobox", { name: "Distribution" }).click();
  await page.getByRole("option", { name: "Triangular" }).click();
  await expect(picker.getByRole("img", { name: /P10 .* P50 .* P90 .* mean/ })).toBeVisible();
  await picker.getByLabel("Maximum").fill("0.2");
  await picker.getByLabel("Maximum").blur();
  await picker.getByRole("button", { name: "Apply" }).click();
  await expect(picker).toContainText(/must|not above/);
  await picker.getByLabel("Maximum").fill("1.4");
  await picker.getByLabel("Maximum").blur();
  await picker.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText(/Triangular .* 1\.4/)).toBeVisible();
});

test("two inputs are correlated, contradictions are said, and the run shows what was reached", async ({ page, request }) => {
  const { base, slug } = await copy(request, "correlated");
  await page.goto(`${base}/scenarios/${slug}?sheet=uncertainty`);
  await settled(page);
  const cells = page.getByRole("textbox", { name: /^Rank correlation of/ });
  await expect(cells.first()).toBeVisible();
  await cells.first().fill("1.5");
  await expect(cells.first()).toHaveAttribute("aria-invalid", "true");
  for (const [place, rho] of ["0.9", "-0.9", "0.9"].entries()) {
    await cells.nth(place).fill(rho);
    await page.keyboard.press("Enter");
  }
  await expect(page.getByText(/^The correlations contradict each other/)).toBeVisible();
  await cells.nth(1).fill("");
  await page.keyboard.press("Enter");
  await cells.nth(2).fill("");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^The correlations contradict each other/)).toBeHidden();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText(/0\.9/);
  await page.getByRole("button", { name: "Save version" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("Correlated");
  await page.getByRole("dialog").getByRole("button", { name: "Save version" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const run = page.getByRole("dialog", { name: /^Run/ });
  await run.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/simulations\//);
  await expect(page.getByRole("heading", { name: "Correlation of inputs" })).toBeVisible();
  await expect(page.getByText("inputs correlated by Gaussian copula").first()).toBeVisible();
});

test("a stored forecast arrives as the path of a price, as an edit", async ({ page, request }) => {
  const { base, slug } = await copy(request, "path");
  const demo = await findDemo(request);
  test.skip(demo.forecast === null, "the demo holds no forecast");
  await page.goto(`${base}/scenarios/${slug}?sheet=prices&forecast=${demo.forecast ?? ""}`);
  await settled(page);
  await expect(page.getByText(/is the price path of/)).toBeVisible();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("forecast");
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("nothing since v1");
});

test("on a phone one cell is edited at a time from the foot of the screen", async ({ page, request }) => {
  const { base, slug } = await copy(request, "phone");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${base}/scenarios/${slug}?sheet=capital`);
  await settled(page);
  await cell(page, 0, 0).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("textbox").fill("321");
  await sheet.getByRole("button", { name: "Done" }).click();
  await expect(cell(page, 0, 0)).toHaveAttribute("aria-label", /^321 /);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
