import { expect, test, type Page } from "@playwright/test";
import { findDemo, settled } from "./demo";

const base = async (page: Page) => `/w/${(await findDemo(page.request)).workspace}`;

async function seriesOf(page: Page, frequency: string): Promise<{ id: string; name: string }[]> {
  const { workspace } = await findDemo(page.request);
  const { items } = (await (await page.request.get(`/api/v1/series?workspace=${workspace}&limit=50`)).json()) as { items: { id: string; name: string; source: string; frequency: string }[] };
  return items.filter((entry) => entry.frequency === frequency && entry.source === "EIA");
}

/** All answers of the race wait, so that what happens in between can be seen. */
async function slowRace(page: Page, body: string): Promise<() => void> {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/api/v1/forecasts/race*", async (route) => {
    await gate;
    // A race that was cancelled meanwhile has nobody to answer.
    await (body ? route.fulfill({ contentType: "text/event-stream", body }) : route.continue()).catch(() => undefined);
  });
  return go;
}

test("models race in view, and the race turns into the leaderboard", async ({ page }) => {
  const [series] = await seriesOf(page, "monthly");
  const go = await slowRace(page, "");
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=7&seed=${Date.now()}`);
  const race = page.getByRole("region", { name: "Race of models" });
  await expect(race.getByText("Models are fitted at past origins")).toBeVisible();
  await expect(race.getByRole("listitem")).toHaveCount(12);
  go();
  await expect(page.locator("table.candidates tbody tr").first()).toContainText("chosen");
  await expect(race).toHaveCount(0);
});

test("a race is cancelled and run again", async ({ page }) => {
  const [series] = await seriesOf(page, "monthly");
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=6`);
  await expect(page.locator("table.candidates tbody tr").first()).toBeVisible();
  const hangUp = page.waitForEvent("requestfailed", (request) => request.url().includes("/forecasts/race"));
  const go = await slowRace(page, "");
  await page.getByLabel("Seed").fill("77");
  await page.getByLabel("Seed").press("Enter");
  await expect(page).toHaveURL(/seed=77/);
  await page.getByRole("button", { name: "Cancel the race" }).click();
  await hangUp;
  await expect(page.getByText(/^Cancelled.*Nothing of this race was kept/)).toBeVisible();
  go();
  await page.unroute("**/api/v1/forecasts/race*");
  await page.getByRole("button", { name: "Race again" }).click();
  await expect(page.locator("table.candidates tbody tr").first()).toBeVisible();
});

test("a stage shows who leads and who was stopped; a problem is said as its sentence", async ({ page }) => {
  const [series] = await seriesOf(page, "monthly");
  const stage = { stage: 2, stages: 4, scores: [{ model: "theta", mase: 0.8, origins: 75, stopped: false }, { model: "drift", mase: 1.2, origins: 38, stopped: true }] };
  const problem = { type: "about:blank", title: "The forecast cannot be made", status: 422, detail: "horizon is 0; it must be at least 1", request_id: "r1" };
  const events = `event: race\ndata: ${JSON.stringify(stage)}\n\nevent: problem\ndata: ${JSON.stringify(problem)}\n\n`;
  const go = await slowRace(page, events);
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=9`);
  await expect(page.getByRole("region", { name: "Race of models" })).toBeVisible();
  go();
  await expect(page.getByRole("alert")).toContainText("The forecast cannot be made");
  await expect(page.getByRole("alert")).toContainText("horizon is 0; it must be at least 1");
});

test("models and settings are in the address, defaults are not", async ({ page }) => {
  const [series] = await seriesOf(page, "monthly");
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=4`);
  await expect(page.locator("table.candidates tbody tr").first()).toBeVisible();
  await page.getByRole("radio", { name: "Own set" }).click();
  await expect(page).toHaveURL(/models=naive/);
  await page.getByRole("radio", { name: "Automatic" }).click();
  await expect(page).not.toHaveURL(/models=/);
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=4&models=arima`);
  const forms = page.getByLabel("Single forms");
  await forms.fill("ets:AAM");
  await expect(page.getByText("“ets:AAM” is no form")).toBeVisible();
  await forms.fill("ets:MAdM arima:0-1-1");
  await forms.press("Enter");
  await expect(page).toHaveURL(/models=arima%2Cets%3AMAdM%2Carima%3A0-1-1/);
  await expect(page.locator("table.candidates tbody")).toContainText("ETS(M,Ad,M)");
  await expect(page.locator("table.candidates tbody")).toContainText("benchmark");
  await page.getByLabel("How intervals are made").click();
  await page.getByRole("option", { name: "Bootstrapped" }).click();
  await page.getByLabel("Transform").click();
  await page.getByRole("option", { name: "Box–Cox" }).click();
  await expect(page).toHaveURL(/transform=box-cox-0.5/);
  await expect(page).toHaveURL(/intervals=bootstrapped/);
  await expect(page.getByText("The intervals come from paths drawn from the model with its own past errors.")).toBeVisible();
});

test("the leaderboard is sorted and leaves as a file", async ({ page }) => {
  const [series] = await seriesOf(page, "monthly");
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=4`);
  const rows = page.locator("table.candidates tbody tr");
  await expect(rows.first()).toContainText("chosen");
  await page.getByRole("columnheader", { name: "Model" }).getByRole("button").click();
  await expect(rows.first()).toContainText("ARIMA average");
  for (const [entry, suffix] of [["CSV", ".csv"], ["XLSX", ".xlsx"], ["Parquet", ".parquet"], ["JSON", ".json"]] as const) {
    await page.getByRole("button", { name: "Export candidates" }).click();
    const file = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
    expect((await file).suggestedFilename()).toBe(`candidates${suffix}`);
  }
});

