/** What charts show: labels inside, other series beside one, a pinned bin, how a figure was made. */
import { expect, test, type Page } from "@playwright/test";
import { findDemo, pages, settled, type Demo } from "./demo";
import { importSeries } from "./files";

const seriesPage = (demo: Demo) => `/w/${demo.workspace}/series/${encodeURIComponent(demo.series.source)}/${encodeURIComponent(demo.series.code)}`;

/** Labels of any chart on the page that leave its area. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>("[data-chart]")).flatMap((chart) => {
      const area = chart.getBoundingClientRect();
      return Array.from(chart.querySelectorAll("svg text")).flatMap((text) => {
        const box = text.getBoundingClientRect();
        const inside = box.width === 0 || (box.left >= area.left - 0.5 && box.right <= area.right + 0.5 && box.top >= area.top - 0.5 && box.bottom <= area.bottom + 0.5);
        return inside ? [] : [`${chart.dataset["chart"] ?? ""}: ${text.textContent ?? ""}`];
      });
    }),
  );
}

test("every label of every chart lies inside the chart", async ({ page, request }) => {
  test.setTimeout(180_000);
  const demo = await findDemo(request);
  const all = pages(demo);
  const simulation = all["one simulation"];
  const views = Object.values({ ...all, ...(simulation ? Object.fromEntries(["irr", "payback", "peak_funding"].map((measure) => [measure, `${simulation}?measure=${measure}&shape=cumulative&drivers=rank`])) : {}) }).filter((path) => /series\/|forecast|simulations\/|scenarios\/|\/$/.test(path));
  const found: string[] = [];
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of views) {
      await page.goto(path);
      await settled(page);
      found.push(...(await cut(page)).map((label) => `${path} at ${width}: ${label}`));
    }
  }
  expect(found).toEqual([]);
});

test("another series is drawn beside one, kept in the address, indexed and removed", async ({ page, request }) => {
  const demo = await findDemo(request);
  const [price, rate] = await Promise.all([
    importSeries(request, demo.workspace, "US$/gal", (i) => 2 + Math.sin(i / 9)),
    importSeries(request, demo.workspace, "%", (i) => 3 * Math.cos(i / 7) + 4),
  ]);
  await page.goto(seriesPage(demo));
  await settled(page);
  for (const other of [price, rate]) {
    await page.getByRole("button", { name: "Compare with" }).click();
    await page.getByRole("combobox", { name: "Search Compare with" }).fill(other.name);
    await page.keyboard.press("Enter");
  }
  await expect(page).toHaveURL(new RegExp(`over=${price.id}(%2C|,)${rate.id}`));
  const chart = page.locator("[data-chart='History']");
  await expect(page.getByText("converted from US$/gal")).toBeVisible();
  await expect(page.getByText("%, own axis")).toBeVisible();
  await expect(chart).toHaveAttribute("aria-label", new RegExp(`With ${price.name} in ${demo.series.unit.replaceAll("$", "\\$")}, ${rate.name} in %`));
  expect(await cut(page)).toEqual([]);
  await page.reload();
  await settled(page);
  await expect(page.getByText("%, own axis")).toBeVisible();
  await page.getByRole("radio", { name: "Index" }).click();
  await expect(page).toHaveURL(/compare=index/);
  await expect(chart).toHaveAttribute("aria-label", /all as an index, .* is 100/);
  await chart.focus();
  await page.keyboard.press("End");
  await expect(page.locator("figure [aria-live='polite']").first()).toContainText(rate.name);
  await page.getByRole("region", { name: "History" }).getByRole("button", { name: "Show as table" }).click();
  await expect(page.getByRole("grid", { name: "History" }).getByRole("columnheader", { name: new RegExp(rate.name) })).toBeVisible();
  await page.getByRole("button", { name: `Remove ${price.name} from the chart` }).click();
  await page.getByRole("button", { name: `Remove ${rate.name} from the chart` }).click();
  await expect(page).not.toHaveURL(/over=|compare=/);
  for (const { id } of [price, rate]) expect((await request.delete(`/api/v1/series/${id}?workspace=${demo.workspace}`)).ok()).toBe(true);
});

test("a bin is pinned by click and by keyboard, says its share, and stands in the address", async ({ page, request }) => {
  const demo = await findDemo(request);
  test.skip(demo.simulation === null, "the demo holds no simulation");
  await page.goto(`/w/${demo.workspace}/simulations/${demo.simulation ?? ""}`);
  await settled(page);
  const chart = page.locator("[data-chart='Net present value']");
  const pinned = page.getByRole("status", { name: "Pinned bin" });
  await chart.locator("svg").waitFor();
  const box = await chart.boundingBox();
  if (!box) throw new Error("the chart has no box");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.3);
  await expect(page).toHaveURL(/bin=\d+/);
  await expect(pinned).toContainText(/Pinned.* to .*M US\$.*Iterations[\d,]+ of 10,000.*Probability.*%/s);
  const first = await pinned.innerText();
  await page.reload();
  await settled(page);
  expect(await pinned.innerText()).toBe(first);
  await page.getByRole("radio", { name: "Cumulative" }).click();
  await expect(pinned).toBeVisible();
  await page.getByRole("radio", { name: "Density" }).click();
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => pinned.innerText()).not.toBe(first);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/bin=/);
  await page.goto(`/w/${demo.workspace}/simulations/${demo.simulation ?? ""}?bin=9999`);
  await settled(page);
  await expect(pinned, "a bin that is not there is not shown").toBeEmpty();
});

test("each headline figure of a simulation and of a forecast opens how it was made", async ({ page, request }) => {
  const demo = await findDemo(request);
  for (const [path, strip, words] of [
    [`simulations/${demo.simulation ?? ""}`, "Result at a glance", ["seed", "engine", "version", "as of"]],
    [`forecasts/${demo.forecast ?? ""}`, "Score", ["seed", "engine", "inputs", "as of"]],
  ] as const) {
    await page.goto(`/w/${demo.workspace}/${path}`);
    await settled(page);
    const figures = page.locator(`dl[aria-label='${strip}'] [data-trace]`);
    await expect(figures).toHaveCount(await page.locator(`dl[aria-label='${strip}'] dt`).count());
    for (const figure of await figures.all()) {
      await figure.focus();
      await page.keyboard.press(".");
      const panel = page.getByRole("dialog", { name: /^How .* was made$/ });
      for (const word of words) await expect(panel.locator("dt", { hasText: new RegExp(`^${word}$`) })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(panel).toHaveCount(0);
      await expect(figure).toBeFocused();
    }
  }
  await page.locator("h1").click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press(".");
  await expect(page.getByRole("dialog", { name: "How this was made" }), "without a figure in focus the key speaks of the page").toBeVisible();
});
