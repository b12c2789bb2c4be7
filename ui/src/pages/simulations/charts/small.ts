/** The histogram at the size of a side panel: bars, median and base case, no words. */
import type { Draw } from "@/charts/Chart";
import { axis, base, marks, rect, rule, textStyle, type DrawApi, type DrawParams } from "@/charts/grammar";
import { formatNumber } from "@/lib/format";
import { stepDigits } from "../model/axis";
import { at, type MeasureView } from "../model/measure";
import { axisOf } from "./histogram";

export function drawSmall(view: MeasureView): Draw {
  return (ink) => {
    const x = axisOf(view, 4);
    const top = Math.max(1, ...view.bins.map((bin) => bin.count)) * 1.08;
    const p10 = at(view, 10) ?? -Infinity;
    const p90 = at(view, 90) ?? Infinity;
    const digits = stepDigits(x.step);
    return {
      ...base(ink),
      tooltip: { show: false },
      grid: { left: 26, right: 26, top: 6, bottom: 20 },
      xAxis: axis(ink, { type: "value", min: x.min, max: x.max, interval: x.step, splitLine: { show: false }, axisLabel: { ...textStyle(ink, { size: 10 }), hideOverlap: true, formatter: (value: number) => formatNumber(value, { digits }) } }),
      yAxis: { type: "value", min: 0, max: top, show: false },
      series: [
        {
          type: "custom",
          data: view.bins.map((bin) => [bin.from, bin.to, bin.count]),
          encode: { x: [0, 1], y: 2 },
          renderItem: (_: DrawParams, api: DrawApi) => {
            const [left, y] = api.coord([api.value(0), api.value(2)]);
            const [right, floor] = api.coord([api.value(1), 0]);
            const middle = (api.value(0) + api.value(1)) / 2;
            const loss = view.lossBelow !== null && middle < view.lossBelow;
            return rect(left, y, Math.max(1, right - left - 0.5), floor - y, { fill: loss ? ink.neg : middle >= p10 && middle <= p90 ? ink.s5 : ink.s3, opacity: loss ? 0.82 : 1 });
          },
        },
        marks((params, api) => {
          const { y, height } = params.coordSys;
          const median = at(view, 50);
          return [
            ...(median === null ? [] : [rule(api.coord([median, 0])[0], y, api.coord([median, 0])[0], y + height, { stroke: ink.azurite, lineWidth: 1.5 })]),
            ...(view.reference ? [rule(api.coord([view.reference.value, 0])[0], y, api.coord([view.reference.value, 0])[0], y + height, { stroke: ink.ink, lineWidth: 1.5 })] : []),
          ];
        }),
      ],
    };
  };
}
