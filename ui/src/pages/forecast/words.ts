/** What the engine names in code, in words. */
import type { Intervals } from "@/api/forecasts";
import type { Standing } from "@/api/engine";
import type { Tone } from "@/ui/Chip";

/** Where a band comes from. */
const METHODS: Record<string, string> = {
  calibrated: "past errors of all steps, drawn towards what is usual",
  split_conformal_symmetric: "past errors of each step",
  split_conformal_signed: "past errors of each step, each side apart",
  adaptive_conformal: "past errors, at a level that follows its own record",
  analytic_normal: "the model alone, with normal errors",
  simulated: "paths drawn from the model with normal errors",
  bootstrapped: "paths drawn from the model with its own past errors",
};
export const methodWords = (code: string) => METHODS[code] ?? code.replaceAll("_", " ");

const SHORT: Record<string, string> = { calibrated: "calibrated", split_conformal_symmetric: "split conformal", split_conformal_signed: "split conformal, two-sided", adaptive_conformal: "adaptive conformal", analytic_normal: "analytic" };
export const methodName = (code: string) => SHORT[code] ?? code.replaceAll("_", " ");

export const INTERVAL_NAMES: Record<Intervals, { name: string; what: string }> = {
  automatic: { name: "Automatic", what: "Split conformal where many past forecasts do not overlap, calibrated otherwise." },
  calibrated: { name: "Calibrated", what: "From past errors of all steps, drawn towards what is usual where they are few." },
  split_conformal: { name: "Split conformal", what: "From past errors of each step; 95 % needs 19 of them." },
  split_conformal_signed: { name: "Two-sided conformal", what: "From past errors of each step, each side apart; 95 % needs 39 of them." },
  adaptive_conformal: { name: "Adaptive conformal", what: "From past errors, at a level that follows its own record." },
  analytic: { name: "Analytic", what: "From the model alone, with normal errors. Not measured on past errors." },
  simulated: { name: "Simulated", what: "Paths drawn from the model with normal errors." },
  bootstrapped: { name: "Bootstrapped", what: "Paths drawn from the model with its own past errors." },
};

const FALLBACKS: Record<string, string> = {
  constant: "All values are equal, so naive is shown.",
  too_short_to_test: "No past forecast fits into the history, so models were not compared.",
  calibrated_bands: "Past forecasts are few, so at least one interval leans on what is usual for such errors.",
  analytic_bands: "At least one interval comes from the model alone: past errors were too few to measure it.",
  no_bands: "At least one interval cannot be given.",
  merged_windows: "The history is short: the past forecasts that choose the model also measure its intervals or test it.",
  limited_refits: "To stay within the budget, models were not refitted at every origin; their state moved on in between.",
  limited_windows: "Past forecasts start from origins spread over the history or cut to a number, not from every one.",
  early_stopping: "Models that could not win any more left the race early.",
  shortened_history: "The front of the history is left out, because a regressor begins later.",
  regressors_ignored: "Some of the models cannot use the regressors and ran without them.",
  member_refused: "A member of the ensemble refused the data and is left out.",
};
/** A sentence; a code of a newer engine is still said. */
export const fallbackWords = (code: string) => FALLBACKS[code] ?? `The engine notes: ${code.replaceAll("_", " ")}.`;

const REASONS: Record<string, string> = {
  benchmark: "it is the benchmark itself",
  no_data: "there is no past forecast",
  too_few_observations: "too few past forecasts to test the difference",
  division_by_zero: "the denominator is zero",
  zero_variance: "the values do not vary",
  non_positive_long_run_variance: "the long-run variance estimate is not positive",
  insufficient_calibration: "too few past forecasts for this level",
  out_of_domain: "outside the range of finite numbers",
};
export const reasonWords = (code: string) => REASONS[code] ?? code.replaceAll("_", " ");

export const STANDINGS: Record<Standing, { word: string; tone: Tone; what: string }> = {
  chosen: { word: "chosen", tone: "modelled", what: "this model makes the forecast" },
  lost: { word: "lost", tone: "plain", what: "another model had the lower error, or was preferred" },
  stopped: { word: "stopped", tone: "doubtful", what: "left the race early: it could not win any more" },
  refused: { word: "refused", tone: "plain", what: "the model cannot take these data" },
  benchmark: { word: "benchmark", tone: "sample", what: "shown for comparison, not among the models asked for" },
};

export const OLDER_ENGINE = "This forecast was made by an older engine, which did not keep all of it; make it again to see it in full.";
