/** A comparison in the money it is shown in, and its words. */
import type { Schema } from "@/api/client";
import { formatNumber, formatPercent, formatProbability } from "@/lib/format";
import { moneyScale } from "@/pages/simulations/model/money";
import type { MeasureView } from "@/pages/simulations/model/measure";
import type { Distribution, Histogram } from "@/pages/simulations/model/result";

export type Comparison = Schema<"Comparison">;

const scaledDistribution = (own: Distribution, factor: number, unit: string): Distribution => ({
  ...own,
  unit,
  mean: own.mean * factor,
  standard_error: own.standard_error * factor,
  sd: own.sd * factor,
  min: own.min * factor,
  max: own.max * factor,
  var_5: own.var_5 * factor,
  cvar_5: own.cvar_5 * factor,
  percentiles: own.percentiles.map((entry) => ({ ...entry, value: entry.value * factor, low: entry.low * factor, high: entry.high * factor })),
});

const scaledHistogram = (own: Histogram, factor: number, unit: string): Histogram => ({ ...own, unit, step: own.step * factor, bins: own.bins.map((bin) => ({ ...bin, from: bin.from * factor, to: bin.to * factor })) });

export function inShownMoney(own: Comparison): Comparison {
  const { unit, factor } = moneyScale(own.money_unit, Math.max(Math.abs(own.a.npv.mean), Math.abs(own.b.npv.mean)));
  const side = (of: Comparison["a"]): Comparison["a"] => ({ ...of, base_npv: of.base_npv * factor, npv: scaledDistribution(of.npv, factor, unit), npv_histogram: scaledHistogram(of.npv_histogram, factor, unit), peak_funding: scaledDistribution(of.peak_funding, factor, unit) });
  return { ...own, money_unit: unit, a: side(own.a), b: side(own.b), base_difference: own.base_difference * factor, difference: scaledDistribution(own.difference, factor, unit), difference_histogram: scaledHistogram(own.difference_histogram, factor, unit) };
}

/** The difference as one of the measures a result is looked at by. */
export function differenceView(own: Comparison): MeasureView {
  const { difference, difference_histogram: histogram } = own;
  return {
    id: "npv",
    name: "NPV of A less NPV of B",
    unit: own.money_unit,
    bins: histogram.bins,
    step: histogram.step,
    below: histogram.below,
    above: histogram.above,
    n: difference.n,
    percentiles: difference.percentiles.map(({ p, value }) => ({ p, value })),
    mean: difference.mean,
    reference: { value: own.base_difference, share: null, name: "base cases" },
    lossBelow: null,
    lossShare: null,
    leftOut: null,
  };
}

export function verdict(own: Comparison): string {
  const { probability_a_beats_b: odds, ties, iterations } = own;
  if (ties === iterations) return "Both are worth the same in every iteration.";
  const same = ties > 0 ? `, the same in ${formatPercent(ties / iterations)}` : "";
  return `A is worth more in ${formatProbability(odds.value)} of the iterations (${formatPercent(odds.low)} to ${formatPercent(odds.high)} at 95 %)${same}; on average by ${formatNumber(own.difference.mean, { sign: true, digits: 1 })} ${own.money_unit}.`;
}

export interface FigureRow {
  name: string;
  unit: string;
  a: number | null;
  b: number | null;
  difference: number | null;
}

/** Figures of both side by side. The difference of a percentile is that of the differences, not of the percentiles. */
export function figureRows(own: Comparison): FigureRow[] {
  const { a, b, difference, money_unit: unit } = own;
  const at = (of: Distribution | null, p: number) => of?.percentiles.find((entry) => entry.p === p)?.value ?? null;
  const rate = (value: number | null) => (value === null ? null : value * 100);
  const less = (x: number | null, y: number | null) => (x === null || y === null ? null : x - y);
  const simple = (name: string, of: string, x: number | null, y: number | null): FigureRow => ({ name, unit: of, a: x, b: y, difference: less(x, y) });
  return [
    { name: "NPV, base case", unit, a: a.base_npv, b: b.base_npv, difference: own.base_difference },
    { name: "NPV, mean", unit, a: a.npv.mean, b: b.npv.mean, difference: difference.mean },
    ...[10, 50, 90].map((p) => ({ name: `NPV, P${p}`, unit, a: at(a.npv, p), b: at(b.npv, p), difference: at(difference, p) })),
    simple("P(NPV < 0)", "%", a.npv.probability_negative.value * 100, b.npv.probability_negative.value * 100),
    simple("IRR, base case", "%", rate(a.base_irr), rate(b.base_irr)),
    simple("IRR, P50", "%", rate(at(a.irr, 50)), rate(at(b.irr, 50))),
    simple("Peak funding, P50", unit, at(a.peak_funding, 50), at(b.peak_funding, 50)),
    simple("Discount rate", "%", a.discount_rate * 100, b.discount_rate * 100),
  ];
}