test("residuals and past forecasts are shown, step by step and as files", async ({ page }) => {
  const [series] = await seriesOf(page, "monthly");
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=4`);
  await page.getByRole("tab", { name: "Residuals" }).click();
  await expect(page).toHaveURL(/tab=residuals/);
  await expect(page.getByText(/Ljung–Box over \d+ lags/).last()).toBeVisible();
  await page.getByRole("region", { name: "Against the normal" }).getByRole("button", { name: "Show as table" }).click();
  await expect(page.getByRole("grid", { name: "Against the normal" })).toBeVisible();
  await page.getByRole("tab", { name: "Past forecasts" }).click();
  const said = page.getByText(/^Known to .* it said/);
  const before = await said.innerText();
  await page.getByLabel("Origin", { exact: true }).press("ArrowLeft");
  await expect(said).not.toHaveText(before);
  await page.getByRole("button", { name: "Export How good were we?" }).click();
  const file = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV", exact: true }).click();
  expect((await file).suggestedFilename()).toBe("how-good-were-we.csv");
  await expect(page.getByRole("grid", { name: "Saved forecasts of this series" }).or(page.getByText("No forecast of this series has been saved yet"))).toBeVisible();
});

test("a regressor with its own values changes the numbers", async ({ page }) => {
  const [series, other] = await seriesOf(page, "monthly");
  await page.goto(`${await base(page)}/forecast?series=${series?.id}&h=4&models=arima&tab=whatif`);
  await page.getByLabel("Add a series that drives this one").click();
  await page.getByRole("option", { name: new RegExp(other?.name ?? "") }).click();
  await expect(page).toHaveURL(/reg=/);
  const cells = page.locator("table.effect tbody tr").first().locator("td");
  await expect(cells.nth(2)).toBeVisible();
  const without = await cells.nth(1).innerText();
  const before = await cells.nth(2).innerText();
  await page.getByLabel("After its last value").click();
  await page.getByRole("option", { name: "Own values by step" }).click();
  const first = page.getByRole("textbox", { name: /^Value in/ }).first();
  await first.fill("20");
  await first.press("Enter");
  await expect(page).toHaveURL(/%7E20/);
  await expect(cells.nth(2)).not.toHaveText(before);
  await expect(cells.nth(1)).toHaveText(without);
  await expect(page.getByText(/^The most it changes is/).last()).toBeVisible();
});

test("several series are forecast at once, each stored and linked", async ({ page }) => {
  await page.goto(`${await base(page)}/series`);
  await settled(page);
  for (const series of await seriesOf(page, "monthly")) await page.getByLabel(`Choose ${series.name}`, { exact: true }).check();
  await page.getByRole("button", { name: "Forecast…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Horizon").fill("3");
  await dialog.getByRole("button", { name: "Forecast 2 series" }).click();
  await expect(dialog.getByText("All have ended")).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText("2 done")).toBeVisible();
  await dialog.getByRole("link", { name: /^Open the forecast of/ }).first().click();
  await expect(page).toHaveURL(/\/forecasts\//);
  await expect(page.locator("table.candidates tbody tr").first()).toBeVisible();
});

test("a forecast of an older engine says so and offers to make it again", async ({ page, request }) => {
  const demo = await findDemo(request);
  await page.route(`**/api/v1/forecasts/${demo.forecast}?*`, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { result: Record<string, unknown> };
    delete body.result["median"];
    await route.fulfill({ response: answer, json: body });
  });
  await page.goto(`/w/${demo.workspace}/forecasts/${demo.forecast}`);
  await expect(page.getByText(/made by an older engine/)).toBeVisible();
  await page.getByRole("button", { name: "Make it again" }).click();
  await expect(page).toHaveURL(/\/forecast\?series=/);
});
