/** The seven figures at the head of a result, as text; the page only places them. */
import { formatFigure, formatInterval, formatNumber, formatPercent, formatProbability } from "@/lib/format";
import { cvarCount, rangeDigits } from "./measure";
import { percentile, type Distribution, type SimulationResult } from "./result";

export type StripId = "npv" | "mean" | "loss" | "irr" | "payback" | "peak" | "cvar";

export interface StripFigure {
  id: StripId;
  label: string;
  value: number | null;
  shown?: string;
  unit?: string;
  detail: string;
  reason?: string;
  wide?: boolean;
}

const bare = (percent: string) => percent.replace(/[\s\u202F]%$/, "");

export function stripOf(result: SimulationResult): StripFigure[] {
  const { npv, irr, payback, peak_funding: peak, money_unit: unit } = result;
  return [
    { id: "npv", label: "NPV, median", value: percentile(npv, 50), unit, detail: formatInterval(percentile(npv, 10), percentile(npv, 90), ["P10", "P90"], rangeDigits(percentile(npv, 10), percentile(npv, 90))), wide: true },
    { id: "mean", label: "Mean", value: npv.mean, unit, detail: `± ${formatFigure(1.96 * npv.standard_error)} at 95 %` },
    { id: "loss", label: "P(NPV < 0)", value: npv.probability_negative.value, shown: bare(formatProbability(npv.probability_negative.value)), unit: "%", detail: `${formatNumber(npv.probability_negative.count)} of ${formatNumber(npv.n)}` },
    irrFigure(irr.distribution, irr),
    paybackFigure(payback.distribution, payback),
    { id: "peak", label: "Peak funding", value: percentile(peak, 50), unit, detail: `P90 ${formatFigure(percentile(peak, 90))}` },
    { id: "cvar", label: "CVaR 5 %", value: npv.cvar_5, unit, detail: `mean of the worst ${formatNumber(cvarCount(result))}` },
  ];
}

function irrFigure(distribution: Distribution | null, irr: SimulationResult["irr"]): StripFigure {
  const p50 = distribution ? percentile(distribution, 50) : null;
  if (!distribution || p50 === null) return { id: "irr", label: "IRR, median", value: null, detail: `${formatNumber(irr.none)} with none, ${formatNumber(irr.several)} with several`, reason: "no iteration has exactly one rate" };
  const low = percentile(distribution, 10);
  const high = percentile(distribution, 90);
  return { id: "irr", label: "IRR, median", value: p50, shown: bare(formatPercent(p50)), unit: "%", detail: `${bare(formatPercent(low))} to ${formatPercent(high)}, P10–P90` };
}

/** Counted from the first period with sales where there is one: that is how studies print it. */
function paybackFigure(distribution: Distribution | null, payback: SimulationResult["payback"]): StripFigure {
  const p50 = distribution ? percentile(distribution, 50) : null;
  if (!distribution || p50 === null) return { id: "payback", label: "Payback", value: null, detail: `${formatNumber(payback.not_recovered)} never pay back`, reason: "no iteration recovers the outlay" };
  const start = payback.production_start_years ?? 0;
  const p90 = percentile(distribution, 90);
  const from = payback.production_start_years === null ? "from the start" : "from first sales";
  return { id: "payback", label: "Payback", value: p50 - start, shown: formatNumber(p50 - start, { digits: 1 }), unit: "years", detail: p90 === null ? from : `${from}; P90 ${formatNumber(p90 - start, { digits: 1 })}` };
}
