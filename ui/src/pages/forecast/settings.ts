/** The studio's settings as the address holds them; defaults are left out. */
import { INTERVALS, type ForecastRequest, type Intervals, type Transform } from "@/api/forecasts";
import type { StudioSearch } from "@/routes/prices";
import { readRegressors, writeRegressors, type WhatIf } from "./regressors";

export interface StudioSettings {
  horizon: number;
  levels: number[];
  /** Null is the automatic choice. */
  models: string[] | null;
  transform: Transform;
  intervals: Intervals;
  budget: number;
  seed: number;
  regressors: WhatIf[];
}

const HORIZON: Record<string, number> = { yearly: 5, quarterly: 8, monthly: 12, weekly: 13, business_daily: 30, daily: 30, hourly: 48, irregular: 12 };
export const LEVELS = [50, 80, 95];
export const BUDGET = { standard: 2000, most: 60_000 } as const;
const MODELS_MAX = 40;

export function defaultHorizon(frequency: string | undefined): number {
  return HORIZON[frequency ?? ""] ?? 12;
}

export function parseLevels(text: string): number[] | null {
  const parts = text.split(/[\s,;%]+/).filter(Boolean).map(Number);
  const good = parts.length > 0 && parts.length <= 8 && parts.every((level) => level >= 1 && level <= 99.9);
  return good ? [...new Set(parts)].sort((a, b) => a - b) : null;
}

/** `none`, `log`, or `box-cox-0.5` with its λ, which lies above 0 and at most at 1. */
function readTransform(text: string | undefined): Transform {
  if (text === "none" || text === "log") return text;
  const lambda = Number(/^box-cox-([\d.]+)$/.exec(text ?? "")?.[1]);
  return lambda > 0 && lambda <= 1 ? { box_cox: lambda } : "automatic";
}

function readModels(text: string | undefined): string[] | null {
  const models = text?.split(",").filter((code) => /^[a-z0-9_]+(:[A-Za-z0-9-]+)?$/.test(code)).slice(0, MODELS_MAX) ?? [];
  return models.length > 0 ? models : null;
}

export function fromSearch(search: StudioSearch, frequency: string | undefined): StudioSettings {
  return {
    horizon: search.h ?? defaultHorizon(frequency),
    levels: parseLevels(search.levels ?? "") ?? LEVELS,
    models: readModels(search.models),
    transform: readTransform(search.transform),
    intervals: INTERVALS.find((entry) => entry === search.intervals) ?? "automatic",
    budget: search.budget ?? BUDGET.standard,
    seed: search.seed ?? 0,
    regressors: readRegressors(search.reg),
  };
}

export function toSearch(part: Partial<StudioSettings>, frequency: string | undefined): StudioSearch {
  const search: StudioSearch = {};
  const { horizon, levels, models, transform, intervals, budget, seed, regressors } = part;
  if (horizon !== undefined) search.h = horizon === defaultHorizon(frequency) ? undefined : horizon;
  if (levels !== undefined) search.levels = levels.join(" ") === LEVELS.join(" ") ? undefined : levels.join(" ");
  if (models !== undefined) search.models = models?.join(",");
  if (transform !== undefined) search.transform = transform === "automatic" ? undefined : typeof transform === "string" ? transform : `box-cox-${transform.box_cox}`;
  if (intervals !== undefined) search.intervals = intervals === "automatic" ? undefined : intervals;
  if (budget !== undefined) search.budget = budget === BUDGET.standard ? undefined : budget;
  if (seed !== undefined) search.seed = seed === 0 ? undefined : seed;
  if (regressors !== undefined) search.reg = writeRegressors(regressors);
  return search;
}

/** What the server is asked. Defaults are left out, so that the same question is asked in the same words. */
export function toRequest(series: string, settings: StudioSettings, asOf: string | undefined): ForecastRequest {
  const { horizon, levels, models, transform, intervals, budget, seed, regressors } = settings;
  return {
    series_id: series,
    horizon,
    levels,
    models: models ?? "automatic",
    ...(asOf ? { as_of: asOf } : {}),
    ...(transform === "automatic" ? {} : { transform }),
    ...(intervals === "automatic" ? {} : { intervals }),
    ...(budget === BUDGET.standard ? {} : { budget_ms: budget }),
    ...(seed === 0 ? {} : { seed }),
    ...(regressors.length > 0 ? { regressors: regressors.map(({ series: series_id, known, future }) => ({ series_id, known_ahead: known, future })) } : {}),
  };
}

/** The same question without the regressors. */
export function withoutRegressors({ regressors: _, ...request }: ForecastRequest): ForecastRequest {
  return request;
}
