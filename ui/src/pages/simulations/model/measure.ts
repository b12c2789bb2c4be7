/** The four measures a result can be looked at by, each as one distribution with its reference and its words. */
import { figureDigits, formatNumber, formatProbability } from "@/lib/format";
import type { Bin, Distribution, Histogram, SimulationResult } from "./result";

export const MEASURES = ["npv", "irr", "payback", "peak_funding"] as const;
export type MeasureId = (typeof MEASURES)[number];
export const MEASURE_LABEL: Record<MeasureId, string> = { npv: "NPV", irr: "IRR", payback: "Payback", peak_funding: "Peak funding" };

export const RULER = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;

export interface MeasureView {
  id: MeasureId;
  name: string;
  unit: string;
  /** Numbers are already in the shown unit. */
  bins: Bin[];
  step: number;
  /** Iterations outside the bins. */
  below: number;
  above: number;
  /** Iterations with a value. */
  n: number;
  percentiles: { p: number; value: number }[];
  mean: number;
  /** The deterministic case, with the share of iterations below it. */
  reference: { value: number; share: number | null; name: string } | null;
  /** The side of zero that is a loss; only where zero means one. */
  lossBelow: number | null;
  lossShare: number | null;
  /** Iterations left out, in words. */
  leftOut: string | null;
}

export function measureView(result: SimulationResult, id: MeasureId): MeasureView | null {
  switch (id) {
    case "npv":
      return view(id, "Net present value", result.npv, result.npv_histogram, { value: result.base_npv[result.timing], share: result.base_npv_percentile }, { lossBelow: 0, lossShare: result.npv.probability_negative.value });
    case "irr": {
      const { several, none } = result.irr;
      const parts = [several > 0 ? `${formatNumber(several)} with several rates` : "", none > 0 ? `${formatNumber(none)} with none` : ""].filter(Boolean);
      return view(id, "Internal rate of return", result.irr.distribution, result.irr.histogram, result.base_irr === null ? null : { value: result.base_irr, share: null }, { scale: 100, unit: "%", leftOut: parts.length > 0 ? `Left out: ${parts.join(" and ")}.` : null });
    }
    case "payback":
      return view(id, "Payback from the first period", result.payback.distribution, result.payback.histogram, null, { unit: "years", leftOut: result.payback.not_recovered > 0 ? `Left out: ${formatNumber(result.payback.not_recovered)} that never pay back.` : null });
    case "peak_funding": {
      const base = Math.min(0, ...result.cumulative_cash_flow.map((band) => band.base));
      return view(id, "Peak funding", result.peak_funding, result.peak_funding_histogram, { value: -base, share: null }, {});
    }
  }
}

interface Shape {
  scale?: number;
  unit?: string;
  lossBelow?: number;
  lossShare?: number;
  leftOut?: string | null;
}

function view(id: MeasureId, name: string, distribution: Distribution | null, histogram: Histogram | null | undefined, reference: { value: number; share: number | null } | null, shape: Shape): MeasureView | null {
  if (!distribution) return null;
  const scale = shape.scale ?? 1;
  const bins = (histogram?.bins ?? fromPercentiles(distribution)).map((bin) => ({ from: bin.from * scale, to: bin.to * scale, count: bin.count }));
  const shown = distribution.percentiles.map(({ p, value }) => ({ p, value: value * scale }));
  const base = { id, name, unit: shape.unit ?? distribution.unit, bins, step: (histogram?.step ?? 0) * scale, below: histogram?.below ?? Math.round(distribution.n / 100), above: histogram?.above ?? Math.round(distribution.n / 100), n: distribution.n, percentiles: shown, mean: distribution.mean * scale };
  return {
    ...base,
    reference: reference ? { value: reference.value * scale, share: reference.share ?? shareBelow(base, reference.value * scale), name: "base case" } : null,
    lossBelow: shape.lossBelow ?? null,
    lossShare: shape.lossShare ?? null,
    leftOut: shape.leftOut ?? null,
  };
}

