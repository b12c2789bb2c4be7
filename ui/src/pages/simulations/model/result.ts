/** What a simulation evaluates to, as the API answers it. Percentiles: P10 is the low one. */
import type { components } from "@/api/schema";

/** As the engine gives it: a field that may be missing is left out, not null. */
type Engine<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Figure = Engine<"ProjectFigure">;
export type ByTiming = Engine<"ByTiming">;
export type Irr = Engine<"Irr">;
export type Payback = Engine<"Payback">;
export type PeakFunding = Engine<"PeakFunding">;
export type Section = Engine<"Section">;
export type Row = Engine<"CashFlowRow">;
export type Period = Engine<"PeriodInfo">;
export type Reconciliation = Engine<"Reconciliation">;
export type BaseCase = Engine<"BaseCase">;
export type Percentile = Engine<"Percentile">;
export type Distribution = Engine<"DistributionSummary">;
export type Bin = Engine<"Bin">;
export type Histogram = Engine<"Histogram">;
export type Band = Engine<"CashFlowBand">;
export type SwingEntry = Engine<"SwingEntry">;
export type RankEntry = Engine<"RankEntry">;
export type ConvergencePoint = Engine<"ConvergencePoint">;
export type InputSummary = Engine<"InputSummary">;
export type Sampling = Engine<"Sampling">;
export type SimulationResult = Engine<"SimulationResult">;

export function percentile(distribution: Distribution, p: number): number | null {
  return distribution.percentiles.find((entry) => Math.abs(entry.p - p) < 1e-9)?.value ?? null;
}
