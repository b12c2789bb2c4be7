/** Forecasts: made on the fly, stored, scored. `read` turns the engine's answer into what the pages draw. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import type { EngineCandidate, EngineForecast, EngineTransform, Standing } from "./engine";
import { address } from "./http";
import type { ForecastSummary } from "./types";

export const INTERVALS = ["automatic", "calibrated", "split_conformal", "split_conformal_signed", "adaptive_conformal", "analytic", "simulated", "bootstrapped"] as const;
export type Intervals = (typeof INTERVALS)[number];
export type Transform = "automatic" | "none" | "log" | { box_cox: number };

/** Another series that drives the one forecast. */
export interface Regressor {
  series_id: string;
  known_ahead: boolean;
  /** A rule, or values step by step of which the last one holds. */
  future: "forecast" | "hold" | number[];
}

/** What is left out is the server's default. */
export interface ForecastRequest {
  series_id: string;
  horizon: number;
  /** Percent. */
  levels: number[];
  models: "automatic" | string[];
  as_of?: string | undefined;
  transform?: Transform;
  intervals?: Intervals;
  budget_ms?: number;
  seed?: number;
  regressors?: Regressor[];
}

export interface Band {
  /** Percent. */
  level: number;
  lower: (number | null)[];
  upper: (number | null)[];
  /** The engine's code of the method. */
  method: string;
}

export interface Candidate {
  model: string;
  standing: Standing;
  /** What the family chose, such as `ETS(M,Ad,M)`. */
  form: string | null;
  /** On the windows that choose. */
  mase: number | null;
  byStep: (number | null)[];
  /** On later windows, which had no say in the choice. */
  testMase: number | null;
  smape: number | null;
  dm: number | null;
  p: number | null;
  /** Corrected for the number of rivals. */
  pHolm: number | null;
  /** Why there is no test; null when there is one. */
  untested: string | null;
  /** Percent, by level in percent. */
  coverage: { level: number; measured: number | null }[];
  refits: number | null;
  refitEvery: number | null;
  why: string;
}

export interface Coverage {
  level: number;
  /** Percent that fell inside in test. */
  measured: number | null;
  windows: number;
  /** The engine's code of the intervals that were tested. */
  method: string;
}

/** What the shown model would have said at an origin in the past. */
export interface PastForecast {
  times: string[];
  median: number[];
  actual: (number | null)[];
}

export interface ForecastResult {
  model: string;
  form: string | null;
  transform: string;
  parameters: Record<string, number>;
  times: string[];
  median: (number | null)[];
  mean: (number | null)[];
  naive: (number | null)[];
  bands: Band[];
  missingBands: { level: number; reason: string }[];
  candidates: Candidate[];
  coverage: Coverage[];
  cutOff: string;
  used: number;
  missing: number;
  windows: { selection: number; calibration: number; test: number };
  verdict: { sentence: string; remarks: string[]; beatsNaive: boolean };
  residuals: { acf: number[]; n: number; bound: number | null; lags: number; q: number | null; p: number | null; quantiles: number[]; errors: number };
  /** Null where the engine that made it did not keep them. */
  past: PastForecast[] | null;
  fallbacks: string[];
  engine: string;
  seed: number;
}

export interface StoredForecast {
  summary: ForecastSummary;
  /** Null when it was made by an engine whose answer had another shape. */
  result: ForecastResult | null;
}

const percent = (share: number) => Math.round(share * 1e6) / 1e4;

function transformName(transform: EngineTransform | undefined): string {
  if (transform === undefined) return "none";
  return typeof transform === "string" ? transform : `box_cox ${transform.box_cox.lambda}`;
}

