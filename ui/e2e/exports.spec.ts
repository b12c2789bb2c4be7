/** What leaves a page really opens: pictures are pictures, tables hold their rows. */
import { expect, test, type Page } from "@playwright/test";
import { unzipSync, strFromU8 } from "fflate";
import { findDemo, settled, type Demo } from "./demo";
import { bytesOf, csvRows } from "./files";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

async function exported(page: Page, menu: string, entry: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: `Export ${menu}` }).click();
  const file = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: entry, exact: true }).first().click();
  const download = await file;
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
}

const charts = (demo: Demo): [path: string, title: string, text: string][] => [
  [`series/${encodeURIComponent(demo.series.source)}/${encodeURIComponent(demo.series.code)}`, "History", demo.series.code],
  ...(demo.forecast ? [[`forecasts/${demo.forecast}`, "Forecast and what came true", "median"] as [string, string, string]] : []),
  ...(demo.simulation ? [[`simulations/${demo.simulation}`, "Net present value", "seed"] as [string, string, string], [`simulations/${demo.simulation}`, "Free cash flow after tax", "seed"] as [string, string, string]] : []),
];

test("charts leave as PNG at double size and as SVG that parses, with title and source", async ({ page, request }) => {
  test.setTimeout(120_000);
  const demo = await findDemo(request);
  for (const [path, title, words] of charts(demo)) {
    await page.goto(`/w/${demo.workspace}/${path}`);
    await settled(page);
    const png = await exported(page, title, "PNG, 2×");
    expect(png.bytes.subarray(0, 8).equals(PNG), `${title}: a PNG`).toBe(true);
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], `${title}: double size`).toEqual([1920, 1132]);
    expect(png.bytes.subarray(-8, -4).toString("latin1"), `${title}: complete`).toBe("IEND");
    const svg = await exported(page, title, "SVG");
    const text = svg.bytes.toString("utf8");
    const seen = await page.evaluate((source) => {
      const document = new DOMParser().parseFromString(source, "image/svg+xml");
      return { fault: document.querySelector("parsererror")?.textContent ?? null, root: document.documentElement.tagName, words: document.documentElement.textContent ?? "", shapes: document.querySelectorAll("path, rect, line").length };
    }, text);
    expect(seen.fault, title).toBeNull();
    expect(seen.root).toBe("svg");
    expect(seen.words, `${title}: carries its title and where it came from`).toContain(title);
    expect(seen.words).toContain(words);
    expect(seen.shapes).toBeGreaterThan(3);
  }
});

test("the series leaves as tables with every row, and missing stays empty", async ({ page, request }) => {
  const demo = await findDemo(request);
  const { times, values } = (await (await request.get(`/api/v1/series/${demo.series.id}/observations?workspace=${demo.workspace}`)).json()) as { times: string[]; values: (number | null)[] };
  await page.goto(`/w/${demo.workspace}/series/${encodeURIComponent(demo.series.source)}/${encodeURIComponent(demo.series.code)}`);
  await settled(page);
  const csv = csvRows((await exported(page, "History", "CSV")).bytes.toString("utf8"));
  expect(csv[0]).toEqual(["Date", `Value, ${demo.series.unit}`]);
  expect(csv).toHaveLength(times.length + 1);
  // Newest first, as on the page.
  expect(csv[1]).toEqual([times.at(-1)?.slice(0, 10), String(values.at(-1) ?? "")]);
  expect(csv.at(-1)).toEqual([times[0]?.slice(0, 10), String(values[0] ?? "")]);
  const json = JSON.parse((await exported(page, "History", "JSON")).bytes.toString("utf8")) as unknown[];
  expect(json).toHaveLength(times.length);
  const sheet = strFromU8(unzipSync(new Uint8Array((await exported(page, "History", "XLSX")).bytes))["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  expect(sheet.match(/<row /g)).toHaveLength(times.length + 1);
  const parquet = (await exported(page, "History", "Parquet")).bytes;
  expect([parquet.subarray(0, 4).toString("latin1"), parquet.subarray(-4).toString("latin1")]).toEqual(["PAR1", "PAR1"]);
});

test("the server's own files of a simulation hold every iteration", async ({ page, request }) => {
  const demo = await findDemo(request);
  test.skip(demo.simulation === null, "the demo holds no simulation");
  await page.goto(`/w/${demo.workspace}/simulations/${demo.simulation ?? ""}`);
  await settled(page);
  await page.locator("header").getByRole("button", { name: "Export", exact: true }).click();
  const file = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV", exact: true }).first().click();
  const rows = csvRows((await bytesOf(await file)).toString("utf8"));
  const { iterations } = (await (await request.get(`/api/v1/simulations/${demo.simulation ?? ""}?workspace=${demo.workspace}`)).json()) as { iterations: number };
  expect(rows.length - 1).toBe(iterations);
  expect(new Set(rows.map((row) => row.length)).size, "each row has as many cells as the head").toBe(1);
});