/** Equal-count steps between the kept percentiles, where the result has no bins for a measure. */
function fromPercentiles(distribution: Distribution): Bin[] {
  const points = distribution.percentiles;
  return points.slice(1).flatMap((point, i) => {
    const before = points[i];
    return before && point.value > before.value ? [{ from: before.value, to: point.value, count: Math.round(((point.p - before.p) / 100) * distribution.n) }] : [];
  });
}

export interface CumulativePoint {
  x: number;
  share: number;
}

/** The share of iterations at or below each bin's edge. */
export function cumulative(view: Pick<MeasureView, "bins" | "below" | "n">): CumulativePoint[] {
  let count = view.below;
  const first = view.bins[0];
  if (!first || view.n === 0) return [];
  const points = [{ x: first.from, share: count / view.n }];
  for (const bin of view.bins) {
    count += bin.count;
    points.push({ x: bin.to, share: count / view.n });
  }
  return points;
}

/** By straight lines inside the bins. */
export function shareBelow(view: Pick<MeasureView, "bins" | "below" | "n">, x: number): number | null {
  const points = cumulative(view);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  if (x <= first.x) return first.share;
  if (x >= last.x) return last.share;
  const after = points.findIndex((point) => point.x >= x);
  const [a, b] = [points[after - 1], points[after]];
  return a && b ? a.share + ((b.share - a.share) * (x - a.x)) / (b.x - a.x) : null;
}

export function at(view: MeasureView, p: number): number | null {
  return view.percentiles.find((entry) => entry.p === p)?.value ?? null;
}

const ordinal = (share: number) => {
  const n = Math.round(share * 100);
  const tail = n % 100 >= 11 && n % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${tail}`;
};

/** Decimals for the ends of a range: three digits of its larger end. */
export function rangeDigits(...ends: (number | null)[]): number {
  return Math.max(0, figureDigits(Math.max(...ends.map((end) => Math.abs(end ?? 0)))) - 1);
}

/** The generated sentence that stands for the chart. */
export function measureSentence(view: MeasureView): string {
  const digits = rangeDigits(at(view, 1), at(view, 99));
  const show = (x: number | null) => formatNumber(x, { digits });
  const parts = [`${view.name} from ${show(at(view, 1))} to ${show(at(view, 99))} ${view.unit} (P1 to P99), median ${show(at(view, 50))}`];
  if (view.lossShare !== null) parts.push(`${formatProbability(view.lossShare)} of iterations lose money`);
  if (view.reference) parts.push(`the ${view.reference.name} of ${show(view.reference.value)}${view.reference.share === null ? " is marked" : ` is at the ${ordinal(view.reference.share)} percentile`}`);
  return `${parts.join("; ")}.${view.leftOut ? ` ${view.leftOut}` : ""}`;
}

/** `P67`, the share of iterations below, as the charts write it. */
export function percentileName(share: number): string {
  return `P${formatNumber(share * 100)}`;
}

export function irrShares(result: SimulationResult): { name: string; share: number; count: number; why: string }[] {
  const { unique, several, none } = result.irr;
  const all = Math.max(1, unique + several + none);
  const reasons = [
    [result.irr.none_no_sign_change, "no sign change"],
    [result.irr.none_no_real_root, "no real root"],
    [result.irr.none_touches_only, "touches zero only"],
    [result.irr.none_all_zero, "all zero"],
  ] as const;
  return [
    { name: "One rate", share: unique / all, count: unique, why: "" },
    { name: "None", share: none / all, count: none, why: reasons.filter(([n]) => n > 0).map(([n, text]) => `${formatNumber(n)} ${text}`).join(", ") },
    { name: "Several", share: several / all, count: several, why: several > 0 ? "the cash flow changes sign several times" : "" },
  ];
}

export function cvarCount(result: SimulationResult): number {
  return Math.round(result.npv.n * 0.05);
}

