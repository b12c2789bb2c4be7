/** Shared shapes and settings of every chart: axes, bands, marks, labels that do not collide. */
import { formatNumber } from "@/lib/format";
import type { Ink } from "./ink";

export type Dict = Record<string, unknown>;
export interface DrawApi {
  coord: (point: readonly [number, number]) => [number, number];
  value: (dimension: number) => number;
  size: (span: readonly [number, number]) => [number, number];
}
export interface DrawParams {
  coordSys: { x: number; y: number; width: number; height: number };
  dataIndex: number;
}
export type Shape = Dict;
export type Point = readonly [number, number];

export function textStyle(ink: Ink, options: { size?: number; color?: string; weight?: number } = {}): Dict {
  return { fontFamily: ink.font, fontSize: options.size ?? 11, color: options.color ?? ink["ink-3"], fontWeight: options.weight ?? 400 };
}

/** A tick: whole where it can be, else one or two decimals. */
export function tick(x: number): string {
  const digits = Number.isInteger(x) || Math.abs(x) >= 100 ? 0 : Math.abs(x) >= 1 ? 1 : 2;
  return formatNumber(x, { digits });
}

/** Axis with the hairline look. */
export function axis(ink: Ink, extra: Dict = {}): Dict {
  return {
    axisLine: { lineStyle: { color: ink.axis } },
    axisTick: { length: 4, lineStyle: { color: ink.axis } },
    axisLabel: textStyle(ink),
    splitLine: { lineStyle: { color: ink.grid } },
    ...extra,
  };
}
export function valueAxis(ink: Ink, format: (x: number) => string, extra: Dict = {}): Dict {
  return axis(ink, { type: "value", scale: true, splitNumber: 5, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...textStyle(ink), formatter: format }, ...extra });
}
export function categoryAxis(ink: Ink, data: readonly string[], extra: Dict = {}): Dict {
  return axis(ink, { type: "category", data, boundaryGap: false, axisTick: { show: false }, splitLine: { show: false }, ...extra });
}

/** Labels at the named categories only; both callbacks get the category itself, which a zoom does not shift. */
export function namedLabels(ink: Ink, names: ReadonlyMap<string, string>): Dict {
  return { ...textStyle(ink), interval: (_: number, category: string) => names.has(category), formatter: (category: string) => names.get(category) ?? "" };
}

/** A log axis that starts and ends near the data: powers of two for narrow ranges, of ten for wide ones. */
export function logAxis(values: readonly (number | null)[]): Dict {
  const known = values.filter((value): value is number => value !== null && value > 0);
  const low = Math.min(...known);
  const high = Math.max(...known);
  return { type: "log", logBase: high / low < 200 ? 2 : 10 };
}

export function base(ink: Ink): Dict {
  return { animation: false, textStyle: { fontFamily: ink.font }, backgroundColor: "transparent" };
}
export function tooltip(ink: Ink, formatter: (params: unknown) => string, extra: Dict = {}): Dict {
  return {
    trigger: "axis",
    backgroundColor: ink.surface,
    borderColor: ink["line-strong"],
    borderWidth: 1,
    borderRadius: 4,
    padding: [6, 9],
    confine: true,
    textStyle: textStyle(ink, { size: 12, color: ink.ink }),
    axisPointer: { type: "line", lineStyle: { color: ink["ink-3"], type: "solid", width: 1 } },
    transitionDuration: 0,
    formatter,
    ...extra,
  };
}

/** A line of points; nulls are gaps. */
export function line(data: readonly unknown[], color: string, extra: Dict = {}): Dict {
  const { width = 1.6, dash, ...rest } = extra;
  return { type: "line", data, showSymbol: false, connectNulls: false, silent: true, lineStyle: { color, width, ...(dash ? { type: dash } : {}) }, itemStyle: { color }, ...rest };
}

/** A closed band between two paths; x may be a category index. */
export function band(name: string, upper: readonly Point[], lower: readonly Point[], fill: string, extra: Dict = {}): Dict {
  return {
    type: "custom",
    name,
    silent: true,
    clip: true,
    data: [[upper[0]?.[0] ?? 0, upper[0]?.[1] ?? 0]],
    encode: { x: -1, y: -1 },
    tooltip: { show: false },
    z: 1,
    renderItem: (_: DrawParams, api: DrawApi) => ({ type: "polygon", shape: { points: [...upper.map((point) => api.coord(point)), ...[...lower].reverse().map((point) => api.coord(point))] }, style: { fill } }),
    ...extra,
  };
}

/** Text and hairlines placed in data space. */
export function marks(draw: (params: DrawParams, api: DrawApi) => Shape[], extra: Dict = {}): Dict {
  return { type: "custom", name: "marks", silent: true, clip: false, data: [0], encode: { x: -1, y: -1 }, tooltip: { show: false }, z: 6, renderItem: (params: DrawParams, api: DrawApi) => ({ type: "group", children: draw(params, api) }), ...extra };
}
export function label(ink: Ink, x: number, y: number, text: string, style: Dict = {}): Shape {
  return { type: "text", style: { x, y, text, fill: ink["ink-2"], fontSize: 11, fontFamily: ink.font, textVerticalAlign: "middle", ...style } };
}
export function rule(x1: number, y1: number, x2: number, y2: number, style: Dict): Shape {
  return { type: "line", shape: { x1, y1, x2, y2 }, style: { lineWidth: 1, ...style } };
}
export function rect(x: number, y: number, width: number, height: number, style: Dict): Shape {
  return { type: "rect", shape: { x, y, width, height }, style };
}
export function dot(ink: Ink, x: number, y: number, fill: string): Shape {
  return { type: "circle", shape: { cx: x, cy: y, r: 3 }, style: { fill, stroke: ink.surface, lineWidth: 1.5 } };
}

let pen: CanvasRenderingContext2D | null | undefined;

/** A text's width in pixels, in the weight of the heaviest label; by its length where nothing can be measured. */
export function textWidth(text: string, size = 11): number {
  if (pen === undefined) pen = document.createElement("canvas").getContext("2d") ?? null;
  if (!pen) return text.length * size * 0.56;
  pen.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily || "sans-serif"}`;
  // The page sets figures of one width, which a canvas does not know; a nought is the widest.
  return Math.ceil(pen.measureText(text.replace(/\d/g, "0")).width * 1.02);
}

/** Pushes labels apart vertically and keeps their order; inside the limits, where there are any. */
export function spread<T extends { y: number }>(items: readonly T[], gap: number, limits?: { min: number; max: number }): T[] {
  const placed = items.map((item) => ({ ...item })).sort((a, b) => a.y - b.y);
  for (let round = 0; round < 40; round++) {
    let moved = false;
    for (let i = 1; i < placed.length; i++) {
      const above = placed[i - 1];
      const below = placed[i];
      if (!above || !below || below.y - above.y >= gap - 1e-6) continue;
      const push = (gap - (below.y - above.y)) / 2;
      above.y -= push;
      below.y += push;
      moved = true;
    }
    if (limits) for (const item of placed) item.y = Math.min(limits.max, Math.max(limits.min, item.y));
    if (!moved) break;
  }
  return placed;
}

/** Escapes text that goes into a tooltip. */
export function safe(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}