/** The answer as the pages draw it; null when it lacks the median, as older engines' answers do. */
export function read(raw: EngineForecast): ForecastResult | null {
  if (!raw.median) return null;
  const { diagnostics, fitted } = raw;
  return {
    model: raw.model,
    form: fitted.form ?? null,
    transform: transformName(raw.transform),
    parameters: fitted.parameters,
    times: raw.times,
    median: raw.median,
    mean: raw.mean,
    naive: raw.naive,
    bands: raw.bands.map((band) => ({ level: percent(band.level), lower: band.lower, upper: band.upper, method: band.method })),
    missingBands: raw.missing_bands.map((band) => ({ level: percent(band.level), reason: band.reason })),
    candidates: raw.candidates.map(candidate),
    coverage: raw.coverage.map((entry) => ({ level: percent(entry.level), measured: entry.coverage.value === null ? null : entry.coverage.value * 100, windows: entry.windows, method: entry.method })),
    cutOff: raw.cut_off ?? raw.times[0] ?? "",
    used: raw.n_used,
    missing: raw.n_missing,
    windows: { selection: raw.windows?.selection.windows ?? 0, calibration: raw.windows?.calibration.windows ?? 0, test: raw.windows?.test.windows ?? 0 },
    verdict: { sentence: raw.verdict.sentence, remarks: raw.verdict.remarks, beatsNaive: raw.verdict.beats_naive },
    residuals: {
      acf: diagnostics.autocorrelations,
      n: diagnostics.n,
      bound: diagnostics.white_noise_bound?.value ?? null,
      lags: diagnostics.ljung_box_lags,
      q: diagnostics.ljung_box.value,
      p: diagnostics.p.value,
      quantiles: fitted.innovations?.quantiles ?? [],
      errors: fitted.innovations?.n ?? 0,
    },
    past: raw.past?.map(({ times, median, actual }) => ({ times, median, actual })) ?? null,
    fallbacks: raw.fallbacks,
    engine: raw.engine,
    seed: raw.seed,
  };
}

function candidate(raw: EngineCandidate): Candidate {
  const test = raw.diebold_mariano;
  return {
    model: raw.model,
    standing: raw.standing,
    form: raw.form ?? null,
    mase: raw.selection.mase.value,
    byStep: raw.selection.mase_by_step.map((figure) => figure.value),
    testMase: raw.test.mase.value,
    smape: raw.test.smape.value,
    dm: test?.statistic ?? null,
    p: test?.p ?? null,
    pHolm: raw.p_holm,
    untested: test ? (test.statistic === null ? (test.reason ?? "too_few_observations") : null) : "benchmark",
    coverage: raw.coverage.map((entry) => ({ level: percent(entry.level), measured: entry.coverage.value === null ? null : entry.coverage.value * 100 })),
    refits: raw.refits ?? null,
    refitEvery: raw.refit_every ?? null,
    why: raw.why,
  };
}

/** An answer made now, which this page must be able to read. */
export function answer(result: unknown): ForecastResult {
  const made = read(result as EngineForecast);
  if (!made) throw new Error("The server's engine is older than this page; reload it.");
  return made;
}

export const previewQuery = (request: ForecastRequest | null) =>
  queryOptions({
    queryKey: ["forecast-preview", request],
    queryFn: async ({ signal }) => {
      if (!request) throw new Error("There is nothing to forecast.");
      return answer((await body(api.POST("/api/v1/forecasts/preview", { body: request, signal }))).result);
    },
    enabled: request !== null,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

export const saveForecast = (request: ForecastRequest): Promise<ForecastSummary> => body(api.POST("/api/v1/forecasts", { body: request }));

export const forecastQuery = (id: string) =>
  queryOptions({
    queryKey: ["forecast", id],
    queryFn: async ({ signal }): Promise<StoredForecast> => {
      const { result, ...summary } = await body(api.GET("/api/v1/forecasts/{id}", { params: { path: { id } }, signal }));
      return { summary, result: read(result as unknown as EngineForecast) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const scoreQuery = (id: string) => queryOptions({ queryKey: ["forecast", id, "score"], queryFn: ({ signal }) => body(api.GET("/api/v1/forecasts/{id}/score", { params: { path: { id } }, signal })) });

export function forecastFiles(id: string): { label: string; url: string }[] {
  return (["csv", "xlsx", "parquet", "json"] as const).map((format) => ({ label: format === "parquet" ? "Parquet" : format.toUpperCase(), url: address(`/api/v1/forecasts/${id}/export`, { format }) }));
}
