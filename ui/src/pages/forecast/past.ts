/** Forecasts of the past against what came true. */
import type { PastForecast } from "@/api/forecasts";
import type { ForecastScore } from "@/api/types";

export interface Origin {
  /** Time of the newest value it saw. */
  knownTo: string;
  times: readonly string[];
  said: readonly (number | null)[];
  actual: readonly (number | null)[];
  /** Mean absolute error over the steps that are known; null while none is. */
  mae: number | null;
  /** Mean of said minus came true. */
  bias: number | null;
  /** Error of "as it was when it was made" over the same steps. */
  naive: number | null;
}

const mean = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);

/** Each past forecast with its errors; `history` tells the value at its origin. */
export function origins(past: readonly PastForecast[], history: { times: readonly string[]; values: readonly (number | null)[] }): Origin[] {
  const stamps = history.times.map((time) => Date.parse(time));
  return past.flatMap((entry): Origin[] => {
    const first = entry.times[0];
    if (first === undefined) return [];
    const at = stamps.findLastIndex((stamp) => stamp < Date.parse(first));
    const errors = entry.median.flatMap((said, i) => {
      const actual = entry.actual[i];
      return actual === null || actual === undefined ? [] : [said - actual];
    });
    const lastAt = history.values.slice(0, at + 1).findLastIndex((value) => value !== null);
    const last = history.values[lastAt];
    const held = last === null || last === undefined ? [] : entry.actual.flatMap((actual) => (actual === null ? [] : [Math.abs(last - actual)]));
    return [{ knownTo: history.times[at] ?? first, times: entry.times, said: entry.median, actual: entry.actual, mae: mean(errors.map(Math.abs)), bias: mean(errors), naive: mean(held) }];
  });
}

export interface PastStep {
  knownTo: string;
  step: number;
  time: string;
  said: number | null;
  actual: number | null;
  error: number | null;
  mae: number | null;
}

export function pastSteps(list: readonly Origin[]): PastStep[] {
  return list.flatMap((origin) =>
    origin.times.map((time, i): PastStep => {
      const said = origin.said[i] ?? null;
      const actual = origin.actual[i] ?? null;
      return { knownTo: origin.knownTo, step: i + 1, time, said, actual, error: said === null || actual === null ? null : said - actual, mae: origin.mae };
    }),
  );
}

export interface Record {
  forecasts: number;
  /** Of them, with at least one value that came true. */
  scored: number;
  known: number;
  mae: number | null;
  naive: number | null;
  level: number | null;
  inside: number;
  covered: number;
}

/** All scores together; every value that came true counts once for each forecast of it. */
export function record(scores: readonly ForecastScore[]): Record {
  const scored = scores.filter((score) => score.known_steps > 0 && score.mae !== null);
  const known = scored.reduce((sum, score) => sum + score.known_steps, 0);
  const pooled = (of: (score: ForecastScore) => number | null) => {
    const parts = scored.map((score) => [of(score), score.known_steps] as const);
    return known === 0 || parts.some(([value]) => value === null) ? null : parts.reduce((sum, [value, n]) => sum + (value ?? 0) * n, 0) / known;
  };
  const levels = scored.flatMap((score) => score.coverage.map((entry) => entry.level));
  const level = levels.includes(80) ? 80 : (levels[0] ?? null);
  const held = scored.flatMap((score) => score.coverage.filter((entry) => entry.level === level));
  return {
    forecasts: scores.length,
    scored: scored.length,
    known,
    mae: pooled((score) => score.mae),
    naive: pooled((score) => score.naive_mae),
    level,
    inside: held.reduce((sum, entry) => sum + entry.inside, 0),
    covered: held.reduce((sum, entry) => sum + entry.known, 0),
  };
}
