/**
 * What only an administrator sees. Needs an account: PROSPECT_SETUP_TOKEN (the token a fresh server prints) creates it,
 * or PROSPECT_ADMIN="name:password" signs in.
 */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { findDemo, pages, settled, useTheme } from "./demo";

const [givenName, givenPassword] = (process.env["PROSPECT_ADMIN"] ?? "").split(":");
const name = givenName || "ada";
const password = givenPassword || "correct horse battery staple";
const token = process.env["PROSPECT_SETUP_TOKEN"];

test.describe.configure({ mode: "serial" });
test.skip(!token && !givenPassword, "no administrator: set PROSPECT_SETUP_TOKEN or PROSPECT_ADMIN");

async function signIn(page: Page, who = name, secret = password): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Name").fill(who);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
  await settled(page);
  await expect(page.getByRole("button", { name: "You and your settings" })).toBeVisible();
}

test("the setup page makes the administrator and opens three doors", async ({ page, request }) => {
  const { setup_needed } = (await (await request.get("/api/v1/session")).json()) as { setup_needed: boolean };
  test.skip(!token || !setup_needed, "the server is set up already");
  await page.goto(`/setup?token=${token}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map((fault) => fault.id)).toEqual([]);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByText("The password has 5 characters; it needs at least 10.")).toBeVisible();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Welcome, ${name}` })).toBeVisible();
  await page.getByRole("link", { name: /Explore the demo/ }).click();
  await settled(page);
});

test("a wrong password says so and keeps the name", async ({ page }) => {
  await page.goto("/login");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Name and password do not belong together.")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue(name);
});

for (const theme of ["light", "dark"] as const) {
  test(`administration pages open and axe finds nothing in ${theme}`, async ({ page, request }) => {
    test.setTimeout(120_000);
    await useTheme(page, theme);
    const demo = await findDemo(request);
    await signIn(page);
    const found: string[] = [];
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of ["admin/users", "admin/workspaces", "admin/storage", "admin/settings", "admin/audit", "account/keys"]) {
        await page.goto(`/w/${demo.workspace}/${path}`);
        await settled(page);
        expect(await page.getByRole("alert").allInnerTexts(), path).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${path} at ${width}: no sideways scroll`).toBe(true);
        const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
        found.push(...result.violations.map((fault) => `${path} at ${width}: ${fault.id} at ${fault.nodes[0]?.target.join(" ") ?? ""}`));
      }
    }
    expect(found).toEqual([]);
  });
}

test("a user is created, changed and deleted", async ({ page, request }) => {
  const demo = await findDemo(request);
  await signIn(page);
  await page.goto(`/w/${demo.workspace}/admin/users`);
  const made = `ben-${Date.now()}`;
  await page.getByRole("button", { name: "New user" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(made);
  await page.getByRole("dialog").getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Create user" }).click();
  await page.getByRole("gridcell", { name: made }).click();
  await page.getByRole("dialog").getByLabel(/Disabled/).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: new RegExp(made) })).toContainText("disabled");
  await page.getByRole("gridcell", { name: made }).click();
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(page.getByRole("gridcell", { name: made })).toHaveCount(0);
});

test("a backup is made as a job", async ({ page, request }) => {
  const demo = await findDemo(request);
  await signIn(page);
  await page.goto(`/w/${demo.workspace}/admin/storage`);
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByText("The backup runs as a job; it is listed here once it is done.", { exact: true })).toBeVisible();
});

test("an API key is shown once, with lines to paste, and can be revoked", async ({ page, request }) => {
  const demo = await findDemo(request);
  await signIn(page);
  await page.goto(`/w/${demo.workspace}/account/keys`);
  await settled(page);
  const name = `e2e ${Date.now()}`;
  await page.getByRole("button", { name: "New key" }).first().click();
  await page.getByLabel("What uses it").fill(name);
  await page.getByRole("button", { name: "Make key" }).click();
  const secret = await page.locator("[data-secret]").innerText();
  expect(secret.length).toBeGreaterThan(20);
  await expect(page.locator("pre")).toContainText(`Bearer ${secret}`);
  await page.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("row", { name: new RegExp(name) }).getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
});

test("a viewer sees every page and can change nothing", async ({ page, request, browser }) => {
  test.setTimeout(120_000);
  const demo = await findDemo(request);
  await signIn(page);
  const who = `vera-${Date.now()}`;
  const made = await page.request.post("/api/v1/users", { data: { name: who, password: "a long enough password", role: "viewer" } });
  expect(made.ok(), await made.text()).toBe(true);
  const context = await browser.newContext();
  const viewer = await context.newPage();
  await signIn(viewer, who, "a long enough password");
  const base = `/w/${demo.workspace}`;
  const changing = /^(Upload a file|Newc?|New (scenario|user|key)|Save .*|Use as price path|Run( again.*| v\d+)?|Edit.*|Stop|Cancel.*|Delete.*|More actions|Back up now)$/;
  for (const [path, shown] of Object.entries(pages(demo))) {
    if (/sign in|no such/.test(path)) continue;
    await viewer.goto(shown);
    await settled(viewer);
    await expect(viewer.getByText("View only", { exact: true }).first(), `${path}: says why`).toBeVisible();
    const offered = (await viewer.getByRole("button").evaluateAll((nodes) => nodes.filter((node) => !(node as HTMLButtonElement).disabled).map((node) => node.getAttribute("aria-label") ?? node.textContent ?? ""))).map((text) => text.trim());
    // Keys of one's own account are one's own.
    expect(offered.filter((text) => changing.test(text) && !(path === "keys" && text === "New key")), `${path}: nothing that changes`).toEqual([]);
  }
  // Neither by an address that opens a form, nor by keys, nor from the palette.
  for (const path of ["series?upload=1", "scenarios?new=1"]) {
    await viewer.goto(`${base}/${path}`);
    await settled(viewer);
    await expect(viewer.getByRole("dialog"), path).toHaveCount(0);
  }
  await viewer.keyboard.press("c");
  await expect(viewer.getByRole("dialog")).toHaveCount(0);
  await viewer.keyboard.press("Control+k");
  await viewer.getByRole("combobox", { name: "Search or run a command" }).fill("scenario");
  await expect(viewer.getByRole("option").first()).toBeVisible();
  await expect(viewer.getByRole("option", { name: /New scenario|Upload/ })).toHaveCount(0);
  await viewer.keyboard.press("Escape");
  if (demo.scenario) {
    await viewer.goto(`${base}/scenarios/${demo.scenario}?sheet=capital`);
    await settled(viewer);
    const cell = viewer.locator("[role='gridcell']").first();
    const before = await cell.getAttribute("aria-label");
    await cell.click();
    await viewer.keyboard.type("999");
    await viewer.keyboard.press("Enter");
    expect(await cell.getAttribute("aria-label")).toBe(before);
  }
  // And the server refuses what the page does not offer.
  expect((await context.request.patch(`/api/v1/series/${demo.series.id}?workspace=${demo.workspace}`, { data: { name: "Mine" }, headers: { "if-match": '"v1"' } })).status()).toBe(403);
  await context.close();
});
