/** The difference that a what-if makes, step by step, around zero. */
import type { Draw } from "@/charts/Chart";
import { base, categoryAxis, line, namedLabels, safe, tick, tooltip, valueAxis } from "@/charts/grammar";
import { formatPeriod } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import type { EffectStep } from "./regressors";
import type { Look } from "./whatIfWords";

export function effectOption(rows: readonly EffectStep[], { unit, frequency, digits }: Look): Draw {
  const times = rows.map((row) => row.time);
  const show = (x: number | null, sign = false) => `${formatNumber(x, { digits, sign })} ${unit}`;
  return (ink, size) => {
    const keep = Math.max(1, Math.ceil(rows.length / Math.max(2, Math.floor(size.width / 76))));
    const names = new Map(times.flatMap((time, i) => (i % keep === 0 ? [[time, formatPeriod(time, frequency)] as const] : [])));
    return {
      ...base(ink),
      grid: { left: 46, right: 28, top: 12, bottom: 24 },
      tooltip: tooltip(ink, (params) => {
        const row = rows[(params as { dataIndex?: number }[])[0]?.dataIndex ?? -1];
        return row ? [`<b>${safe(formatPeriod(row.time, frequency))}</b>`, safe(`difference ${show(row.difference, true)}`), safe(`with ${show(row.with)}`), safe(`without ${show(row.without)}`)].join("<br>") : "";
      }),
      xAxis: categoryAxis(ink, times, { axisLabel: namedLabels(ink, names), axisLine: { onZero: false, lineStyle: { color: ink.axis } } }),
      yAxis: valueAxis(ink, tick, { scale: false, splitNumber: 3 }),
      series: [line(times.map(() => 0), ink["ink-3"], { width: 1 }), line(rows.map((row) => row.difference), ink.copper, { width: 2, z: 4, silent: false, showSymbol: rows.length <= 40, symbolSize: 5 })],
    };
  };
}
