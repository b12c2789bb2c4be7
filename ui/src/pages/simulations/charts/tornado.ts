/** Drivers of the value: swing from the base case with the inputs' values at the bar ends, or rank correlation. */
import type { Draw } from "@/charts/Chart";
import { axis, base, label, marks, rect, rule, textStyle, textWidth, type DrawApi, type DrawParams, type Shape } from "@/charts/grammar";
import { formatNumber } from "@/lib/format";
import { niceAxis } from "../model/axis";
import { fitBars, SHOWN, type SwingRow } from "../model/drivers";
import type { RankEntry } from "../model/result";

const widest = (rows: readonly { label: string }[]) => Math.max(0, ...rows.map((row) => textWidth(row.label, 12)));

export function drawSwing(rows: readonly SwingRow[], centre: number): Draw {
  return (ink, size) => {
    const width = size.width - (size.phone ? 12 : 16) - 16;
    const names = Math.min(widest(rows), width * 0.36) + 8;
    const texts = rows.map((row) => {
      const rising = row.low.npv <= row.high.npv;
      return { left: rising ? row.low.input : row.high.input, right: `${rising ? row.high.input : row.low.input}${row.unit ? ` ${row.unit}` : ""}`, from: Math.min(centre, row.low.npv, row.high.npv), to: Math.max(centre, row.low.npv, row.high.npv) };
    });
    const { scale, offset } = fitBars(
      texts.map((text, i) => ({ low: text.from, high: text.to, left: Math.min(textWidth(rows[i]?.label ?? "", 12), names) + textWidth(text.left, 10.5) + 16, right: textWidth(text.right, 10.5) + 8 })),
      width,
    );
    const min = -offset / scale;
    const max = (width - offset) / scale;
    const low = Math.min(...texts.map((text) => text.from));
    const high = Math.max(...texts.map((text) => text.to));
    const ticks = niceAxis(low, high, 4);
    const clear = names * 0.5;
    return {
      ...base(ink),
      tooltip: { show: false },
      grid: { left: size.phone ? 12 : 16, right: 16, top: 6, bottom: 26 },
      xAxis: axis(ink, { type: "value", min, max, show: false }),
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), show: false },
      series: [
        {
          type: "custom",
          data: rows.map((row, i) => [i, row.low.npv, row.high.npv]),
          encode: { x: [1, 2], y: 0 },
          renderItem: (params: DrawParams, api: DrawApi) => {
            const index = api.value(0);
            const row = rows[index];
            if (!row) return { type: "group", children: [] };
            const [zero, y] = api.coord([centre, index]);
            const [a] = api.coord([row.low.npv, index]);
            const [b] = api.coord([row.high.npv, index]);
            const height = Math.min(13, api.size([0, 1])[1] * 0.56);
            const { left = "", right = "" } = texts[index] ?? {};
            const side = (x: number, fill: string, edge: string) => rect(Math.min(x, zero), y - height / 2, Math.abs(x - zero), height, { fill, stroke: edge, lineWidth: 1 });
            const children: Shape[] = [
              label(ink, params.coordSys.x, y, row.label, { fill: row.others ? ink["ink-3"] : ink.ink, fontSize: 12, width: names - 4, overflow: "truncate" }),
              side(a, ink.s3, ink.s5),
              side(b, ink.s6, ink.s6),
              label(ink, Math.min(a, b, zero) - 5, y, left, { textAlign: "right", fontSize: 10.5, fill: ink["ink-3"] }),
              label(ink, Math.max(a, b, zero) + 5, y, right, { fontSize: 10.5, fill: ink["ink-3"] }),
            ];
            return { type: "group", children };
          },
        },
        marks((params, api) => {
          const zero = api.coord([centre, 0])[0];
          const { y, height } = params.coordSys;
          const out: Shape[] = [rule(zero, y, zero, y + height + 4, { stroke: ink.ink })];
          let last = -Infinity;
          for (let tick = ticks.min; tick <= ticks.max + ticks.step / 2; tick += ticks.step) {
            const px = api.coord([tick, 0])[0];
            const shown = formatNumber(tick);
            if (px < params.coordSys.x + clear || px + textWidth(shown) / 2 > params.coordSys.x + params.coordSys.width + 12 || px - last < textWidth(shown) + 12) continue;
            last = px;
            out.push(label(ink, px, y + height + 14, shown, { textAlign: "center", fill: ink["ink-3"] }));
          }
          return out;
        }),
      ],
    };
  };
}

export function drawRank(entries: readonly RankEntry[]): Draw {
  return (ink, size) => {
    const rows = entries.slice(0, SHOWN);
    const names = Math.min(widest(rows), size.width * 0.4) + 12;
    return {
      ...base(ink),
      tooltip: { show: false },
      grid: { left: (size.phone ? 12 : 16) + names, right: 44, top: 6, bottom: 26 },
      xAxis: axis(ink, { type: "value", min: -1, max: 1, interval: 0.5, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...textStyle(ink), formatter: (x: number) => formatNumber(x, { digits: 1 }) } }),
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), show: false },
      series: [
        {
          type: "custom",
          data: rows.map((row, i) => [i, row.correlation ?? 0]),
          encode: { x: 1, y: 0 },
          renderItem: (params: DrawParams, api: DrawApi) => {
            const index = api.value(0);
            const row = rows[index];
            if (!row) return { type: "group", children: [] };
            const [zero, y] = api.coord([0, index]);
            const [end] = api.coord([row.correlation ?? 0, index]);
            const height = Math.min(13, api.size([0, 1])[1] * 0.56);
            const shown = row.correlation === null ? "did not vary" : formatNumber(row.correlation, { digits: 2, sign: true });
            return {
              type: "group",
              children: [
                label(ink, params.coordSys.x - names, y, row.label, { fill: ink.ink, fontSize: 12, width: names - 6, overflow: "truncate" }),
                rect(Math.min(zero, end), y - height / 2, Math.abs(end - zero), height, { fill: (row.correlation ?? 0) < 0 ? ink.s3 : ink.s6, stroke: (row.correlation ?? 0) < 0 ? ink.s5 : ink.s6, lineWidth: 1 }),
                label(ink, end + (end < zero ? -5 : 5), y, shown, { textAlign: end < zero ? "right" : "left", fontSize: 10.5, fill: ink["ink-3"] }),
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
