// Edits one cell again and again in headless Chromium and prints the times of the answers as JSON. Run by bench/editor/run.
import { createRequire } from "node:module";
import path from "node:path";

// The browser driver is a dependency of the workbench, in whose folder this runs.
const { chromium } = createRequire(path.join(process.cwd(), "package.json"))("@playwright/test");

const url = process.env.PROSPECT_URL;
const edits = Number(process.env.EDITS);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: url });
const answer = async (address) => (await (await fetch(`${url}${address}`)).json());
const workspace = (await answer("/api/v1/session")).workspaces[0].slug;
const scenario = (await answer(`/api/v1/scenarios?workspace=${workspace}&limit=1`)).items[0].slug;
await page.goto(`/w/${workspace}/scenarios/${scenario}?sheet=capital`);
const panel = page.getByRole("region", { name: "Value of the draft" });
await panel.getByText("P50").waitFor();
const cell = page.locator('[data-cell="0,0"]');

const times = { scenario, base_ms: [], distribution_ms: [] };
for (let at = 0; at < edits; at += 1) {
  await cell.click();
  await page.keyboard.type(String(200 + at));
  await page.evaluate(() => {
    const region = document.querySelector("section[aria-label='Value of the draft']");
    const base = () => region.querySelector("dd").textContent;
    const distribution = () => region.querySelector("b").textContent;
    const before = { base: base(), distribution: distribution() };
    window.measured = new Promise((resolve) => {
      const found = {};
      document.addEventListener("keydown", () => {
        const start = performance.now();
        const look = () => {
          if (found.base === undefined && base() !== before.base) found.base = performance.now() - start;
          if (distribution() !== before.distribution) resolve({ ...found, distribution: performance.now() - start });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }, { capture: true, once: true });
    });
  });
  await page.keyboard.press("Enter");
  const found = await page.evaluate(() => window.measured);
  times.base_ms.push(found.base ?? found.distribution);
  times.distribution_ms.push(found.distribution);
}
await browser.close();
console.log(JSON.stringify(times));
