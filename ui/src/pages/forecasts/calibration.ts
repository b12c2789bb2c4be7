/** How often intervals held: nominal level against the share that came true, over all forecasts shown. */
import type { ForecastScore } from "@/api/types";
import type { Draw } from "@/charts/Chart";
import { base, label, line, marks, dot, rule, valueAxis } from "@/charts/grammar";
import { formatNumber } from "@/lib/format";

export interface Held {
  level: number;
  inside: number;
  known: number;
}

export function held(scores: readonly ForecastScore[]): Held[] {
  const byLevel = new Map<number, Held>();
  for (const score of scores) {
    for (const entry of score.coverage) {
      const sum = byLevel.get(entry.level) ?? { level: entry.level, inside: 0, known: 0 };
      byLevel.set(entry.level, { level: entry.level, inside: sum.inside + entry.inside, known: sum.known + entry.known });
    }
  }
  return [...byLevel.values()].filter((entry) => entry.known > 0).sort((a, b) => a.level - b.level);
}

export const share = (entry: Held) => (100 * entry.inside) / entry.known;

export function calibrationSentence(points: readonly Held[]): string {
  if (points.length === 0) return "No forecast has come true yet, so nothing is calibrated.";
  return `${points.map((entry) => `${formatNumber(entry.level)} % intervals held ${formatNumber(share(entry), { digits: 0 })} % of ${formatNumber(entry.known)} values`).join("; ")}.`;
}

export function calibrationOption(points: readonly Held[]): Draw {
  return (ink) => {
    const axis = { min: 0, max: 100, interval: 25, scale: false };
    const show = (x: number) => formatNumber(x);
    return {
      ...base(ink),
      grid: { left: 40, right: 44, top: 12, bottom: 30 },
      xAxis: valueAxis(ink, show, { ...axis, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: ink.axis } } }),
      yAxis: valueAxis(ink, show, axis),
      series: [
        line([[0, 0], [100, 100]], ink.axis, { width: 1, dash: [3, 3] }),
        line(points.map((entry) => [entry.level, share(entry)]), ink.azurite, { width: 1.6, z: 4 }),
        marks((_, api) => points.flatMap((entry) => {
          const [x, y] = api.coord([entry.level, share(entry)]);
          const ideal = api.coord([entry.level, entry.level])[1];
          return [rule(x, ideal, x, y, { stroke: ink["ink-3"], lineDash: [2, 2] }), dot(ink, x, y, ink.azurite), label(ink, x + 8, y, `${formatNumber(share(entry), { digits: 0 })} %`, { fill: ink.ink })];
        })),
      ],
    };
  };
}
