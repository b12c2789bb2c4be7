/** The same measure as the share of iterations at or below a value; the ruler stays. */
import type { Draw } from "@/charts/Chart";
import { base, label, line, marks, rect, rule, safe, textStyle, textWidth, tooltip } from "@/charts/grammar";
import { formatNumber, formatPercent } from "@/lib/format";
import { at, cumulative, percentileName, type MeasureView } from "../model/measure";
import { axisOf, digitsOf, planes, ruler } from "./histogram";

export function drawCumulative(view: MeasureView, pinned: number | null = null): Draw {
  return (ink, size) => {
    const x = axisOf(view, size.phone ? 4 : 8);
    const digits = digitsOf(view, x);
    const show = (value: number) => formatNumber(value, { digits });
    const points = cumulative(view).map((point) => [point.x, point.share]);
    const frame = planes(ink, size, x, 1);
    const grids = frame["grid"] as Record<string, unknown>[];
    const left = size.phone ? 50 : 56;
    const shares = { type: "value", min: 0, max: 1, interval: 0.25, axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: ink.grid } }, axisLabel: { ...textStyle(ink), formatter: (share: number) => formatPercent(share, { digits: 0 }) } };
    return {
      ...base(ink),
      ...frame,
      grid: grids.map((grid) => ({ ...grid, left })),
      yAxis: [shares, (frame["yAxis"] as unknown[])[1]],
      tooltip: tooltip(ink, (params) => {
        const entry = (params as { data: [number, number] }[])[0];
        return entry ? `${formatPercent(entry.data[1])} at or below ${show(entry.data[0])} ${safe(view.unit)}` : "";
      }),
      series: [
        line(points, ink.azurite, { width: 2, silent: false }),
        marks((params, api) => {
          const bin = pinned === null ? undefined : view.bins[pinned];
          if (!bin) return [];
          const [from] = api.coord([bin.from, 0]);
          const [to] = api.coord([bin.to, 0]);
          return [rect(from, params.coordSys.y, Math.max(1, to - from), params.coordSys.height, { fill: ink["copper-wash"], stroke: ink.copper, lineWidth: 1 })];
        }, { z: 1 }),
        marks((params, api) => {
          const floor = params.coordSys.y + params.coordSys.height;
          const out = [];
          const zero = view.lossBelow === null ? null : api.coord([view.lossBelow, 0])[0];
          if (zero !== null && zero > params.coordSys.x) out.push(rule(zero, params.coordSys.y, zero, floor, { stroke: ink["ink-3"], lineDash: [2, 2] }));
          const median = at(view, 50);
          if (median !== null) out.push(rule(params.coordSys.x, api.coord([0, 0.5])[1], api.coord([median, 0.5])[0], api.coord([0, 0.5])[1], { stroke: ink.azurite }));
          const { reference } = view;
          if (reference) {
            const px = api.coord([reference.value, 0])[0];
            out.push(rule(px, params.coordSys.y, px, floor, { stroke: ink.ink, lineWidth: 1.5 }));
            const text = `${reference.name} ${show(reference.value)}${reference.share === null ? "" : `, at ${percentileName(reference.share)}`}`;
            const toLeft = px + 10 + textWidth(text) > size.width;
            // The curve is near the top on the right and near the foot on the left.
            out.push(label(ink, px + (toLeft ? -6 : 6), toLeft ? params.coordSys.y + 8 : floor - 10, text, { fill: ink.ink, fontWeight: 560, textAlign: toLeft ? "right" : "left" }));
          }
          return out;
        }),
        ruler(view, ink, size, show),
      ],
    };
  };
}
