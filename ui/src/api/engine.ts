/** The engine's answer as the API passes it on. The document leaves its shape open; levels are shares here. */

/** A figure of the engine: a value, or the reason why there is none. */
export interface EngineFigure {
  value: number | null;
  reason?: string;
}
export interface EngineCoverage {
  level: number;
  coverage: EngineFigure;
  n: number;
  windows: number;
  method: string;
}
export interface EngineAccuracy {
  windows: number;
  mase: EngineFigure;
  mase_by_step: EngineFigure[];
  smape: EngineFigure;
}
export type Standing = "chosen" | "lost" | "stopped" | "refused" | "benchmark";
export interface EngineCandidate {
  model: string;
  standing: Standing;
  selection: EngineAccuracy;
  test: EngineAccuracy;
  gain_on_naive: EngineFigure;
  diebold_mariano: { statistic: number | null; p: number | null; reason?: string } | null;
  p_holm: number | null;
  beats_naive: boolean;
  coverage: EngineCoverage[];
  refits?: number;
  refit_every?: number;
  form?: string;
  why: string;
}
interface WindowSet {
  windows: number;
}
export interface EnginePast {
  cut_off: number;
  times: string[];
  median: number[];
  actual: (number | null)[];
}
/** `number` or a Box–Cox power; older engines know no transform. */
export type EngineTransform = string | { box_cox: { lambda: number } };

/** Fields that an older engine did not write are optional. */
export interface EngineForecast {
  engine: string;
  model: string;
  seed: number;
  cut_off: string | null;
  n_used: number;
  n_missing: number;
  times: string[];
  transform?: EngineTransform;
  median?: number[];
  mean: number[];
  bands: { level: number; lower: number[]; upper: number[]; method: string; calibration_errors: number }[];
  missing_bands: { level: number; reason: string }[];
  naive: number[];
  coverage: EngineCoverage[];
  windows: { step: number; selection: WindowSet; calibration: WindowSet; test: WindowSet; published: number } | null;
  past?: EnginePast[];
  candidates: EngineCandidate[];
  verdict: { sentence: string; remarks: string[]; beats_naive: boolean };
  fallbacks: string[];
  diagnostics: { n: number; autocorrelations: number[]; white_noise_bound?: EngineFigure; ljung_box_lags: number; ljung_box: EngineFigure; p: EngineFigure };
  fitted: { form?: string; parameters: Record<string, number>; innovations?: { quantiles: number[]; n: number } };
}

/** How the race stands at the end of a stage. */
export interface RaceScore {
  model: string;
  mase: number | null;
  origins: number;
  stopped: boolean;
}
export interface RaceStage {
  stage: number;
  stages: number;
  scores: RaceScore[];
}
