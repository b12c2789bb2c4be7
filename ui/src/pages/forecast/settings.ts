/** The studio's settings as the address holds them; defaults are left out. */
import type { StudioSearch } from "@/routes/prices";

export interface StudioSettings {
  horizon: number;
  levels: number[];
  /** Null is the automatic choice among all. */
  models: string[] | null;
}

const HORIZON: Record<string, number> = { yearly: 5, quarterly: 8, monthly: 12, weekly: 13, business_daily: 30, daily: 30, hourly: 48, irregular: 12 };
export const LEVELS = [50, 80, 95];

export function defaultHorizon(frequency: string | undefined): number {
  return HORIZON[frequency ?? ""] ?? 12;
}

export function parseLevels(text: string): number[] | null {
  const parts = text.split(/[\s,;%]+/).filter(Boolean).map(Number);
  const good = parts.length > 0 && parts.length <= 8 && parts.every((level) => level >= 1 && level <= 99.9);
  return good ? [...new Set(parts)].sort((a, b) => a - b) : null;
}

export function fromSearch(search: StudioSearch, frequency: string | undefined): StudioSettings {
  return {
    horizon: search.h ?? defaultHorizon(frequency),
    levels: parseLevels(search.levels ?? "") ?? LEVELS,
    models: search.models ? search.models.split(",").filter(Boolean) : null,
  };
}

export function toSearch(part: Partial<StudioSettings>, frequency: string | undefined): StudioSearch {
  const search: StudioSearch = {};
  if (part.horizon !== undefined) search.h = part.horizon === defaultHorizon(frequency) ? undefined : part.horizon;
  if (part.levels !== undefined) search.levels = part.levels.join(" ") === LEVELS.join(" ") ? undefined : part.levels.join(" ");
  if (part.models !== undefined) search.models = part.models?.join(",");
  return search;
}
