/** Takes the pictures of the guide anew, from a server started with --demo: PROSPECT_URL, by default the address it binds. */
import { chromium } from "@playwright/test";
import { fileURLToPath } from "node:url";

const server = process.env.PROSPECT_URL ?? "http://127.0.0.1:8000";
const folder = fileURLToPath(new URL("../docs/images/", import.meta.url));
const session = await (await fetch(`${server}/api/v1/session`)).json();
const workspace = session.workspaces.find((entry) => entry.demo).slug;
const first = async (kind) => (await (await fetch(`${server}/api/v1/${kind}?workspace=${workspace}`)).json()).items;
const [series, scenarios, forecasts, simulations] = await Promise.all(["series", "scenarios", "forecasts", "simulations"].map(first));
const study = (entry) => (entry.slug ?? entry.scenario_slug ?? "").startsWith("vizcachitas");
const shown = series.find((entry) => entry.id === forecasts[0].series_id);
const path = (entry) => `series/${encodeURIComponent(entry.source)}/${encodeURIComponent(entry.code)}`;
const other = series.find((entry) => entry.id !== shown.id && entry.frequency === shown.frequency);

const pictures = {
  home: "",
  series: `${path(shown)}?over=${other.id}`,
  forecast: `forecast?series=${shown.id}`,
  scenario: `scenarios/${scenarios.find(study).slug}?sheet=costs`,
  simulation: `simulations/${simulations.find(study).id}`,
  jobs: "jobs",
};
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light", reducedMotion: "reduce" });
for (const [name, at] of Object.entries(pictures)) {
  await page.goto(`${server}/w/${workspace}/${at}`);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${folder}${name}.png` });
}
await browser.close();
