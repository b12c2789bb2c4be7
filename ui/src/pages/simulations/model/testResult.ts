/** A small result for the tests of this folder. */
import type { Distribution, SimulationResult } from "./result";

function distribution(unit: string, values: readonly number[], negative = 0): Distribution {
  return {
    unit,
    n: 1000,
    mean: values[4] ?? 0,
    standard_error: 2,
    sd: 63,
    min: values[0] ?? 0,
    max: values.at(-1) ?? 0,
    percentiles: [1, 5, 10, 25, 50, 75, 90, 95, 99].map((p, i) => ({ p, value: values[i] ?? 0, low: values[i] ?? 0, high: values[i] ?? 0 })),
    probability_negative: { value: negative, low: negative, high: negative, count: negative * 1000 },
    var_5: values[1] ?? 0,
    cvar_5: values[0] ?? 0,
  };
}

export function smallResult(): SimulationResult {
  const npv = distribution("M US$", [-150, -90, -50, 20, 100, 180, 250, 290, 350], 0.2);
  return {
    engine_version: "0.1.0",
    scenario_name: "Small copper",
    settings: { iterations: 1000, seed: 1, sampling: "monte_carlo" },
    iterations: 1000,
    cancelled: false,
    money_unit: "M US$",
    discount_rate: 0.08,
    timing: "mid",
    base_npv: { start: 124.7, mid: 120, end: 115.5 },
    base_irr: 0.2,
    base_npv_percentile: 0.6,
    npv,
    npv_start: npv,
    npv_mid: npv,
    npv_end: npv,
    irr: { distribution: distribution("1", [0.02, 0.05, 0.08, 0.13, 0.18, 0.24, 0.3, 0.33, 0.4]), unique: 985, several: 5, none: 10, none_all_zero: 0, none_no_sign_change: 10, none_no_real_root: 0, none_touches_only: 0 },
    payback: { distribution: distribution("years", [3, 3.2, 3.5, 4, 4.5, 6, 8, 9, 12]), production_start_years: 1, not_recovered: 30, recrosses: 0 },
    peak_funding: distribution("M US$", [80, 85, 90, 95, 100, 105, 110, 115, 120]),
    npv_histogram: { unit: "M US$", step: 100, bins: [[-200, 50], [-100, 100], [0, 300], [100, 300], [200, 170], [300, 60]].map(([from = 0, count = 0]) => ({ from, to: from + 100, count })), below: 10, above: 10 },
    cash_flow: [-100, 60, 100].map((p50) => ({ p10: p50 - 40, p50, p90: p50 + 40, mean: p50, base: p50 + 5 })),
    cumulative_cash_flow: [-100, -40, 60].map((p50) => ({ p10: p50 - 80, p50, p90: p50 + 80, mean: p50, base: p50 + 5 })),
    bands_iterations: 1000,
    tornado: { base: 120, swing: [], rank: [] },
    convergence: { points: [], settled_at: null },
    inputs: [],
    warnings: [],
    assumptions: [],
  };
}
