/** The base case under the three timing conventions beside what the study prints and what was simulated. */
import type { Timing } from "@/pages/scenarios/model/scenario";
import { percentile, type BaseCase, type Reconciliation, type SimulationResult } from "./result";

export interface TimingRow {
  timing: Timing;
  base: number;
  /** The study's figure in the shown unit, with how many decimals it prints. */
  printed: number | null;
  gap: number | null;
  simulated: number | null;
  headline: boolean;
}

export function timingRows(result: SimulationResult, base: BaseCase | null): TimingRow[] {
  return (["start", "mid", "end"] as const).map((timing) => {
    const printed = printedNpv(base?.reconciliation ?? [], timing, result.timing, result.money_unit);
    const npv = result.base_npv[timing];
    return {
      timing,
      base: npv,
      printed,
      gap: printed === null ? null : npv - printed,
      simulated: percentile({ start: result.npv_start, mid: result.npv_mid, end: result.npv_end }[timing], 50),
      headline: timing === result.timing,
    };
  });
}

/** A printed NPV without a named timing is the one of the scenario's own timing. */
function printedNpv(entries: readonly Reconciliation[], timing: Timing, headline: Timing, unit: string): number | null {
  const found = entries.find((entry) => entry.figure === `npv_after_tax.${timing}`) ?? (timing === headline ? entries.find((entry) => entry.figure === "npv_after_tax") : undefined);
  if (typeof found?.reported !== "number") return null;
  return inUnit(found.reported, found.unit, unit);
}

/** Money from one unit into another of the same currency; null when they do not compare. */
export function inUnit(value: number, from: string, to: string): number | null {
  if (from === to) return value;
  const size = (unit: string) => ({ k: 1e3, M: 1e6, bn: 1e9 })[/^(k|M|bn)\s?(?=[A-Z$€£¥])/.exec(unit)?.[1] ?? ""] ?? 1;
  const currency = (unit: string) => unit.replace(/^(k|M|bn)\s?(?=[A-Z$€£¥])/, "").trim();
  return currency(from) === currency(to) ? (value * size(from)) / size(to) : null;
}

/** How far the conventions lie from the headline one: ±4 %. */
export function timingSpread(result: SimulationResult): number | null {
  const headline = result.base_npv[result.timing];
  if (headline === 0) return null;
  const others = (["start", "mid", "end"] as const).filter((timing) => timing !== result.timing).map((timing) => Math.abs(result.base_npv[timing] / headline - 1));
  return Math.max(...others);
}

