/** Spaghetti: the history in ink, what was said at each origin in azurite, the one looked at in full. */
import type { Draw } from "@/charts/Chart";
import { base, categoryAxis, dot, label, line, marks, namedLabels, rect, rule, safe, tick, tooltip, valueAxis, type Dict } from "@/charts/grammar";
import type { Ink } from "@/charts/ink";
import { formatPeriod } from "@/lib/dates";
import { formatNumber } from "@/lib/format";

export interface Strand {
  /** Time of the newest value it saw. */
  knownTo: string;
  times: readonly string[];
  said: readonly (number | null)[];
  mae: number | null;
  name: string;
}
export interface SpaghettiData {
  unit: string;
  frequency: string;
  digits: number;
  history: { times: readonly string[]; values: readonly (number | null)[] };
  strands: readonly Strand[];
  at: number;
  /** A plane of its own below with the error of each. */
  errors: boolean;
}

/** All times in order: the part of the history the strands cover, and what lies after it. */
export function spaghettiTimes(data: SpaghettiData): string[] {
  const first = Math.min(...data.strands.map((strand) => Date.parse(strand.knownTo)));
  const known = data.history.times.filter((time) => Date.parse(time) >= first);
  const end = Date.parse(known.at(-1) ?? "");
  const ahead = new Map<number, string>();
  for (const time of data.strands.flatMap((strand) => strand.times)) if (!(Date.parse(time) <= end)) ahead.set(Date.parse(time), time);
  return [...known, ...[...ahead].sort(([a], [b]) => a - b).map(([, time]) => time)];
}

export function spaghettiOption(data: SpaghettiData): Draw {
  const times = spaghettiTimes(data);
  const index = new Map(times.map((time, i) => [Date.parse(time), i]));
  const values = new Map(data.history.times.map((time, i) => [Date.parse(time), data.history.values[i] ?? null]));
  const measured = times.map((time) => values.get(Date.parse(time)) ?? null);
  const show = (value: number | null | undefined) => `${formatNumber(value ?? null, { digits: data.digits })} ${data.unit}`;
  const points = (strand: Strand) => {
    const from = index.get(Date.parse(strand.knownTo));
    const start = values.get(Date.parse(strand.knownTo));
    return [...(from !== undefined && start !== null && start !== undefined ? [[from, start] as const] : []), ...strand.times.flatMap((time, i) => { const at = index.get(Date.parse(time)); return at === undefined ? [] : [[at, strand.said[i] ?? null] as const]; })];
  };
  const chosen = data.strands[data.at];
  const said = new Map(chosen?.times.map((time, i) => [Date.parse(time), chosen.said[i] ?? null]) ?? []);
  return (ink, size) => {
    const left = Math.max(38, 12 + 6.4 * Math.max(4, ...measured.map((value) => (value === null ? 0 : formatNumber(value, { digits: data.digits }).length))));
    const names = yearNames(times, size.width, data.frequency);
    const low = data.errors ? 76 : 0;
    const planes: Dict = data.errors
      ? {
          grid: [{ left, right: 16, top: 22, bottom: 28 + low }, { left, right: 16, height: low - 26, bottom: 12 }],
          xAxis: [categoryAxis(ink, times, { axisLabel: namedLabels(ink, names) }), categoryAxis(ink, times, { gridIndex: 1, axisLabel: { show: false } })],
          yAxis: [valueAxis(ink, tick), valueAxis(ink, tick, { gridIndex: 1, min: 0, scale: false, splitNumber: 1 })],
        }
      : { grid: { left, right: 16, top: 22, bottom: 26 }, xAxis: categoryAxis(ink, times, { axisLabel: namedLabels(ink, names) }), yAxis: valueAxis(ink, tick) };
    return {
      ...base(ink),
      ...planes,
      tooltip: tooltip(ink, (params) => {
        const at = (params as { dataIndex?: number }[])[0]?.dataIndex;
        const time = at === undefined ? undefined : times[at];
        if (at === undefined || time === undefined) return "";
        const text = said.get(Date.parse(time));
        return [`<b>${safe(formatPeriod(time, data.frequency))}</b>`, ...(measured[at] === null ? [] : [safe(`came true ${show(measured[at])}`)]), ...(text === undefined || !chosen ? [] : [safe(`${chosen.name} said ${show(text)}`)])].join("<br>");
      }),
      dataZoom: [{ type: "inside", xAxisIndex: data.errors ? [0, 1] : [0], zoomOnMouseWheel: "ctrl", filterMode: "none" }],
      series: [
        line(measured, ink.ink, { name: "came true", z: 3, silent: false }),
        ...data.strands.map((strand, i) => line(points(strand), ink.azurite, i === data.at ? { width: 2.2, z: 5 } : { z: 2, lineStyle: { color: ink.azurite, width: 1.1, opacity: 0.6 } })),
        marks((params, api) => (chosen ? originMark(ink, params.coordSys, api.coord([index.get(Date.parse(chosen.knownTo)) ?? 0, values.get(Date.parse(chosen.knownTo)) ?? 0]), `known to ${formatPeriod(chosen.knownTo, data.frequency)}`) : [])),
        ...(data.errors ? [errorBars(ink, data, index)] : []),
      ],
    };
  };
}

function originMark(ink: Ink, box: { x: number; y: number; width: number; height: number }, [x, y]: [number, number], text: string) {
  if (x < box.x - 1 || x > box.x + box.width + 1) return [];
  const room = x - box.x > 140;
  return [rule(x, box.y - 6, x, box.y + box.height, { stroke: ink["ink-3"], lineDash: [2, 2] }), label(ink, room ? x - 6 : x + 6, box.y - 10, text, { textAlign: room ? "right" : "left", fill: ink["ink-3"] }), dot(ink, x, y, ink.ink)];
}

function errorBars(ink: Ink, data: SpaghettiData, index: ReadonlyMap<number, number>): Dict {
  const most = Math.max(...data.strands.map((strand) => strand.mae ?? 0));
  return {
    ...marks((params, api) => {
      const { x, y, width, height } = params.coordSys;
      const bars = data.strands.flatMap((strand, i) => {
        const at = index.get(Date.parse(strand.knownTo));
        if (at === undefined || strand.mae === null) return [];
        const [px, py] = api.coord([at, strand.mae]);
        return px < x || px > x + width ? [] : [rect(px - 3, py, 6, y + height - py, { fill: i === data.at ? ink.azurite : ink.s3 })];
      });
      return [...bars, label(ink, x, y - 9, `mean error of each, ${data.unit}`, { fill: ink["ink-3"] })];
    }),
    xAxisIndex: 1,
    yAxisIndex: 1,
    encode: { x: 0, y: 1 },
    // Tells the axis how high the bars are.
    data: [[0, most]],
  };
}

function yearNames(times: readonly string[], width: number, frequency: string): Map<string, string> {
  const yearly = times.filter((time, i) => i > 0 && time.slice(0, 4) !== times[i - 1]?.slice(0, 4)).length;
  const cut = yearly >= 3 || frequency === "yearly" ? 4 : 7;
  const named = times.flatMap((time, i): [string, string][] => (i > 0 && i < times.length * 0.97 && time.slice(0, cut) !== times[i - 1]?.slice(0, cut) ? [[time, cut === 4 ? time.slice(0, 4) : formatPeriod(time, "monthly")]] : []));
  const keep = Math.max(1, Math.ceil(named.length / Math.max(2, Math.floor(width / 68))));
  return new Map(named.filter((_, i) => i % keep === 0));
}
