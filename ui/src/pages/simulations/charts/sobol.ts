/** Sobol indices: a bar for what an input makes with others, a tick for what it makes alone, a whisker for the interval. */
import type { Schema } from "@/api/client";
import type { Draw } from "@/charts/Chart";
import { axis, base, label, marks, rect, rule, textStyle, textWidth, type DrawApi, type DrawParams } from "@/charts/grammar";
import { formatPercent } from "@/lib/format";
import { SHOWN } from "../model/drivers";

export function drawSobol(entries: readonly Schema<"SobolEntry">[]): Draw {
  return (ink, size) => {
    const rows = entries.slice(0, SHOWN);
    const names = Math.min(Math.max(0, ...rows.map((row) => textWidth(row.label, 12))), size.width * 0.4) + 12;
    const top = Math.max(0.1, ...rows.map((row) => row.total_interval[1] ?? row.total));
    return {
      ...base(ink),
      tooltip: { show: false },
      grid: { left: (size.phone ? 12 : 16) + names, right: 56, top: 6, bottom: 26 },
      xAxis: axis(ink, { type: "value", min: 0, max: Math.ceil(top * 10) / 10, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...textStyle(ink), formatter: (x: number) => formatPercent(x, { digits: 0 }) } }),
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), show: false },
      series: [
        {
          type: "custom",
          data: rows.map((row, i) => [i, row.total]),
          encode: { x: 1, y: 0 },
          renderItem: (params: DrawParams, api: DrawApi) => {
            const index = api.value(0);
            const row = rows[index];
            if (!row) return { type: "group", children: [] };
            const at = (share: number) => api.coord([Math.max(0, share), index]);
            const [zero, y] = at(0);
            const [end] = at(row.total);
            const [alone] = at(row.first);
            const [low] = at(row.total_interval[0] ?? row.total);
            const [high] = at(row.total_interval[1] ?? row.total);
            const height = Math.min(13, api.size([0, 1])[1] * 0.56);
            return {
              type: "group",
              children: [
                label(ink, params.coordSys.x - names, y, row.label, { fill: ink.ink, fontSize: 12, width: names - 6, overflow: "truncate" }),
                rect(zero, y - height / 2, Math.max(0, end - zero), height, { fill: ink.s3, stroke: ink.s5, lineWidth: 1 }),
                rule(alone, y - height / 2, alone, y + height / 2, { stroke: ink.ink, lineWidth: 2 }),
                rule(low, y, high, y, { stroke: ink.ink }),
                label(ink, high + 5, y, formatPercent(row.total), { fontSize: 10.5, fill: ink["ink-3"] }),
              ],
            };
          },
        },
        marks((params, api) => {
          const zero = api.coord([0, 0])[0];
          return [rule(zero, params.coordSys.y, zero, params.coordSys.y + params.coordSys.height, { stroke: ink.ink })];
        }),
      ],
    };
  };
}
