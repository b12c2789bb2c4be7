/** The scenario document as the API reads and writes it: what people typed, nothing computed. */

/** One number for every period, or one per period. Null only in a draft: a cell that was cleared. */
export type Values = number | null | (number | null)[];

export interface Amount {
  unit: string;
  values: Values;
}

export interface Source {
  report?: string;
  table?: string;
  author?: string;
  date?: string;
  note?: string;
}

export type Terms = "real" | "nominal";
export type Timing = "start" | "mid" | "end";
export const TIMINGS: readonly Timing[] = ["start", "mid", "end"];

interface RowBase {
  id: string;
  name: string;
  note?: string;
  source?: Source;
}

/** Typed, another row times something, or a sum of rows. */
export interface ScheduleRow extends RowBase {
  amount?: Amount;
  of?: string;
  times?: Amount;
  sum?: string[];
  unit?: string;
}

/** What is used per unit of a driver, what it costs and what it emits. */
export interface Consumption extends RowBase {
  category: string;
  driver: string;
  intensity: Amount;
  unit: string;
  unit_price?: Amount;
  price?: string;
  escalation?: number | null;
  in_c1?: boolean;
  emission_factor?: Amount;
  scope?: number;
}

export type PricePath =
  | { kind: "gbm"; start?: number; drift?: number; volatility: number; around_deck?: boolean }
  | { kind: "one_factor"; start?: number; reversion: number; long_run_mean?: number; mu?: number; volatility: number; around_deck?: boolean }
  | { kind: "forecast"; forecast: string; beyond?: "hold" | "deck" | "deck_scaled" };

export interface Price extends RowBase {
  unit: string;
  deck?: Values;
  path?: PricePath;
  terms?: Terms;
}

export interface Product extends RowBase {
  main?: boolean;
  in_product?: Amount;
  payable?: Amount;
  payable_fraction?: Values;
  price: string;
}

export type Response =
  | { kind: "given" }
  | { kind: "proportional"; to: string }
  | { kind: "effective_rate"; base: string }
  | { kind: "marginal_rate"; base: string; rate: number; loss_carry_forward?: boolean };

export interface Cost extends RowBase {
  category: string;
  amount?: Amount;
  unit_cost?: Amount;
  driver?: string;
  in_c1?: boolean;
  contingency?: number | null;
  escalation?: number | null;
  response?: Response;
}

export interface Subtotal {
  id: string;
  name: string;
  plus: string[];
  minus?: string[];
  note?: string;
}

export interface Royalty extends RowBase {
  rate?: number | null;
  tiers?: { price: string; mode: "marginal" | "slab"; steps: [number, number][] };
  base?: string;
  cumulative_cap?: Amount;
  amount?: Amount;
  response?: Response;
}

export interface Depreciation extends RowBase {
  of: string[];
  method: { kind: "straight_line"; life_years: number | null } | { kind: "declining_balance"; life_years: number | null; factor: number | null } | { kind: "units_of_production"; driver: string } | { kind: "macrs"; class_years: number };
  from?: string;
}

export interface Tax extends RowBase {
  rate?: number | null;
  base?: string;
  deductions?: string[];
  losses?: { limit?: number; floor?: number; expiry_years?: number };
  amount?: Amount;
  response?: Response;
}

export interface Capital extends RowBase {
  kind: "initial" | "sustaining" | "growth";
  amount: Amount;
  contingency?: number | null;
  escalation?: number | null;
  response?: Response;
}

export interface Closure extends RowBase {
  amount: Amount;
  contingency?: number | null;
  escalation?: number | null;
}

export interface WorkingCapital extends RowBase {
  increase?: Amount;
  days?: number | null;
  of?: string;
  side?: "receivable" | "inventory" | "payable";
  response?: Response;
}

/** Tagged by `kind`; the parameters depend on it. See `distribution.ts` for the kinds the picker offers. */
export type Distribution = { kind: string; [parameter: string]: unknown };

export interface Uncertain {
  id: string;
  label: string;
  target: string;
  kind: "value" | "factor";
  distribution: Distribution;
  unit?: string;
  note?: string;
  source?: Source;
}

export interface CorrelatedPair {
  a: string;
  b: string;
  rho: number;
}

/** Rank correlations; pairs that are not named are independent. */
export interface Correlation {
  method?: "gaussian" | "t" | "iman_conover";
  degrees_of_freedom?: number;
  pairs: CorrelatedPair[];
  note?: string;
  source?: Source;
}

export interface Reported {
  figure: string;
  value: Values;
  unit: string;
  tolerance?: number;
  relative_tolerance?: number;
  source?: Source;
  note?: string;
}

export interface Scenario {
  schema_version: number;
  name: string;
  description?: string;
  source?: Source;
  basis: { money: string; terms: Terms; base_year?: number | null; inflation?: number | null; base_lead_years?: number | null; note?: string };
  periods: { labels: string[]; length_years: Values; start?: string; phases?: { name: string; from: string; to: string }[] };
  discount: { rate: number | null; timing: Timing; terms?: Terms; note?: string };
  schedule?: ScheduleRow[];
  prices?: Price[];
  products?: Product[];
  costs?: Cost[];
  consumption?: Consumption[];
  subtotals?: Subtotal[];
  royalties?: Royalty[];
  depreciation?: Depreciation[];
  taxes?: Tax[];
  capital?: Capital[];
  closure?: Closure[];
  working_capital?: WorkingCapital[];
  unit_costs?: { id: string; name: string; measure: string; over: unknown; unit: string; note?: string }[];
  uncertain?: Uncertain[];
  correlation?: Correlation;
  reported?: Reported[];
}
