/** Drawings of the residuals: quantiles against the normal distribution. */
import type { Draw } from "@/charts/Chart";
import { base, line, marks, label, safe, tick, tooltip, valueAxis } from "@/charts/grammar";
import { formatNumber } from "@/lib/format";
import type { QuantilePair } from "./normal";

export function quantileOption(pairs: readonly QuantilePair[]): Draw {
  const ends = pairs.flatMap((pair) => [pair.normal, pair.residual]);
  const reach = Math.max(2, 2 * Math.ceil(Math.max(...ends.map(Math.abs)) / 2));
  return (ink) => {
    const span = { min: -reach, max: reach, scale: false, interval: reach > 6 ? reach / 2 : 2 };
    const show = (x: number) => formatNumber(x, { digits: 2 });
    return {
      ...base(ink),
      grid: { left: 34, right: 12, top: 16, bottom: 34 },
      tooltip: tooltip(ink, (params) => {
        const pair = pairs[(params as { dataIndex?: number }).dataIndex ?? -1];
        return pair ? `<b>${safe(`${formatNumber(pair.p * 100, { digits: 1 })} % quantile`)}</b><br>${safe(`residual ${show(pair.residual)}`)}<br>${safe(`normal ${show(pair.normal)}`)}` : "";
      }, { trigger: "item" }),
      xAxis: valueAxis(ink, tick, { ...span, name: "normal quantile", nameLocation: "middle", nameGap: 20, nameTextStyle: { color: ink["ink-3"], fontFamily: ink.font, fontSize: 11 }, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: ink.axis } } }),
      yAxis: valueAxis(ink, tick, span),
      series: [
        line([[-reach, -reach], [reach, reach]], ink.axis, { width: 1, dash: [3, 3] }),
        { type: "scatter", data: pairs.map((pair) => [pair.normal, pair.residual]), symbolSize: 4, itemStyle: { color: ink.azurite } },
        marks((params) => [label(ink, params.coordSys.x, params.coordSys.y - 8, "residual, standard deviations", { fill: ink["ink-3"] })]),
      ],
    };
  };
}
