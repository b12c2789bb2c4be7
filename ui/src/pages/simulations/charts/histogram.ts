/** Density of one measure with its percentile ruler: P10–P90 dark, tails light with an edge, losses red, median blue, base case ink. */
import type { Draw, Size } from "@/charts/Chart";
import { axis, base, label, marks, rect, rule, safe, textStyle, textWidth, tooltip, type Dict, type DrawApi, type DrawParams, type Shape } from "@/charts/grammar";
import type { Ink } from "@/charts/ink";
import { formatNumber, formatPercent, formatProbability } from "@/lib/format";
import { niceAxis, spreadAcross, stepDigits, valueDigits, type Axis } from "../model/axis";
import { at, percentileName, RULER, type MeasureView } from "../model/measure";

const RULER_HEIGHT = 44;
const noTicks = { axisLine: { show: false }, axisTick: { show: false } };

export function axisOf(view: MeasureView, ticks: number): Axis {
  const first = view.bins[0]?.from ?? 0;
  const last = view.bins.at(-1)?.to ?? 1;
  return niceAxis(first, last, ticks);
}

/** Decimals of values beside the chart; rates and years are always read to one. */
export function digitsOf(view: MeasureView, x: Axis): number {
  return Math.max(valueDigits(x.step), view.id === "irr" || view.id === "payback" ? 1 : 0);
}

/** The two planes every measure is drawn on: the chart, and the ruler on the same x. */
export function planes(ink: Ink, size: Size, x: Axis, top: number): Dict {
  const side = size.phone ? 20 : 32;
  const digits = stepDigits(x.step);
  return {
    grid: [
      { left: side, right: side, top: 26, bottom: RULER_HEIGHT + 30 },
      { left: side, right: side, height: RULER_HEIGHT - 4, bottom: 8 },
    ],
    xAxis: [
      axis(ink, { type: "value", min: x.min, max: x.max, interval: x.step, splitLine: { show: false }, axisLabel: { ...textStyle(ink), hideOverlap: true, formatter: (value: number) => formatNumber(value, { digits }) } }),
      { gridIndex: 1, type: "value", min: x.min, max: x.max, show: false },
    ],
    yAxis: [
      { type: "value", min: 0, max: top, show: false, ...noTicks },
      { gridIndex: 1, type: "value", min: 0, max: 1, show: false },
    ],
  };
}

export function drawHistogram(view: MeasureView, pinned: number | null = null): Draw {
  return (ink, size) => {
    const x = axisOf(view, size.phone ? 4 : 8);
    const heights = view.bins.map((bin) => bin.count / Math.max(bin.to - bin.from, Number.MIN_VALUE));
    const top = Math.max(...heights, Number.MIN_VALUE) * 1.06;
    const digits = digitsOf(view, x);
    const show = (value: number) => formatNumber(value, { digits });
    return {
      ...base(ink),
      ...planes(ink, size, x, top),
      tooltip: tooltip(ink, (params) => {
        const bin = view.bins[(params as { dataIndex: number }).dataIndex];
        return bin ? `${show(bin.from)} to ${show(bin.to)} ${safe(view.unit)}<br>${formatNumber(bin.count)} iterations, ${formatPercent(bin.count / view.n)}` : "";
      }, { trigger: "item" }),
      series: [bars(view, heights, ink, pinned), verticals(view, ink, size, top, show), ruler(view, ink, size, show)],
    };
  };
}

