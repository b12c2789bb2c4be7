/** One series over time: ink line, gaps where values are missing, zero line when in range, zoom. */
import { formatPeriod, MONTHS } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import type { Draw } from "./Chart";
import { base, categoryAxis, label, line, logAxis, marks, namedLabels, rule, safe, textStyle, textWidth, tick, tooltip, valueAxis, type Dict } from "./grammar";
import type { Ink } from "./ink";

export interface HistoryData {
  name: string;
  unit: string;
  frequency: string;
  digits: number;
  times: readonly string[];
  values: readonly (number | null)[];
  log: boolean;
  /** The shown part, by index. */
  from: number;
  to: number;
}

export function describeValue(data: HistoryData, index: number): string {
  const value = data.values[index];
  return `${formatPeriod(data.times[index], data.frequency)}: ${value === null || value === undefined ? "missing" : `${formatNumber(value, { digits: data.digits })} ${data.unit}`}`;
}

export function axisLabelsOf(data: HistoryData, width: number): Map<string, string> {
  const shown = data.to - data.from;
  const years = data.times.slice(data.from, data.to + 1).filter((time, i, all) => i > 0 && time.slice(0, 4) !== all[i - 1]?.slice(0, 4)).length;
  const byMonth = years < 3 && shown > 0;
  const named: [string, string][] = [];
  for (let i = Math.max(1, data.from); i <= data.to; i++) {
    const time = data.times[i] ?? "";
    const before = data.times[i - 1] ?? "";
    if (time.slice(0, 4) !== before.slice(0, 4)) named.push([time, time.slice(0, 4)]);
    else if (byMonth && time.slice(0, 7) !== before.slice(0, 7)) named.push([time, MONTHS[Number(time.slice(5, 7)) - 1] ?? ""]);
  }
  const keep = Math.max(1, Math.ceil(named.length / Math.max(2, Math.floor(width / 68))));
  return new Map(named.filter((_, i) => i % keep === 0));
}

/** The range brush under the dates. */
export function slider(data: HistoryData, ink: Ink): Dict {
  return {
    type: "slider",
    startValue: data.from,
    endValue: data.to,
    height: 30,
    bottom: 8,
    borderColor: ink.line,
    backgroundColor: "transparent",
    fillerColor: ink["fan-95"],
    dataBackground: { lineStyle: { color: ink.axis, width: 1 }, areaStyle: { color: ink.hover } },
    selectedDataBackground: { lineStyle: { color: ink["ink-3"], width: 1 }, areaStyle: { color: ink.hover } },
    handleStyle: { color: ink.surface, borderColor: ink["ink-3"] },
    moveHandleSize: 0,
    handleSize: "80%",
    textStyle: textStyle(ink),
    labelFormatter: (index: number) => formatPeriod(data.times[index], data.frequency),
    brushSelect: true,
    // Its dates would stand outside the plot, where there is no room; the axis follows the brush and says them.
    showDetail: false,
    filterMode: "none",
  };
}

export function historyOption(data: HistoryData): Draw {
  const shownValue = (value: number | null) => (value === null || (data.log && value <= 0) ? null : value);
  const left = data.values.reduce<number>((most, value) => (value === null ? most : Math.max(most, formatNumber(value, { digits: data.digits }).length)), 4);
  return (ink, size) => {
    const names = axisLabelsOf(data, size.width);
    return {
      ...base(ink),
      grid: { left: 14 + 6.6 * left, right: size.phone ? 16 : Math.max(70, 18 + textWidth("0".repeat(left))), top: 14, bottom: 68 },
      tooltip: tooltip(ink, (params) => {
        const first = (Array.isArray(params) ? (params as unknown[])[0] : params) as { dataIndex?: number } | undefined;
        return first?.dataIndex === undefined ? "" : safe(describeValue(data, first.dataIndex));
      }),
      dataZoom: [{ type: "inside", startValue: data.from, endValue: data.to, filterMode: "filter" }, slider(data, ink)],
      xAxis: categoryAxis(ink, data.times, { axisLine: { onZero: false, lineStyle: { color: ink.axis } }, axisLabel: namedLabels(ink, names) }),
      yAxis: valueAxis(ink, tick, data.log ? logAxis(data.values.slice(data.from, data.to + 1)) : {}),
      series: [
        line(data.values.map(shownValue), ink.ink, { name: data.name, width: data.to - data.from > 2500 ? 1.1 : 1.6, silent: false, sampling: "minmax", z: 4 }),
        marks((params, api) => {
          const { x, y, width, height } = params.coordSys;
          const zero = data.log ? null : api.coord([0, 0])[1];
          const last = data.values.findLastIndex((value) => value !== null);
          const value = data.values[last] ?? null;
          const point = value === null || (data.log && value <= 0) ? null : api.coord([last, value]);
          return [
            ...(zero !== null && zero > y && zero < y + height - 1 ? [rule(x, zero, x + width, zero, { stroke: ink.axis })] : []),
            ...(point && value !== null && !size.phone && point[0] <= x + width + 2 && point[0] >= x ? [label(ink, x + width + 8, point[1], formatNumber(value, { digits: data.digits }), { fill: ink.ink, fontWeight: 560 })] : []),
          ];
        }),
      ],
    };
  };
}

/** The chart in one sentence. */
export function historySentence(data: HistoryData): string {
  const part = data.values.slice(data.from, data.to + 1);
  const known = part.filter((value): value is number => value !== null);
  if (known.length === 0) return `${data.name} has no value in this range.`;
  const show = (value: number) => formatNumber(value, { digits: data.digits });
  const missing = part.length - known.length;
  const at = (index: number) => formatPeriod(data.times[index], data.frequency);
  return `${data.name} from ${at(data.from)} to ${at(data.to)}: lowest ${show(Math.min(...known))}, highest ${show(Math.max(...known))}, last ${show(known.at(-1) ?? 0)} ${data.unit}${missing > 0 ? `; ${formatNumber(missing)} missing` : ""}.`;
}
