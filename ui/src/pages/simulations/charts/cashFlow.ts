/** Yearly bars of the median with P10–P90 whiskers over a plane of their own for the cumulative fan; one time axis, two scales. */
import type { Draw } from "@/charts/Chart";
import { axis, band, base, categoryAxis, label, line, marks, rect, rule, safe, spread, textStyle, textWidth, tooltip, type Dict, type DrawApi, type DrawParams, type Point, type Shape } from "@/charts/grammar";
import type { Ink } from "@/charts/ink";
import { formatNumber } from "@/lib/format";
import { niceAxis } from "../model/axis";
import { shownLabels, type CashFlowView } from "../model/cashflow";

export function drawCashFlow(view: CashFlowView): Draw {
  return (ink, size) => {
    const { labels, yearly, cumulative } = view;
    const last = cumulative.at(-1);
    const bars = niceAxis(Math.min(0, ...yearly.map((b) => Math.min(b.p10, b.base))), Math.max(0, ...yearly.map((b) => Math.max(b.p90, b.base))), 6);
    const sums = niceAxis(Math.min(0, ...cumulative.map((b) => b.p10)), Math.max(0, ...cumulative.map((b) => b.p90)), 4);
    const ends = size.phone || !last ? [] : endLabels(last, ink);
    const left = Math.max(46, textWidth(formatNumber(-Math.max(Math.abs(bars.min), bars.max, Math.abs(sums.min), sums.max))) + 22);
    const right = size.phone ? 12 : Math.max(40, ...ends.map((end) => textWidth(end.text) + 14));
    const split = Math.round(size.height * 0.52);
    const shown = shownLabels(labels, size.phone ? 5 : 9);
    const value = (min: number, max: number, step: number, gridIndex: number): Dict => axis(ink, { type: "value", gridIndex, min, max, interval: step, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...textStyle(ink), hideOverlap: true, formatter: (x: number) => formatNumber(x) } });
    return {
      ...base(ink),
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: tooltip(ink, (params) => describe(view, (params as { dataIndex: number }[])[0]?.dataIndex ?? 0)),
      grid: [
        { left, right, top: 8, height: split - 30 },
        { left, right, top: split + 2, bottom: 26 },
      ],
      xAxis: [
        categoryAxis(ink, labels, { gridIndex: 0, boundaryGap: true, axisLabel: { show: false }, axisLine: { onZero: true, lineStyle: { color: ink.axis } } }),
        categoryAxis(ink, labels, { gridIndex: 1, boundaryGap: true, axisLabel: { ...textStyle(ink), interval: (i: number) => shown.has(i) }, axisLine: { onZero: false, lineStyle: { color: ink.axis } } }),
      ],
      yAxis: [value(bars.min, bars.max, bars.step, 0), value(sums.min, sums.max, sums.step, 1)],
      series: [yearlyBars(view, ink), ...fan(view, ink), endMarks(view, ends, ink)],
    };
  };
}

function yearlyBars({ yearly }: CashFlowView, ink: Ink): Dict {
  return {
    type: "custom",
    name: "Free cash flow",
    data: yearly.map((b, i) => [i, b.p50, b.p10, b.p90]),
    encode: { x: 0, y: [1, 2, 3] },
    renderItem: (_: DrawParams, api: DrawApi) => {
      const i = api.value(0);
      const width = Math.max(2, api.size([1, 0])[0] * 0.62);
      const [x, y] = api.coord([i, api.value(1)]);
      const zero = api.coord([i, 0])[1];
      const low = api.coord([i, api.value(2)])[1];
      const high = api.coord([i, api.value(3)])[1];
      const negative = api.value(1) < 0;
      const cap = Math.min(2.5, width / 2);
      const whisker = { stroke: ink["ink-2"] };
      const children: Shape[] = [rect(x - width / 2, Math.min(y, zero), width, Math.abs(y - zero), { fill: negative ? ink.neg : ink.s5, opacity: negative ? 0.82 : 1 })];
      if (Math.abs(low - high) > 0.5) children.push(rule(x, low, x, high, whisker), rule(x - cap, low, x + cap, low, whisker), rule(x - cap, high, x + cap, high, whisker));
      return { type: "group", children };
    },
  };
}

function fan({ cumulative }: CashFlowView, ink: Ink): Dict[] {
  const path = (pick: (b: CashFlowView["cumulative"][number]) => number): Point[] => cumulative.map((b, i) => [i, pick(b)]);
  const plane = { xAxisIndex: 1, yAxisIndex: 1 };
  return [
    band("P10–P90", path((b) => b.p90), path((b) => b.p10), ink["fan-50"], plane),
    line(path((b) => b.p50), ink.azurite, { width: 1.8, name: "Median", ...plane }),
    line(path((b) => b.base), ink.ink, { width: 1.2, dash: [4, 3], name: "Base case", ...plane }),
  ];
}

interface End {
  value: number;
  text: string;
  color: string;
  weight: number;
}
function endLabels(last: CashFlowView["cumulative"][number], ink: Ink): End[] {
  const end = (name: string, value: number, color: string, weight: number): End => ({ value, text: `${name} ${formatNumber(value)}`, color, weight });
  return [end("P90", last.p90, ink["ink-3"], 400), end("P50", last.p50, ink.azurite, 560), end("P10", last.p10, ink["ink-3"], 400), end("Base", last.base, ink.ink, 560)];
}

function endMarks(view: CashFlowView, ends: readonly End[], ink: Ink): Dict {
  return marks(
    (params, api) => {
      const { x, width, y } = params.coordSys;
      const zero = api.coord([0, 0])[1];
      const out: Shape[] = [rule(x, zero, x + width, zero, { stroke: ink.axis })];
      if (view.paybackAt !== null) {
        const px = api.coord([view.paybackAt, 0])[0];
        out.push(rule(px, y, px, zero, { stroke: ink["ink-3"], lineDash: [2, 2] }));
        out.push(label(ink, px + 5, y + 6, `pays back ${view.labels[view.paybackAt] ?? ""}`, { fill: ink["ink-3"] }));
      }
      const last = view.cumulative.length - 1;
      for (const end of spread(ends.map((entry) => ({ ...entry, y: api.coord([last, entry.value])[1] })), 13, { min: y, max: y + params.coordSys.height + 10 })) out.push(label(ink, x + width + 6, end.y, end.text, { fill: end.color, fontWeight: end.weight }));
      return out;
    },
    { xAxisIndex: 1, yAxisIndex: 1 },
  );
}

function describe(view: CashFlowView, i: number): string {
  const yearly = view.yearly[i];
  const sum = view.cumulative[i];
  if (!yearly || !sum) return "";
  const row = (name: string, b: { p10: number; p50: number; p90: number; base: number }) => `${name}: ${formatNumber(b.p50)} (P10 ${formatNumber(b.p10)}, P90 ${formatNumber(b.p90)}), base ${formatNumber(b.base)}`;
  return `<b>${safe(view.labels[i] ?? "")}</b>, ${safe(view.unit)}<br>${row("In the period", yearly)}<br>${row("Cumulative", sum)}`;
}

export function describePeriod(view: CashFlowView, i: number): string {
  return describe(view, i).replace(/<br>/g, ". ").replace(/<[^>]+>/g, "");
}