function bars(view: MeasureView, heights: readonly number[], ink: Ink, pinned: number | null): Dict {
  const p10 = at(view, 10) ?? -Infinity;
  const p90 = at(view, 90) ?? Infinity;
  return {
    type: "custom",
    name: view.name,
    data: view.bins.map((bin, i) => [bin.from, bin.to, heights[i]]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (params: DrawParams, api: DrawApi) => {
      const from = api.value(0);
      const [left, y] = api.coord([from, api.value(2)]);
      const [right, floor] = api.coord([api.value(1), 0]);
      const middle = (from + api.value(1)) / 2;
      const loss = view.lossBelow !== null && middle < view.lossBelow;
      const inner = middle >= p10 && middle <= p90;
      const width = Math.max(1, right - left - 1);
      if (params.dataIndex === pinned) {
        const ceiling = api.coord([0, Math.max(...heights)])[1];
        // A bin of few iterations is a hair at the foot; the wash shows where it is.
        return { type: "group", children: [rect(left, ceiling, right - left, floor - ceiling, { fill: ink["copper-wash"] }), rect(left + 0.5, y, width, Math.max(2, floor - y), { fill: ink.copper })] };
      }
      const body = rect(left + 0.5, y, width, floor - y, { fill: loss ? ink.neg : inner ? ink.s5 : ink.s3, opacity: loss ? 0.82 : 1 });
      return inner || loss ? body : { type: "group", children: [body, rect(left + 0.5, y, width, Math.min(1.5, floor - y), { fill: ink.s5 })] };
    },
  };
}

interface Flag {
  x: number;
  text: string;
  color: string;
  width: number;
  row: number;
}

/** Median, base case and the share of losses, each said beside its line; labels that would meet go one row lower. */
function verticals(view: MeasureView, ink: Ink, size: Size, top: number, show: (x: number) => string): Dict {
  return marks((params, api) => {
    const { x: x0, width } = params.coordSys;
    const ceiling = api.coord([0, top])[1];
    const floor = api.coord([0, 0])[1];
    const out: Shape[] = [];
    const px = (value: number) => api.coord([value, 0])[0];
    if (view.lossBelow !== null) {
      const zero = px(view.lossBelow);
      if (zero > x0 && zero < x0 + width) out.push(rule(zero, ceiling + 18, zero, floor, { stroke: ink["ink-3"], lineDash: [2, 2] }));
      if (view.lossShare !== null) out.push(label(ink, Math.max(x0 + 60, Math.min(x0 + width, zero - 6)), ceiling + 34, `loss ${formatProbability(view.lossShare)}`, { fill: ink.neg, textAlign: "right", fontWeight: 560 }));
    }
    const median = at(view, 50);
    const flags: Flag[] = [];
    if (median !== null) flags.push({ x: px(median), text: `median ${show(median)}`, color: ink.azurite, width: 1.5, row: 0 });
    const { reference } = view;
    if (reference) {
      const where = reference.share === null ? "" : `, at ${percentileName(reference.share)}`;
      flags.push({ x: px(reference.value), text: size.phone ? `base ${show(reference.value)}` : `${reference.name} ${show(reference.value)}${where}`, color: ink.ink, width: 1.5, row: 0 });
    }
    flags.sort((a, b) => a.x - b.x);
    flags.forEach((flag, i) => {
      if (flag.x < x0 - 1 || flag.x > x0 + width + 1) return;
      // The left one writes to the left of its line, the right one to the right, unless the edge is near.
      const room = textWidth(flag.text) + 8;
      const left = flags.length > 1 ? i === 0 : flag.x > x0 + width / 2;
      const toLeft = left ? flag.x - room > 4 : flag.x + room > size.width - 4;
      out.push(rule(flag.x, ceiling + 4, flag.x, floor, { stroke: flag.color, lineWidth: flag.width }));
      const crowded = left !== toLeft && flags.length > 1;
      out.push(label(ink, flag.x + (toLeft ? -6 : 6), ceiling + (crowded && i === 1 ? 16 : 2), flag.text, { fill: flag.color, textAlign: toLeft ? "right" : "left", fontWeight: 560 }));
    });
    return out;
  });
}

/** P1–P99 as a line, P10–P90 and P25–P75 as bars, every tick with its value. */
export function ruler(view: MeasureView, ink: Ink, size: Size, show: (x: number) => string): Dict {
  return marks(
    (params, api) => {
      const y = api.coord([0, 0.78])[1];
      const { x: x0, width } = params.coordSys;
      const limits = { min: 4, max: size.width - 4 };
      const clamp = (px: number) => Math.min(x0 + width, Math.max(x0, px));
      const px = (p: number) => clamp(api.coord([at(view, p) ?? 0, 0])[0]);
      const span = (low: number, high: number, half: number, fill: string) => rect(px(low), y - half, Math.max(1, px(high) - px(low)), 2 * half, { fill });
      const out: Shape[] = [rule(px(1), y, px(99), y, { stroke: ink.axis }), span(10, 90, 2, ink.s4), span(25, 75, 3.5, ink.azurite)];
      for (const p of RULER) out.push(rule(px(p), y - 6, px(p), y + 6, { stroke: p === 50 ? ink.ink : ink["ink-3"] }));
      const named = size.phone ? [1, 10, 50, 90, 99] : [...RULER];
      const labels = named.flatMap((p) => {
        const value = at(view, p);
        return value === null ? [] : [{ at: px(p), width: Math.max(18, textWidth(show(value), 10.5)), p, value }];
      });
      for (const item of spreadAcross(labels, 5, limits)) {
        out.push(label(ink, item.at, y + 14, `P${item.p}`, { textAlign: "center", fontSize: 10, fill: ink["ink-3"] }));
        out.push(label(ink, item.at, y + 26, show(item.value), { textAlign: "center", fontSize: 10.5, fill: ink.ink, fontWeight: item.p === 50 ? 600 : 450 }));
      }
      return out;
    },
    { xAxisIndex: 1, yAxisIndex: 1 },
  );
}
