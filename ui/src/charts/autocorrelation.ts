/** Autocorrelation of residuals: bars over the band of noise. */
import { formatNumber } from "@/lib/format";
import type { Draw } from "./Chart";
import { band, base, categoryAxis, label, marks, textStyle, tooltip, valueAxis } from "./grammar";

export interface AutocorrelationLook {
  /** Half the band of white noise; 1.96/√n when left out. */
  bound?: number;
  /** A panel of its own: wide bars, the bounds written out, a tooltip. */
  roomy?: boolean;
}

export function autocorrelationOption(acf: readonly number[], n: number, { bound, roomy = false }: AutocorrelationLook = {}): Draw {
  const limit = bound ?? 1.96 / Math.sqrt(Math.max(1, n));
  const top = Math.max(0.4, Math.ceil(Math.max(...acf.map(Math.abs), limit) * 5) / 5);
  const bars = (colours: { out: string; within: string }) => acf.map((value) => ({ value, itemStyle: { color: Math.abs(value) > limit ? colours.out : colours.within } }));
  return (ink) => ({
    ...base(ink),
    grid: { left: 34, right: roomy ? 40 : 4, top: roomy ? 10 : 8, bottom: 18 },
    ...(roomy ? { tooltip: tooltip(ink, (params) => { const at = (params as { dataIndex?: number }[])[0]?.dataIndex ?? -1; return acf[at] === undefined ? "" : `<b>Lag ${at + 1}</b><br>${formatNumber(acf[at], { digits: 3 })}`; }, { axisPointer: { type: "none" } }) } : {}),
    xAxis: categoryAxis(ink, acf.map((_, i) => String(i + 1)), { boundaryGap: true, axisLine: { onZero: true, lineStyle: { color: ink.axis } }, axisLabel: { ...textStyle(ink, { size: 10 }), interval: (i: number) => (i + 1) % 6 === 0 } }),
    yAxis: valueAxis(ink, (x) => formatNumber(x, { digits: 1 }), { min: -top, max: top, interval: roomy ? top / 2 : top, splitLine: { show: roomy, lineStyle: { color: ink.grid } } }),
    series: [
      band("noise", [[0, limit], [acf.length - 1, limit]], [[0, -limit], [acf.length - 1, -limit]], ink.hover),
      { type: "bar", data: bars({ out: ink.azurite, within: roomy ? ink["ink-3"] : ink.axis }), barWidth: roomy ? 6 : 3, silent: !roomy },
      ...(roomy ? [marks((params, api) => [limit, -limit].map((y) => label(ink, params.coordSys.x + params.coordSys.width + 4, api.coord([0, y])[1], formatNumber(y, { digits: 2, sign: true }), { fill: ink["ink-3"] })))] : []),
    ],
  });
}
