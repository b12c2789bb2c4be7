/** What a simulation evaluates to, as the API answers it. Percentiles: P10 is the low one. */
import type { Source, Terms, Timing, Values } from "@/pages/scenarios/model/scenario";

export interface Figure {
  value: number | null;
  /** A code saying why there is no value; `reasons.ts` puts it in words. */
  reason?: string;
  unit: string;
}

export type ByTiming = Record<Timing, number>;

export interface Irr {
  status: "unique" | "none" | "several";
  value: number | null;
  reason?: string | null;
  roots?: number[];
  other_roots?: number[];
  kind?: string | null;
}

export interface Payback {
  years: number | null;
  recrosses?: boolean;
  final_years?: number | null;
  reason?: string | null;
}

export interface PeakFunding {
  value: number;
  /** Index of the period at whose end it stands. */
  period: number | null;
}

export type Section = "schedule" | "prices" | "products" | "revenue" | "selling" | "costs" | "royalties" | "subtotals" | "working_capital" | "capital" | "closure" | "depreciation" | "taxes" | "cash_flow";

export interface Row {
  id: string;
  name: string;
  section: Section;
  kind: "given" | "computed" | "total";
  sign: number;
  unit: string;
  values: number[];
  total: number | null;
  formula: string;
  pointer?: string;
  source?: Source;
  note?: string;
}

export interface Period {
  label: string;
  start_years: number;
  length_years: number;
  phase: string | null;
  start_date: string | null;
}

export interface Reconciliation {
  figure: string;
  name: string;
  unit: string;
  reported: Values;
  computed: Values | null;
  gap: number | null;
  gap_relative: number | null;
  gap_period: string | null;
  tolerance: number;
  agrees: boolean;
  note: string | null;
  source: Source | null;
}

export interface BaseCase {
  engine_version: string;
  scenario_name: string;
  money_unit: string;
  terms: Terms;
  base_year: number | null;
  discount_rate: number;
  timing: Timing;
  periods: Period[];
  rows: Row[];
  figures: {
    npv: Figure;
    npv_after_tax: ByTiming;
    npv_before_tax: ByTiming;
    irr_after_tax: Irr;
    irr_before_tax: Irr;
    mirr: Figure;
    payback: Payback;
    payback_from_production: Figure;
    discounted_payback: Payback;
    profitability_index: Figure;
    peak_funding: PeakFunding;
    peak_funding_label: string | null;
    unit_costs: { id: string; name: string; measure: string; over: unknown; value: Figure; rows: string[] }[];
    break_even: { price: string; name: string; after_tax: Figure; before_tax: Figure; after_tax_factor: Figure; before_tax_factor: Figure }[];
  };
  reconciliation: Reconciliation[];
  warnings: string[];
  assumptions: string[];
}

export interface Percentile {
  p: number;
  value: number;
  low: number;
  high: number;
}

export interface Distribution {
  unit: string;
  n: number;
  mean: number;
  standard_error: number;
  sd: number;
  min: number;
  max: number;
  percentiles: Percentile[];
  probability_negative: { value: number; low: number; high: number; count: number };
  var_5: number;
  cvar_5: number;
}

export interface Bin {
  from: number;
  to: number;
  count: number;
}

export interface Histogram {
  unit: string;
  step: number;
  bins: Bin[];
  below: number;
  above: number;
}

export interface Band {
  p10: number;
  p50: number;
  p90: number;
  mean: number;
  base: number;
}

export interface SwingEntry {
  input: string;
  label: string;
  unit: string;
  base: number;
  low: { input: number; npv: number };
  high: { input: number; npv: number };
  swing: number;
  path?: string;
}

export interface RankEntry {
  input: string;
  label: string;
  correlation: number | null;
  share: number | null;
}

export interface ConvergencePoint {
  iterations: number;
  mean: number;
  standard_error: number;
}

export interface InputSummary {
  input: string;
  label: string;
  target: string;
  unit: string;
  distribution: string;
  base: number;
  mean: number | null;
  sd: number | null;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  sample_mean: number;
  sample_sd: number;
  sample_p10: number;
  sample_p50: number;
  sample_p90: number;
  note?: string;
}

export type Sampling = "monte_carlo" | "latin_hypercube";

export interface SimulationResult {
  engine_version: string;
  scenario_name: string;
  settings: { iterations: number; seed: number; sampling: Sampling };
  iterations: number;
  cancelled: boolean;
  money_unit: string;
  discount_rate: number;
  timing: Timing;
  base_npv: ByTiming;
  base_irr: number | null;
  base_npv_percentile: number;
  npv: Distribution;
  npv_start: Distribution;
  npv_mid: Distribution;
  npv_end: Distribution;
  irr: { distribution: Distribution | null; histogram?: Histogram | null; unique: number; several: number; none: number; none_all_zero: number; none_no_sign_change: number; none_no_real_root: number; none_touches_only: number };
  payback: { distribution: Distribution | null; histogram?: Histogram | null; production_start_years: number | null; not_recovered: number; recrosses: number };
  peak_funding: Distribution;
  npv_histogram: Histogram;
  peak_funding_histogram?: Histogram | null;
  cash_flow: Band[];
  cumulative_cash_flow: Band[];
  bands_iterations: number;
  tornado: { base: number; swing: SwingEntry[]; rank: RankEntry[] };
  convergence: { points: ConvergencePoint[]; settled_at: number | null; note?: string };
  inputs: InputSummary[];
  warnings: string[];
  assumptions: string[];
}

export function percentile(distribution: Distribution, p: number): number | null {
  return distribution.percentiles.find((entry) => Math.abs(entry.p - p) < 1e-9)?.value ?? null;
}
