/** Autocorrelation of residuals: bars over the band of noise. */
import { formatNumber } from "@/lib/format";
import type { Draw } from "./Chart";
import { band, base, categoryAxis, textStyle, valueAxis } from "./grammar";

export function autocorrelationOption(acf: readonly number[], n: number): Draw {
  const limit = 1.96 / Math.sqrt(Math.max(1, n));
  const top = Math.max(0.4, Math.ceil(Math.max(...acf.map(Math.abs)) * 5) / 5);
  return (ink) => ({
    ...base(ink),
    grid: { left: 30, right: 4, top: 8, bottom: 18 },
    xAxis: categoryAxis(ink, acf.map((_, i) => String(i + 1)), { boundaryGap: true, axisLine: { onZero: true, lineStyle: { color: ink.axis } }, axisLabel: { ...textStyle(ink, { size: 10 }), interval: (i: number) => (i + 1) % 6 === 0 } }),
    yAxis: valueAxis(ink, (x) => formatNumber(x, { digits: 1 }), { min: -top, max: top, interval: top, splitLine: { show: false } }),
    series: [
      band("noise", [[0, limit], [acf.length - 1, limit]], [[0, -limit], [acf.length - 1, -limit]], ink.hover),
      { type: "bar", data: acf.map((value) => ({ value, itemStyle: { color: Math.abs(value) > limit ? ink.azurite : ink.axis } })), barWidth: 3, silent: true },
    ],
  });
}
