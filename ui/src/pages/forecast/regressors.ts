/** Regressors of the what-if: in the address, and read from what is typed or pasted. */
import { parseNumber } from "@/lib/parse";
import { formatExact } from "@/lib/format";

export interface WhatIf {
  /** Id of the series. */
  series: string;
  known: boolean;
  future: "forecast" | "hold" | number[];
}

export const REGRESSORS_MAX = 8;
const ID = /^[0-9a-f-]{36}$/i;

/** `id~forecast`, `id~hold~known` or `id~80;81.5`, with commas in between. */
export function readRegressors(text: string | undefined): WhatIf[] {
  if (!text) return [];
  const read = text.split(",").flatMap((entry): WhatIf[] => {
    const [series = "", future = "", known] = entry.split("~");
    if (!ID.test(series)) return [];
    const values = future.split(";").map(Number);
    const own = future !== "" && values.every(Number.isFinite);
    return [{ series, known: known === "known", future: future === "hold" ? "hold" : own ? values : "forecast" }];
  });
  return read.filter((entry, i) => read.findIndex((other) => other.series === entry.series) === i).slice(0, REGRESSORS_MAX);
}

export function writeRegressors(list: readonly WhatIf[]): string | undefined {
  if (list.length === 0) return undefined;
  return list.map(({ series, known, future }) => [series, typeof future === "string" ? future : future.join(";"), ...(known ? ["known"] : [])].join("~")).join(",");
}

export interface OwnValues {
  values: number[];
  /** Why the text does not fit. */
  problem?: string;
  /** How an ambiguous number was read. */
  guess?: string;
}

/** One value per step: a column or a row from a spreadsheet, or numbers with spaces or semicolons between them. */
export function parseValues(text: string, horizon: number): OwnValues {
  const parts = text.split(/[\t\r\n;]+|\s+/).map((part) => part.trim()).filter(Boolean);
  if (parts.length === 0) return { values: [], problem: "Give at least one number; the last one holds for the steps after it." };
  if (parts.length > horizon) return { values: [], problem: `${parts.length} values were given, and the forecast has ${horizon} steps.` };
  const values: number[] = [];
  let guess: string | undefined;
  for (const [i, part] of parts.entries()) {
    const parsed = parseNumber(part);
    if (!parsed) return { values: [], problem: `“${part}” (step ${i + 1}) is not a number.` };
    if (parsed.guess) guess = `“${part}” is read as ${formatExact(parsed.value)}.`;
    values.push(parsed.value);
  }
  return guess ? { values, guess } : { values };
}

export interface EffectStep {
  step: number;
  time: string;
  without: number | null;
  with: number | null;
  difference: number | null;
  /** Of the value without, in percent. */
  percent: number | null;
}

/** What the what-if changes, step by step. */
export function effect(times: readonly string[], without: readonly (number | null)[], changed: readonly (number | null)[]): EffectStep[] {
  return times.map((time, i) => {
    const before = without[i] ?? null;
    const after = changed[i] ?? null;
    const difference = before === null || after === null ? null : after - before;
    return { step: i + 1, time, without: before, with: after, difference, percent: difference === null || before === null || before === 0 ? null : (100 * difference) / Math.abs(before) };
  });
}
