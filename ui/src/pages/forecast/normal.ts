/** Residuals against the normal distribution. */
import { formatNumber } from "@/lib/format";

const A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239] as const;
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572] as const;
const C = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783] as const;
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416] as const;
const horner = (terms: readonly number[], x: number) => terms.reduce((sum, term) => sum * x + term, 0);

/** The standard normal quantile, by Acklam's rational approximation (relative error below 1.2e-9). */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return horner(C, q) / horner([...D, 1], q);
  }
  if (p > 1 - 0.02425) return -normalQuantile(1 - p);
  const q = p - 0.5;
  return (horner(A, q * q) * q) / horner([...B, 1], q * q);
}

export interface QuantilePair {
  p: number;
  normal: number;
  residual: number;
}

/** Sorted residuals, or evenly spaced quantiles of so many of them, beside those of the normal distribution. */
export function quantilePairs(quantiles: readonly number[], errors: number): QuantilePair[] {
  const n = quantiles.length;
  const condensed = errors > n;
  // The ends of condensed quantiles are the extremes of all errors; as sorted errors they stand half a rank inside.
  const edge = 0.5 / Math.max(errors, n);
  return quantiles.map((residual, i) => {
    const p = condensed ? Math.min(1 - edge, Math.max(edge, i / (n - 1))) : (i + 0.5) / n;
    return { p, normal: normalQuantile(p), residual };
  });
}

/** What the tails say, at the outer 5 %. */
export function tailSentence(pairs: readonly QuantilePair[], errors: number): string {
  if (errors < 20) return `${formatNumber(errors)} residuals are too few to judge their distribution.`;
  const at = (p: number) => pairs.reduce((best, pair) => (Math.abs(pair.p - p) < Math.abs(best.p - p) ? pair : best), pairs[0] ?? { p, normal: 0, residual: 0 });
  const share = errors >= 200 ? 0.01 : 0.05;
  const low = at(share);
  const high = at(1 - share);
  const words = (pair: QuantilePair, side: string) => {
    const ratio = pair.residual / pair.normal;
    return ratio > 1.15 ? `the ${side} tail is heavier than normal` : ratio < 0.85 ? `the ${side} tail is lighter than normal` : `the ${side} tail is about normal`;
  };
  const name = `${formatNumber(share * 100)} %`;
  const show = (x: number) => formatNumber(x, { digits: 1 });
  const text = `${words(low, "lower")} (${name} of residuals lie below ${show(low.residual)} standard deviations, ${show(low.normal)} if normal), ${words(high, "upper")} (${name} above ${show(high.residual)}, ${show(high.normal)} if normal).`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The Ljung–Box test as a sentence. */
export function ljungBoxSentence(residuals: { lags: number; q: number | null; p: number | null }, pValue: string): string {
  if (residuals.q === null || residuals.p === null) return "Too few residuals for the Ljung–Box test.";
  const left = residuals.p < 0.05;
  return `${left ? "A pattern is left in the residuals" : "The residuals look like white noise"}: Ljung–Box over ${formatNumber(residuals.lags)} lags, Q ${formatNumber(residuals.q, { digits: 1 })}, p ${pValue}.${left ? " The model misses something that past values tell." : ""}`;
}
