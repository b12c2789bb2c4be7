/** The running mean of the NPV with ±1.96 standard errors over the iterations, on a logarithmic axis. */
import type { Draw } from "@/charts/Chart";
import { axis, band, base, label, marks, rule, textStyle, textWidth, tooltip } from "@/charts/grammar";
import { formatNumber } from "@/lib/format";
import { niceAxis, stepDigits } from "../model/axis";
import type { ConvergencePoint } from "../model/result";

export function drawConvergence(points: readonly ConvergencePoint[], settledAt: number | null): Draw {
  return (ink, size) => {
    const first = points[0];
    const last = points.at(-1);
    if (!first || !last) return base(ink);
    const low = (p: ConvergencePoint) => p.mean - 1.96 * p.standard_error;
    const high = (p: ConvergencePoint) => p.mean + 1.96 * p.standard_error;
    // The first points are wide; the axis is taken from the second on and the band is cut there.
    const seen = points.length > 3 ? points.slice(1) : points;
    const y = niceAxis(Math.min(...seen.map(low)), Math.max(...seen.map(high)), 4);
    const cut = (value: number) => Math.min(y.max, Math.max(y.min, value));
    const digits = stepDigits(y.step);
    const show = (x: number) => formatNumber(x, { digits });
    const left = Math.max(46, textWidth(show(y.max)) + 24);
    return {
      ...base(ink),
      tooltip: tooltip(ink, (params) => {
        const point = points[(params as { dataIndex: number }[])[0]?.dataIndex ?? 0];
        return point ? `${formatNumber(point.iterations)} iterations<br>mean ${show(point.mean)} ± ${show(1.96 * point.standard_error)}` : "";
      }),
      grid: { left, right: size.phone ? 16 : 24, top: 8, bottom: 26 },
      xAxis: axis(ink, { type: "log", min: first.iterations, max: last.iterations, splitLine: { show: false }, axisLabel: { ...textStyle(ink), hideOverlap: true, alignMaxLabel: "right", formatter: (x: number) => (x >= 1000 && Number.isInteger(Math.log10(x)) ? formatNumber(x) : "") } }),
      yAxis: axis(ink, { type: "value", min: y.min, max: y.max, interval: y.step, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...textStyle(ink), formatter: show } }),
      series: [
        band("± 1.96 standard errors", points.map((p) => [p.iterations, cut(high(p))] as const), points.map((p) => [p.iterations, cut(low(p))] as const), ink["fan-50"]),
        { type: "line", name: "Mean", data: points.map((p) => [p.iterations, cut(p.mean)]), symbol: "circle", symbolSize: 4, silent: true, itemStyle: { color: ink.azurite }, lineStyle: { width: 1.5, color: ink.azurite } },
        marks((params, api) => {
          if (settledAt === null || settledAt <= first.iterations) return [];
          const x = api.coord([settledAt, y.min])[0];
          return [rule(x, params.coordSys.y, x, params.coordSys.y + params.coordSys.height, { stroke: ink.axis, lineDash: [2, 2] }), label(ink, x + 4, params.coordSys.y + 6, "settled", { fill: ink["ink-3"] })];
        }),
      ],
    };
  };
}
