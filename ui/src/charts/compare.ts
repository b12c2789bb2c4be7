/** One series with others: lines of one unit share a plane, each other unit gets its own on the same dates; or all as an index on one. */
import { formatPeriod } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import type { Draw } from "./Chart";
import { axisLabelsOf, describeValue, slider, type HistoryData } from "./history";
import { base, categoryAxis, label, line, logAxis, marks, namedLabels, rule, safe, spread, textStyle, textWidth, tick, tooltip, valueAxis, type Dict } from "./grammar";
import type { InkName } from "./ink";
import { indexBase, indexed, type Overlay } from "./overlay";

export interface CompareData extends HistoryData {
  overlays: readonly Overlay[];
  /** All lines as 100 at their first common date in view. */
  index: boolean;
}

interface Line {
  name: string;
  values: readonly (number | null)[];
  digits: number;
  ink: InkName;
  dash: readonly number[] | null;
  sparse: boolean;
}
export interface Plane {
  unit: string;
  lines: Line[];
}

/** The date that is 100, where there is one. */
export function baseOf(data: CompareData): number | null {
  return data.index ? indexBase([data.values, ...data.overlays.map((entry) => entry.values)], data.from, data.to) : null;
}

export function planesOf(data: CompareData): Plane[] {
  const own: Line = { name: data.name, values: data.values, digits: data.digits, ink: "ink", dash: null, sparse: false };
  const all = [{ unit: data.unit, ...own }, ...data.overlays];
  const at = baseOf(data);
  if (at !== null) return [{ unit: `index, ${formatPeriod(data.times[at], data.frequency)} is 100`, lines: all.map((entry) => ({ ...entry, values: indexed(entry.values, at), digits: 1 })) }];
  const planes: Plane[] = [];
  for (const entry of all) {
    const found = planes.find((plane) => plane.unit === entry.unit);
    if (found) found.lines.push(entry);
    else planes.push({ unit: entry.unit, lines: [entry] });
  }
  return planes;
}

/** Each point of every line in words. */
export function describeAll(data: CompareData, index: number): string[] {
  const planes = planesOf(data);
  const at = baseOf(data);
  const rest = planes.flatMap((plane) => plane.lines.map((entry) => ({ plane, entry }))).slice(at === null ? 1 : 0);
  const words = rest.map(({ plane, entry }) => {
    const value = entry.values[index] ?? null;
    return `${entry.name}: ${value === null ? "no value" : `${formatNumber(value, { digits: entry.digits })} ${at === null ? plane.unit : ""}`.trim()}`;
  });
  return at === null ? [describeValue(data, index), ...words] : [formatPeriod(data.times[index], data.frequency), ...words];
}

const GAP = 26;

export function compareOption(data: CompareData): Draw {
  const planes = planesOf(data);
  const longest = Math.max(4, ...planes.flatMap((plane) => plane.lines.flatMap((entry) => entry.values.map((value) => (value === null ? 0 : formatNumber(value, { digits: entry.digits }).length)))));
  return (ink, size) => {
    const names = axisLabelsOf(data, size.width);
    const ends = planes.map((plane) => plane.lines.map((entry) => endOf(entry, data)));
    const right = size.phone ? 16 : Math.min(size.width * 0.3, 18 + Math.max(40, ...ends.flat().map((end) => textWidth(end?.text ?? ""))));
    const left = Math.min(size.width * 0.25, 14 + 6.6 * longest);
    const room = size.height - 20 - 68 - GAP * (planes.length - 1);
    const share = room / (planes.length + 0.6);
    let y = 20;
    const grids = planes.map((_, i) => {
      const height = i === 0 ? share * 1.6 : share;
      const grid = { left, right, top: y, height };
      y += height + GAP;
      return grid;
    });
    const shownValue = (value: number | null) => (value === null || (data.log && value <= 0) ? null : value);
    const all = planes.map((_, i) => i);
    return {
      ...base(ink),
      grid: grids,
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: tooltip(ink, (params) => {
        const first = (Array.isArray(params) ? (params as unknown[])[0] : params) as { dataIndex?: number } | undefined;
        return first?.dataIndex === undefined ? "" : describeAll(data, first.dataIndex).map(safe).join("<br>");
      }),
      dataZoom: [{ type: "inside", xAxisIndex: all, startValue: data.from, endValue: data.to, filterMode: "filter" }, { ...slider(data, ink), xAxisIndex: all }],
      xAxis: all.map((i) => categoryAxis(ink, data.times, { gridIndex: i, axisLine: { onZero: false, lineStyle: { color: ink.axis } }, axisLabel: i === planes.length - 1 ? namedLabels(ink, names) : { show: false } })),
      yAxis: planes.map((plane, i) => {
        const shown = plane.lines.flatMap((entry) => entry.values.slice(data.from, data.to + 1));
        return valueAxis(ink, tick, { gridIndex: i, splitNumber: i === 0 ? 5 : 3, ...(data.log && shown.some((value) => (value ?? 0) > 0) ? logAxis(shown) : {}) });
      }),
      series: planes.flatMap((plane, i): Dict[] => [
        ...plane.lines.map((entry) => line(entry.values.map(shownValue), ink[entry.ink], { name: entry.name, width: 1.5, ...(entry.dash ? { dash: entry.dash } : {}), silent: false, connectNulls: entry.sparse, xAxisIndex: i, yAxisIndex: i, z: entry.ink === "ink" ? 5 : 4, ...(entry.sparse ? {} : { sampling: "minmax" }) })),
        marks(
          (params, api) => {
            const { x, y: top, width, height } = params.coordSys;
            const zero = data.log ? null : api.coord([0, 0])[1];
            const places = size.phone ? [] : (ends[i] ?? []).flatMap((end) => (end && (!data.log || end.value > 0) ? [{ ...end, y: api.coord([0, end.value])[1] }] : []));
            return [
              // With one plane the panel's head says the unit.
              ...(planes.length > 1 ? [label(ink, x, top - 9, plane.unit, { fill: ink["ink-3"], fontSize: 10.5 })] : []),
              ...(zero !== null && zero > top && zero < top + height - 1 ? [rule(x, zero, x + width, zero, { stroke: ink.axis })] : []),
              ...spread(places, 14, { min: top + 2, max: top + height + 6 }).map((end) => label(ink, x + width + 8, end.y, end.text, { fill: ink[end.ink], fontWeight: 560, width: right - 12, overflow: "truncate" })),
            ];
          },
          { xAxisIndex: i, yAxisIndex: i },
        ),
      ]),
      textStyle: textStyle(ink),
    };
  };
}

/** The last value in view, with the line's name. */
function endOf(entry: Line, data: CompareData): { value: number; text: string; ink: InkName } | null {
  const value = entry.values.slice(data.from, data.to + 1).findLast((known) => known !== null) ?? null;
  return value === null ? null : { value, text: `${formatNumber(value, { digits: entry.digits })} ${entry.name}`, ink: entry.ink };
}
