import { describe, expect, it } from "vitest";
import type { Draw } from "@/charts/Chart";
import type { Dict } from "@/charts/grammar";
import type { Ink } from "@/charts/ink";
import { cashFlowView } from "../model/cashflow";
import { swingRows } from "../model/drivers";
import { measureView } from "../model/measure";
import { smallResult } from "../model/testResult";
import { drawCashFlow } from "./cashFlow";
import { drawConvergence } from "./convergence";
import { drawCumulative } from "./cumulative";
import { drawHistogram } from "./histogram";
import { drawSwing } from "./tornado";

/** Every ink is its own name, so that a test reads which token was used. */
const ink = new Proxy({}, { get: (_, name) => name }) as Ink;
const size = { width: 700, height: 320, phone: false };
const draw = (chart: Draw, at = size) => chart(ink, at) as { series: Dict[]; xAxis: Dict[]; yAxis: Dict[]; grid: Dict[] };

/** A plane of 100 × 100 pixels: x from `low` to `high`, y from 0 at the foot to `top`. */
const plane = (low: number, high: number, top: number, row: readonly number[] = []) => ({
  coord: ([x, y]: readonly [number, number]) => [((x - low) / (high - low)) * 100, 100 - (y / top) * 100],
  value: (i: number) => row[i] ?? 0,
  size: () => [10, 10],
});
const params = { coordSys: { x: 0, y: 0, width: 100, height: 100 }, dataIndex: 0 };
type Shape = { type: string; style?: { fill?: string; text?: string; stroke?: string }; children?: Shape[] };
const render = (series: Dict | undefined, api: unknown) => (series?.["renderItem"] as (p: unknown, a: unknown) => Shape)(params, api);
const flat = (shape: Shape): Shape[] => [shape, ...(shape.children ?? []).flatMap(flat)];
const texts = (shape: Shape) => flat(shape).flatMap((part) => (part.style?.text ? [part.style.text.replace(/\u202F/g, " ")] : []));

const result = smallResult();
const npv = measureView(result, "npv");
if (!npv) throw new Error("no view");

describe("the histogram", () => {
  const option = draw(drawHistogram(npv));
  it("colours losses red, P10 to P90 dark, tails light with an edge", () => {
    const bar = (from: number, to: number) => flat(render(option.series[0], plane(-200, 400, 4, [from, to, 1]))).map((part) => part.style?.fill).filter(Boolean);
    expect(bar(-200, -100)).toEqual(["neg"]);
    expect(bar(0, 100)).toEqual(["s5"]);
    expect(bar(300, 400)).toEqual(["s3", "s5"]);
  });
  it("fills the pinned bin copper, over its whole height a wash", () => {
    const api = plane(-200, 400, 4, [0, 100, 1]);
    const shape = (draw(drawHistogram(npv, 2)).series[0]?.["renderItem"] as (p: unknown, a: unknown) => Shape)({ ...params, dataIndex: 2 }, api);
    expect(flat(shape).flatMap((part) => part.style?.fill ?? [])).toEqual(["copper-wash", "copper"]);
  });
  it("says median, base case and losses beside their lines", () => {
    expect(texts(render(option.series[1], plane(-200, 400, 4)))).toEqual(["loss 20.0 %", "median 100", "base case 120, at P60"]);
  });
  it("has a ruler with every percentile on a desk, five on a phone", () => {
    const labels = (phone: boolean) => texts(render(draw(drawHistogram(npv), { ...size, phone }).series[2], plane(-200, 400, 1))).filter((text) => text.startsWith("P"));
    expect(labels(false)).toHaveLength(9);
    expect(labels(true)).toEqual(["P1", "P10", "P50", "P90", "P99"]);
  });
  it("covers the bins with round ends", () => {
    expect(option.xAxis[0]).toMatchObject({ min: -200, max: 400, interval: 100 });
  });
});

it("the cumulative curve runs to the share inside its bins", () => {
  const [line] = draw(drawCumulative(npv)).series;
  expect((line?.["data"] as [number, number][]).at(-1)?.[1]).toBeCloseTo(0.99);
});

it("the tornado writes input values at the bar ends, the low end left", () => {
  const rows = swingRows([{ input: "a", label: "Mining cost", unit: "US$/t", base: 2, low: { input: 1.8, npv: 150 }, high: { input: 2.2, npv: 90 }, swing: -60 }], 120);
  const [series] = draw(drawSwing(rows, 120)).series;
  const shape = render(series, plane(0, 300, 1, [0]));
  expect(texts(shape)).toEqual(["Mining cost", "2.20", "1.80 US$/t"]);
  expect(flat(shape).flatMap((part) => (part.type === "rect" ? [part.style?.fill] : []))).toEqual(["s3", "s6"]);
});

describe("the cash flow", () => {
  const option = draw(drawCashFlow(cashFlowView(result, null)));
  it("keeps two planes on one time axis", () => {
    expect(option.grid).toHaveLength(2);
    expect(option.yAxis.map((axis) => (axis["min"] as number) < 0)).toEqual([true, true]);
  });
  it("draws negative bars red, with whiskers", () => {
    const shape = render(option.series[0], plane(0, 3, 200, [0, -100, -140, -60]));
    expect(flat(shape).map((part) => part.style?.fill ?? part.style?.stroke).filter(Boolean)).toEqual(["neg", "ink-2", "ink-2", "ink-2"]);
  });
  it("marks the payback and names the ends without overlap", () => {
    const names = texts(render(option.series.at(-1), plane(0, 3, 200)));
    expect(names[0]).toBe("pays back Y3");
    expect(names.slice(1).sort()).toEqual(["Base 65", "P10 \u221220", "P50 60", "P90 140"]);
  });
});

it("convergence is cut where only the first points are wide", () => {
  const points = [100, 1000, 10_000, 100_000].map((iterations) => ({ iterations, mean: 100, standard_error: 1000 / Math.sqrt(iterations) }));
  const { yAxis, series } = drawConvergence(points, 10_000)(ink, size) as { yAxis: Dict; series: Dict[] };
  // The first band reaches 296.
  expect(yAxis["max"]).toBe(200);
  expect(series).toHaveLength(3);
});
