/** Forecasts: made on the fly, stored, scored. `read` turns the engine's answer into what the pages draw. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import { address } from "./http";
import type { ForecastSummary } from "./types";

export interface ForecastRequest {
  series_id: string;
  horizon: number;
  /** Percent. */
  levels: number[];
  models: "automatic" | string[];
  as_of?: string | undefined;
}

/** A figure of the engine: a value, or the reason why there is none. */
interface EngineFigure {
  value: number | null;
  reason?: string;
}
interface EngineCoverage {
  level: number;
  coverage: EngineFigure;
  n: number;
  windows: number;
  method: string;
}
interface EngineAccuracy {
  windows: number;
  mase: EngineFigure;
  mase_by_step: EngineFigure[];
  smape: EngineFigure;
}
interface EngineCandidate {
  model: string;
  standing: "chosen" | "lost" | "stopped" | "refused" | "benchmark";
  selection: EngineAccuracy;
  test: EngineAccuracy;
  gain_on_naive: EngineFigure;
  diebold_mariano: { statistic: number | null; p: number | null } | null;
  p_holm: number | null;
  beats_naive: boolean;
  coverage: EngineCoverage[];
  why: string;
}
interface WindowSet {
  windows: number;
}
/** The engine's answer; levels are shares. */
export interface EngineForecast {
  engine: string;
  model: string;
  seed: number;
  cut_off: string | null;
  n_used: number;
  n_missing: number;
  times: string[];
  median: number[];
  mean: number[];
  bands: { level: number; lower: number[]; upper: number[]; method: string; calibration_errors: number }[];
  missing_bands: { level: number; reason: string }[];
  naive: number[];
  coverage: EngineCoverage[];
  windows: { selection: WindowSet; calibration: WindowSet; test: WindowSet; published: number } | null;
  candidates: EngineCandidate[];
  verdict: { sentence: string; remarks: string[]; beats_naive: boolean };
  fallbacks: string[];
  diagnostics: { n: number; autocorrelations: number[]; ljung_box_lags: number; ljung_box: EngineFigure; p: EngineFigure };
  fitted: { parameters: Record<string, number> };
}

export interface Band {
  /** Percent. */
  level: number;
  lower: (number | null)[];
  upper: (number | null)[];
  method: string;
}

export interface Candidate {
  model: string;
  chosen: boolean;
  refused: boolean;
  /** On the windows that choose. */
  mase: number | null;
  byStep: (number | null)[];
  /** On later windows, which had no say in the choice. */
  testMase: number | null;
  smape: number | null;
  dm: number | null;
  p: number | null;
  /** Percent. */
  coverage95: number | null;
  why: string;
}

export interface Coverage {
  level: number;
  /** Percent that fell inside in test. */
  measured: number | null;
  windows: number;
}

export interface ForecastResult {
  model: string;
  parameters: Record<string, number>;
  times: string[];
  median: (number | null)[];
  bands: Band[];
  missingBands: { level: number; reason: string }[];
  candidates: Candidate[];
  coverage: Coverage[];
  cutOff: string;
  used: number;
  missing: number;
  windows: { selection: number; calibration: number; test: number };
  verdict: { sentence: string; remarks: string[]; beatsNaive: boolean };
  residuals: { acf: number[]; n: number; lags: number; q: number | null; p: number | null };
  fallbacks: string[];
  engine: string;
  seed: number;
}

export interface StoredForecast {
  summary: ForecastSummary;
  result: ForecastResult;
}

const METHODS: Record<string, string> = {
  calibrated: "calibrated on past errors",
  split_conformal_signed: "split conformal, two-sided",
  split_conformal_symmetric: "split conformal",
  analytic_normal: "analytic",
};
const percent = (share: number) => Math.round(share * 1e6) / 1e4;
const words = (code: string) => METHODS[code] ?? code.replaceAll("_", " ");

export function read(raw: EngineForecast): ForecastResult {
  return {
    model: raw.model,
    parameters: raw.fitted.parameters,
    times: raw.times,
    median: raw.median,
    bands: raw.bands.map((band) => ({ level: percent(band.level), lower: band.lower, upper: band.upper, method: words(band.method) })),
    missingBands: raw.missing_bands.map((band) => ({ level: percent(band.level), reason: band.reason.replaceAll("_", " ") })),
    candidates: raw.candidates.map(candidate),
    coverage: raw.coverage.map((entry) => ({ level: percent(entry.level), measured: entry.coverage.value === null ? null : entry.coverage.value * 100, windows: entry.windows })),
    cutOff: raw.cut_off ?? raw.times[0] ?? "",
    used: raw.n_used,
    missing: raw.n_missing,
    windows: { selection: raw.windows?.selection.windows ?? 0, calibration: raw.windows?.calibration.windows ?? 0, test: raw.windows?.test.windows ?? 0 },
    verdict: { sentence: raw.verdict.sentence, remarks: raw.verdict.remarks, beatsNaive: raw.verdict.beats_naive },
    residuals: { acf: raw.diagnostics.autocorrelations, n: raw.diagnostics.n, lags: raw.diagnostics.ljung_box_lags, q: raw.diagnostics.ljung_box.value, p: raw.diagnostics.p.value },
    fallbacks: raw.fallbacks,
    engine: raw.engine,
    seed: raw.seed,
  };
}

function candidate(raw: EngineCandidate): Candidate {
  const wide = raw.coverage.find((entry) => Math.abs(entry.level - 0.95) < 1e-9)?.coverage.value ?? null;
  return {
    model: raw.model,
    chosen: raw.standing === "chosen",
    refused: raw.standing === "refused",
    mase: raw.selection.mase.value,
    byStep: raw.selection.mase_by_step.map((figure) => figure.value),
    testMase: raw.test.mase.value,
    smape: raw.test.smape.value,
    dm: raw.diebold_mariano?.statistic ?? null,
    p: raw.diebold_mariano?.p ?? null,
    coverage95: wide === null ? null : wide * 100,
    why: raw.why,
  };
}

/** The document leaves the engine's answer open; its shape is `EngineForecast`. */
const answer = (result: unknown): ForecastResult => read(result as EngineForecast);

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
      return { summary, result: answer(result) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const scoreQuery = (id: string) => queryOptions({ queryKey: ["forecast", id, "score"], queryFn: ({ signal }) => body(api.GET("/api/v1/forecasts/{id}/score", { params: { path: { id } }, signal })) });

export function forecastFiles(id: string): { label: string; url: string }[] {
  return (["csv", "xlsx", "parquet", "json"] as const).map((format) => ({ label: format === "parquet" ? "Parquet" : format.toUpperCase(), url: address(`/api/v1/forecasts/${id}/export`, { format }) }));
}
