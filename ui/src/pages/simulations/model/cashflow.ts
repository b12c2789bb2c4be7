/** The yearly bands and their sums as the cash-flow chart reads them. */
import { formatNumber } from "@/lib/format";
import type { Band, Period, SimulationResult } from "./result";

export interface CashFlowView {
  labels: string[];
  yearly: Band[];
  cumulative: Band[];
  unit: string;
  /** Index of the first period whose median cumulative flow is not negative after having been. */
  paybackAt: number | null;
  iterations: number;
}

export function cashFlowView(result: SimulationResult, periods: readonly Pick<Period, "label">[] | null): CashFlowView {
  const cumulative = result.cumulative_cash_flow;
  const negative = cumulative.findIndex((band) => band.p50 < 0);
  const back = negative < 0 ? -1 : cumulative.findIndex((band, i) => i > negative && band.p50 >= 0);
  return {
    labels: result.cash_flow.map((_, i) => periodName(periods?.[i]?.label ?? String(i + 1))),
    yearly: result.cash_flow,
    cumulative,
    unit: result.money_unit,
    paybackAt: back < 0 ? null : back,
    iterations: result.bands_iterations,
  };
}

/** Plain numbers are project years: `Y1`, with a real minus before production. Anything else is shown as typed. */
export function periodName(label: string): string {
  if (/^-\d+$/.test(label)) return `\u2212${label.slice(1)}`;
  return /^\d{1,3}$/.test(label) ? `Y${label}` : label;
}

export function cashFlowSentence(view: CashFlowView): string {
  const last = view.cumulative.at(-1);
  const low = view.cumulative.reduce((min, band) => Math.min(min, band.p50), 0);
  const back = view.paybackAt === null ? "it never comes back to zero" : `it is back at zero in ${view.labels[view.paybackAt] ?? ""}`;
  return `The median cumulative cash flow falls to ${formatNumber(low)} ${view.unit}; ${back} and ends at ${formatNumber(last?.p50)}, between ${formatNumber(last?.p10)} (P10) and ${formatNumber(last?.p90)} (P90).`;
}

/** Labels to print: about `count` of them, always the first and, where there is a sign change, the first positive year. */
export function shownLabels(labels: readonly string[], count: number): Set<number> {
  const first = labels.findIndex((label) => label === "Y1");
  const step = [1, 2, 5, 10, 20, 50].find((s) => labels.length / s <= count) ?? 100;
  const shown = new Set<number>([0]);
  if (first < 0) {
    for (let i = 0; i < labels.length; i += step) shown.add(i);
    return shown;
  }
  shown.add(first);
  labels.forEach((label, i) => {
    const year = /^Y(\d+)$/.exec(label)?.[1];
    if (year !== undefined && Number(year) % step === 0) shown.add(i);
  });
  return shown;
}
