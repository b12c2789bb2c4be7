/** Every model the engine has by name, in families and in words. A new model is one line here. */

export interface Family {
  id: string;
  label: string;
  models: readonly { code: string; name: string; what: string; automatic?: true }[];
}

export const FAMILIES: readonly Family[] = [
  {
    id: "naive",
    label: "Naive family",
    models: [
      { code: "naive", name: "Naive", what: "the last value", automatic: true },
      { code: "seasonal_naive", name: "Seasonal naive", what: "the last season", automatic: true },
      { code: "naive2", name: "Naive2", what: "naive on data without their season, the benchmark of the M competitions" },
      { code: "drift", name: "Drift", what: "the last value and the mean change", automatic: true },
      { code: "window_average", name: "Window average", what: "the mean of the last season" },
      { code: "historic_mean", name: "Historic mean", what: "the mean of everything" },
    ],
  },
  {
    id: "exponential_smoothing",
    label: "Exponential smoothing",
    models: [
      { code: "ses", name: "SES", what: "a level", automatic: true },
      { code: "holt", name: "Holt", what: "a level and a trend" },
      { code: "damped_holt", name: "Damped Holt", what: "a level and a trend that fades", automatic: true },
      { code: "ets", name: "ETS", what: "the form of error, trend and season with the lowest AICc" },
      { code: "ets_average", name: "ETS average", what: "all forms, weighted by their AICc", automatic: true },
    ],
  },
  {
    id: "theta",
    label: "Theta",
    models: [
      { code: "theta", name: "Theta", what: "half the slope", automatic: true },
      { code: "dynamic_theta", name: "Dynamic Theta", what: "half the slope, and lines that move" },
      { code: "optimised_theta", name: "Optimised Theta", what: "the weight of the second line estimated" },
      { code: "dynamic_optimised_theta", name: "Dynamic optimised Theta", what: "the weight estimated, and lines that move", automatic: true },
    ],
  },
  {
    id: "arima",
    label: "ARIMA",
    models: [
      { code: "arima", name: "ARIMA", what: "the order with the lowest AICc; takes regressors" },
      { code: "arima_average", name: "ARIMA average", what: "the orders weighted by their AICc; takes regressors", automatic: true },
    ],
  },
  { id: "mean_reverting", label: "Mean reverting", models: [{ code: "mean_reverting", name: "Mean reverting", what: "returns to a mean at a steady rate", automatic: true }] },
  {
    id: "volatility",
    label: "Moving volatility",
    models: [
      { code: "garch", name: "GARCH", what: "naive with bands that are wide in turmoil and narrow in calm" },
      { code: "gjr_garch", name: "GJR-GARCH", what: "the same, falls unsettling more than rises" },
      { code: "egarch", name: "EGARCH", what: "the same on the logarithm of the variance" },
    ],
  },
  {
    id: "regression",
    label: "Regression on seasons",
    models: [
      { code: "harmonic", name: "Harmonic regression", what: "seasons as sines and cosines, ARIMA errors; takes regressors" },
      { code: "trend_season", name: "Trend and season", what: "Prophet's model: a line that bends, and seasons; takes regressors" },
    ],
  },
  {
    id: "intermittent",
    label: "Intermittent demand",
    models: [
      { code: "croston", name: "Croston", what: "sizes and intervals smoothed apart" },
      { code: "croston_sba", name: "Croston SBA", what: "the same without its bias" },
      { code: "croston_optimised", name: "Optimised Croston", what: "the same with estimated weights" },
      { code: "tsb", name: "TSB", what: "sizes and the chance of a demand" },
      { code: "adida", name: "ADIDA", what: "demand over longer periods, shared out" },
      { code: "imapa", name: "IMAPA", what: "the mean over several such periods" },
    ],
  },
  { id: "complex_smoothing", label: "Complex smoothing", models: [{ code: "ces", name: "CES", what: "complex exponential smoothing", automatic: true }] },
  { id: "decomposition", label: "Decomposition", models: [{ code: "decomposed", name: "STL with ETS", what: "seasons by loess, exponential smoothing on the rest" }] },
  {
    id: "ensemble",
    label: "Ensembles",
    models: [
      { code: "ensemble_median", name: "Median ensemble", what: "median of ETS average, dynamic optimised Theta, Theta and ARIMA average", automatic: true },
      { code: "ensemble_mean", name: "Mean ensemble", what: "mean of the same four" },
      { code: "ensemble_weighted", name: "Weighted ensemble", what: "the same four by inverse error variance" },
      { code: "scum", name: "SCUM median", what: "median of ETS, CES, ARIMA and dynamic optimised Theta" },
    ],
  },
];

export const MODELS = FAMILIES.flatMap((family) => family.models.map((model) => ({ ...model, family: family.id })));
export const AUTOMATIC: readonly string[] = MODELS.filter((model) => model.automatic).map((model) => model.code);
const NAMES = new Map(MODELS.map((model) => [model.code, model.name]));
const LISTED = new Set(NAMES.keys());

const ETS = /^ets:([AM])(N|Ad|A)([NAM])$/;
const ARIMA = /^arima:(\d)-(\d)-(\d)(?:-(\d)-(\d)-(\d)-(\d{1,5}))?(-c)?$/;

/** A single form as the engine displays it; null when the code is none. */
function formName(code: string): string | null {
  const [ets, error, trend, season] = ETS.exec(code) ?? [];
  // A multiplicative season needs a multiplicative error.
  if (ets) return error === "A" && season === "M" ? null : `ETS(${error},${trend},${season})`;
  const [arima, p, d, q, sp, sd, sq, m, constant] = ARIMA.exec(code) ?? [];
  if (!arima || (m !== undefined && Number(m) < 2)) return null;
  const seasonal = m !== undefined && Number(sp) + Number(sd) + Number(sq) > 0 ? `(${sp},${sd},${sq})[${m}]` : "";
  return `ARIMA(${p},${d},${q})${seasonal}${constant ? (Number(d) + Number(sd ?? 0) > 0 ? " with drift" : " with mean") : ""}`;
}

export function modelName(code: string): string {
  return NAMES.get(code) ?? formName(code) ?? (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll("_", " ");
}

export const isForm = (code: string) => !LISTED.has(code);
/** Takes regressors into account by itself. */
export const takesRegressors = (code: string) => code === "arima" || code === "arima_average" || code.startsWith("arima:");

/** Single forms as typed: read, and what cannot be read. */
export function parseForms(text: string): { forms: string[]; wrong: string[] } {
  const parts = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
  return { forms: parts.filter((part) => formName(part) !== null), wrong: parts.filter((part) => formName(part) === null) };
}

/** The chosen models in the order of the table, single forms last; null is the automatic choice. */
export function ordered(codes: readonly string[]): string[] | null {
  const listed = MODELS.map((model) => model.code).filter((code) => codes.includes(code));
  const all = [...listed, ...[...new Set(codes)].filter(isForm)];
  return all.length === 0 ? null : all;
}
