/** History and fan: ink line, azurite median, bands outermost first, the cut-off rule, end values at the right. */
import { formatPeriod, MONTHS } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { band, base, categoryAxis, dot, label, line, logAxis, marks, namedLabels, rule, safe, spread, textWidth, tick, tooltip, valueAxis, type Point } from "./grammar";
import type { Draw } from "./Chart";
import type { InkName } from "./ink";

export interface FanBand {
  /** Percent: 80 means the central 80 %. */
  level: number;
  lower: readonly (number | null)[];
  upper: readonly (number | null)[];
}
export interface FanData {
  unit: string;
  frequency: string;
  digits: number;
  history: { times: readonly string[]; values: readonly (number | null)[] };
  forecast: { times: readonly string[]; median: readonly (number | null)[]; bands: readonly FanBand[] };
  /** What came true after the cut-off, in ink. */
  actual?: readonly (number | null)[];
  /** An earlier forecast, thin and dashed. */
  earlier?: { times: readonly string[]; values: readonly (number | null)[]; name: string };
  log?: boolean;
  /** The last words above the future: `12 months`. */
  ahead: string;
}

const FILLS: readonly InkName[] = ["fan-50", "fan-80", "fan-95"];

/** Fill by width of the level: the widest is the faintest. */
function fill(level: number): InkName {
  return level >= 90 ? "fan-95" : level >= 65 ? "fan-80" : (FILLS[0] ?? "fan-50");
}

/** The percentile at the edge of a central interval: 80 gives 90 % above and 10 % below. */
export function edgeNames(level: number): [string, string] {
  const tail = (100 - level) / 2;
  const show = (p: number) => `${formatNumber(p, { digits: Number.isInteger(p) ? 0 : 1 })} %`;
  return [show(100 - tail), show(tail)];
}

export function categories(data: FanData): string[] {
  return [...data.history.times, ...data.forecast.times];
}

function axisName(time: string, previous: string | undefined, frequency: string, span: number): string {
  if (frequency === "monthly" || frequency === "quarterly" || frequency === "yearly" || span > 400) return time.slice(0, 4) !== previous?.slice(0, 4) ? time.slice(0, 4) : "";
  const month = Number(time.slice(5, 7)) - 1;
  return time.slice(0, 7) !== previous?.slice(0, 7) ? (month === 0 ? time.slice(0, 4) : (MONTHS[month] ?? "")) : "";
}

export function fanOption(data: FanData): Draw {
  const times = categories(data);
  const past = data.history.values;
  const n = past.length;
  const lastIndex = past.findLastIndex((value) => value !== null);
  const last = past[lastIndex] ?? null;
  const { median, bands } = data.forecast;
  const ordered = [...bands].sort((a, b) => b.level - a.level);
  const usable = (value: number | null | undefined): value is number => value !== null && value !== undefined && (!data.log || value > 0);
  return (ink, size) => {
    // Values and their percentiles are written to the right of the plane, and the room is taken from what they say.
    const valueWidth = textWidth("0".repeat(longest([...median, ...bands.flatMap((entry) => [entry.lower.at(-1) ?? null, entry.upper.at(-1) ?? null])], endDigits(data))));
    const right = Math.min(size.width * 0.4, size.phone ? Math.max(44, valueWidth + 16) : valueWidth + 8 + 8 + textWidth("median") + 14);
    const gutter = Math.max(38, 12 + 6.4 * longest(past, data.digits));
    const edges = (values: readonly (number | null)[]): Point[] => [
      ...(usable(last) ? [[lastIndex, last] as const] : []),
      ...values.flatMap((value, i): Point[] => (usable(value) ? [[n + i, value]] : [])),
    ];
    const names = labelNames(times, data.frequency, size.width);
    return {
      ...base(ink),
      grid: { left: gutter, right, top: 26, bottom: 26 },
      tooltip: tooltip(ink, (params) => tip(params, data)),
      dataZoom: [{ type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, filterMode: "none" }],
      xAxis: categoryAxis(ink, times, { axisLabel: namedLabels(ink, names) }),
      yAxis: valueAxis(ink, tick, data.log ? logAxis([...past, ...median, ...bands.flatMap((entry) => [...entry.lower, ...entry.upper])]) : {}),
      series: [
        ...ordered.map((entry) => band(`${entry.level} %`, edges(entry.upper), edges(entry.lower), ink[fill(entry.level)])),
        line(times.map((_, i) => (i < n ? plot(past[i], usable) : null)), ink.ink, { name: "history", z: 4, silent: false }),
        line(times.map((_, i) => (i === lastIndex ? plot(last, usable) : i >= n ? plot(median[i - n], usable) : null)), ink.azurite, { name: "median", width: 2, z: 4, silent: false }),
        ...(data.earlier ? [line(atTimes(times, data.earlier), ink.azurite, { width: 1.2, dash: [3, 3], z: 3 })] : []),
        ...(data.actual ? [line(times.map((_, i) => (i >= n ? plot(data.actual?.[i - n], usable) : i === lastIndex ? plot(last, usable) : null)), ink.ink, { z: 5, name: "came true", silent: false })] : []),
        // Keeps the axis wide enough for the bands, which the axis does not see.
        ...ordered.slice(0, 1).flatMap((entry) => [entry.upper, entry.lower].map((values) => line(times.map((_, i) => (i >= n ? plot(values[i - n], usable) : null)), "transparent", { width: 0, tooltip: { show: false } }))),
        marks((params, api) => {
          const { x, y, width, height } = params.coordSys;
          const at = api.coord([lastIndex, usable(last) ? last : 0]);
          if (!usable(last)) return [];
          const inView = at[0] >= x - 1 && at[0] <= x + width + 1;
          const end = x + width + 8;
          const known = `known to ${formatPeriod(data.history.times[lastIndex], data.frequency)}`;
          const room = at[0] - x > 150;
          return [
            ...(inView ? [rule(at[0], y - 8, at[0], y + height, { stroke: ink["ink-3"], lineDash: [2, 2] }), label(ink, room ? at[0] - 6 : at[0] + 6, y - 12, known, { textAlign: room ? "right" : "left", fill: ink["ink-3"] }), dot(ink, at[0], at[1], ink.ink)] : []),
            ...(inView && room && !size.phone ? [label(ink, at[0] + 6, y - 12, data.ahead, { fill: ink.azurite, fontWeight: 560 })] : []),
            ...spread(endLabels(data, ordered, (value) => api.coord([0, value])[1], usable), 14, { min: y - 4, max: y + height + 6 }).flatMap((entry) => [
              label(ink, end, entry.y, entry.value, { fill: entry.strong ? ink.azurite : ink["ink-2"], fontWeight: entry.strong ? 600 : 450 }),
              ...(size.phone ? [] : [label(ink, end + 8 + valueWidth, entry.y, entry.name, { fill: entry.strong ? ink.azurite : ink["ink-3"], fontWeight: entry.strong ? 560 : 400 })]),
            ]),
          ];
        }),
      ],
    };
  };
}

