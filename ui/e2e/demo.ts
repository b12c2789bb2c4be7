/** The demo workspace as the tests see it: which pages there are, and one of each object. */
import type { APIRequestContext, Page } from "@playwright/test";

export interface Demo {
  workspace: string;
  series: { id: string; source: string; code: string; name: string; unit: string };
  scenario: string | null;
  forecast: string | null;
  simulation: string | null;
}

interface Listing {
  items: { id: string; slug: string; source: string; code: string; name: string; unit: string }[];
}

export async function findDemo(request: APIRequestContext): Promise<Demo> {
  const session = (await (await request.get("/api/v1/session")).json()) as { workspaces: { slug: string; demo: boolean }[] };
  const workspace = (session.workspaces.find((entry) => entry.demo) ?? session.workspaces[0])?.slug;
  if (!workspace) throw new Error("the server shows no workspace; start it with --demo");
  const list = async (path: string) => ((await (await request.get(`${path}?workspace=${workspace}&limit=10`)).json()) as Listing).items;
  const series = (await list("/api/v1/series"))[0];
  if (!series) throw new Error("the demo workspace has no series");
  return {
    workspace,
    series,
    scenario: (await list("/api/v1/scenarios"))[0]?.slug ?? null,
    forecast: (await list("/api/v1/forecasts"))[0]?.id ?? null,
    simulation: (await list("/api/v1/simulations"))[0]?.id ?? null,
  };
}

/** Every page of this demo, by name. */
export function pages(demo: Demo): Record<string, string> {
  const base = `/w/${demo.workspace}`;
  return {
    home: `${base}/`,
    series: `${base}/series`,
    "one series": `${base}/series/${encodeURIComponent(demo.series.source)}/${encodeURIComponent(demo.series.code)}`,
    "choose a series": `${base}/forecast`,
    studio: `${base}/forecast?series=${demo.series.id}`,
    forecasts: `${base}/forecasts`,
    ...(demo.forecast ? { "one forecast": `${base}/forecasts/${demo.forecast}` } : {}),
    scenarios: `${base}/scenarios`,
    ...(demo.scenario ? { editor: `${base}/scenarios/${demo.scenario}` } : {}),
    simulations: `${base}/simulations`,
    ...(demo.simulation ? { "one simulation": `${base}/simulations/${demo.simulation}` } : {}),
    jobs: `${base}/jobs`,
    users: `${base}/admin/users`,
    storage: `${base}/admin/storage`,
    settings: `${base}/admin/settings`,
    audit: `${base}/admin/audit`,
    keys: `${base}/account/keys`,
    "sign in": "/login",
    "no such page": `${base}/nowhere`,
  };
}

export async function useTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.addInitScript((chosen) => {
    localStorage.setItem("prospect.theme", chosen);
  }, theme);
}

/** Waits until nothing on the page is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("[role='status'][aria-label^='Loading'], [role='status'][aria-label^='Making'], [role='status'][aria-label^='Testing']"));
  await page.waitForTimeout(250);
}
