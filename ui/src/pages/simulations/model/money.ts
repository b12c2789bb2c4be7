/** One scale for all money of a page, so that figures keep four to five digits: thousands are shown in millions when they are many. */
import type { Distribution, Histogram, SimulationResult } from "./result";

const PREFIXES = [
  { name: "", size: 1 },
  { name: "k", size: 1e3 },
  { name: "M", size: 1e6 },
  { name: "bn", size: 1e9 },
] as const;

export interface MoneyScale {
  /** A stored value times this is the shown one. */
  factor: number;
  unit: string;
}

/** `typical` is a size the page shows; it lands between 1 and 99,999. */
export function moneyScale(unit: string, typical: number): MoneyScale {
  const found = /^(k|M|bn)\s?(?=[A-Z$€£¥])(.+)$/.exec(unit);
  const stored = PREFIXES.findIndex((prefix) => prefix.name === (found?.[1] ?? ""));
  const currency = (found?.[2] ?? unit).trim();
  let shown = stored;
  const size = (index: number) => Math.abs(typical) * ((PREFIXES[stored]?.size ?? 1) / (PREFIXES[index]?.size ?? 1));
  while (shown < PREFIXES.length - 1 && size(shown) >= 100_000) shown += 1;
  const prefix = PREFIXES[shown];
  const factor = (PREFIXES[stored]?.size ?? 1) / (prefix?.size ?? 1);
  return { factor, unit: shown === stored ? unit : `${prefix?.name ?? ""} ${currency}`.trim() };
}

export function scaleOf(result: SimulationResult): MoneyScale {
  return moneyScale(result.money_unit, Math.max(Math.abs(result.npv.min), Math.abs(result.npv.max)));
}

/** The result with every money value in the shown unit. Nothing else is touched; exports keep the stored unit. */
export function inShownMoney(result: SimulationResult): SimulationResult {
  const { factor, unit } = scaleOf(result);
  if (factor === 1) return result;
  const times = (x: number) => x * factor;
  const distribution = (d: Distribution): Distribution => ({
    ...d,
    unit,
    ...{ mean: times(d.mean), standard_error: times(d.standard_error), sd: times(d.sd), min: times(d.min), max: times(d.max), var_5: times(d.var_5), cvar_5: times(d.cvar_5) },
    percentiles: d.percentiles.map((q) => ({ p: q.p, value: times(q.value), low: times(q.low), high: times(q.high) })),
  });
  const histogram = (h: Histogram): Histogram => ({ ...h, unit, step: times(h.step), bins: h.bins.map((bin) => ({ from: times(bin.from), to: times(bin.to), count: bin.count })) });
  const band = (b: SimulationResult["cash_flow"][number]) => ({ p10: times(b.p10), p50: times(b.p50), p90: times(b.p90), mean: times(b.mean), base: times(b.base) });
  return {
    ...result,
    money_unit: unit,
    base_npv: { start: times(result.base_npv.start), mid: times(result.base_npv.mid), end: times(result.base_npv.end) },
    npv: distribution(result.npv),
    npv_start: distribution(result.npv_start),
    npv_mid: distribution(result.npv_mid),
    npv_end: distribution(result.npv_end),
    peak_funding: distribution(result.peak_funding),
    npv_histogram: histogram(result.npv_histogram),
    ...(result.peak_funding_histogram ? { peak_funding_histogram: histogram(result.peak_funding_histogram) } : {}),
    cash_flow: result.cash_flow.map(band),
    cumulative_cash_flow: result.cumulative_cash_flow.map(band),
    tornado: {
      base: times(result.tornado.base),
      swing: result.tornado.swing.map((entry) => ({ ...entry, swing: times(entry.swing), low: { input: entry.low.input, npv: times(entry.low.npv) }, high: { input: entry.high.input, npv: times(entry.high.npv) } })),
      rank: result.tornado.rank,
    },
    convergence: { ...result.convergence, points: result.convergence.points.map((point) => ({ iterations: point.iterations, mean: times(point.mean), standard_error: times(point.standard_error) })) },
  };
}