const plot = (value: number | null | undefined, usable: (value: number | null | undefined) => value is number) => (usable(value) ? value : null);

function longest(values: readonly (number | null)[], digits: number): number {
  return values.reduce<number>((most, value) => (value === null ? most : Math.max(most, formatNumber(value, { digits }).length)), 4);
}

function atTimes(times: readonly string[], earlier: { times: readonly string[]; values: readonly (number | null)[] }): (number | null)[] {
  const known = new Map(earlier.times.map((time, i) => [time.slice(0, 10), earlier.values[i] ?? null]));
  return times.map((time) => known.get(time.slice(0, 10)) ?? null);
}

function labelNames(times: readonly string[], frequency: string, width: number): Map<string, string> {
  const named = times.flatMap((time, i): [string, string][] => {
    const name = i === 0 ? "" : axisName(time, times[i - 1], frequency, times.length);
    return name ? [[time, name]] : [];
  });
  const keep = Math.max(1, Math.ceil(named.length / Math.max(2, Math.floor(width / 64))));
  return new Map(named.filter((_, i) => (named.length - 1 - i) % keep === 0));
}

/** The ends are read off the chart, so one decimal less than the table has. */
const endDigits = (data: FanData) => (data.digits > 1 ? data.digits - 1 : data.digits);

function endLabels(data: FanData, ordered: readonly FanBand[], y: (value: number) => number, usable: (value: number | null | undefined) => value is number) {
  const end = data.forecast.median.length - 1;
  const show = (value: number) => formatNumber(value, { digits: endDigits(data) });
  const entries: { y: number; name: string; value: string; strong: boolean }[] = [];
  for (const entry of ordered) {
    const [high, low] = edgeNames(entry.level);
    const upper = entry.upper[end];
    const lower = entry.lower[end];
    if (usable(upper)) entries.push({ y: y(upper), name: high, value: show(upper), strong: false });
    if (usable(lower)) entries.push({ y: y(lower), name: low, value: show(lower), strong: false });
  }
  const middle = data.forecast.median[end];
  const earlier = data.earlier?.values.at(-1);
  if (data.earlier && usable(earlier) && data.earlier.times.at(-1) === data.forecast.times[end]) entries.push({ y: y(earlier), name: data.earlier.name, value: show(earlier), strong: false });
  if (usable(middle)) entries.push({ y: y(middle), name: "median", value: show(middle), strong: true });
  return entries;
}

/** One point in words, for the tooltip and for the arrow keys. */
export function describePoint(data: FanData, index: number): string[] {
  const n = data.history.times.length;
  const time = categories(data)[index];
  const show = (value: number | null | undefined) => `${formatNumber(value ?? null, { digits: data.digits })} ${data.unit}`;
  const head = formatPeriod(time, data.frequency);
  if (index < n) return [head, data.history.values[index] === null ? "missing" : show(data.history.values[index])];
  const i = index - n;
  const bands = [...data.forecast.bands].sort((a, b) => a.level - b.level).map((entry) => `${entry.level} % ${formatNumber(entry.lower[i] ?? null, { digits: data.digits })} to ${formatNumber(entry.upper[i] ?? null, { digits: data.digits })}`);
  const actual = data.actual?.[i];
  return [`${head}, forecast`, `median ${show(data.forecast.median[i])}`, ...bands, ...(actual === null || actual === undefined ? [] : [`came true ${show(actual)}`])];
}

function tip(params: unknown, data: FanData): string {
  const first = (Array.isArray(params) ? (params as unknown[])[0] : params) as { dataIndex?: number } | undefined;
  if (first?.dataIndex === undefined) return "";
  const [head = "", ...rest] = describePoint(data, first.dataIndex);
  return [`<b>${safe(head)}</b>`, ...rest.map(safe)].join("<br>");
}
