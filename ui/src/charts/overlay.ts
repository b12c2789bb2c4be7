/** Other series beside the one in view: put on its dates, in its unit or on a plane of their own, or all as an index. */
import { unitFactor } from "@/lib/units";
import type { InkName } from "./ink";

export interface Overlay {
  id: string;
  name: string;
  /** As drawn; `own` says what it was before. */
  unit: string;
  own: string;
  digits: number;
  /** On the dates of the series in view. */
  values: readonly (number | null)[];
  /** Rarer than the series in view: its points are joined over the dates between. */
  sparse: boolean;
  ink: InkName;
  dash: readonly number[] | null;
}

/** Four at most: more lines are not told apart. From the fourth line on, the first being the series itself, a dash helps. */
export const OVERLAYS = 4;
export const OVERLAY_INKS: readonly { ink: InkName; dash: readonly number[] | null }[] = [
  { ink: "c3", dash: null },
  { ink: "c4", dash: null },
  { ink: "c2", dash: [6, 3] },
  { ink: "c7", dash: [2, 2] },
];

interface Values {
  times: readonly string[];
  values: readonly (number | null)[];
}

const stepOf = (times: readonly number[]) => (times.length > 1 ? ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1) : Number.POSITIVE_INFINITY);

/** Values of another series on these dates: the last inside each period of a finer one, the first date at or after of a rarer one. */
export function align(times: readonly string[], other: Values): { values: (number | null)[]; sparse: boolean } {
  const at = times.map((time) => Date.parse(time));
  const theirs = other.times.map((time) => Date.parse(time));
  const step = stepOf(at);
  const ratio = stepOf(theirs) / step;
  const sparse = ratio > 1.5;
  // A month may be stamped at either end, but a Sunday is not the Friday before it.
  const reach = step < 2 * 86_400_000 && ratio > 0.6 ? 0.6 * step : step;
  const values: (number | null)[] = times.map(() => null);
  let i = 0;
  other.values.forEach((value, j) => {
    const time = theirs[j] ?? 0;
    if (sparse) while (i < at.length && (at[i] ?? 0) < time) i += 1;
    else while (i + 1 < at.length && (at[i + 1] ?? 0) <= time) i += 1;
    const start = at[i];
    if (value === null || start === undefined || (!sparse && (time < start || time >= start + reach))) return;
    if (!sparse || values[i] === null) values[i] = value;
  });
  return { values, sparse };
}

export function convert(values: readonly (number | null)[], from: string, to: string): { values: readonly (number | null)[]; unit: string } {
  const factor = unitFactor(from, to);
  if (factor === null || factor === 1) return { values, unit: factor === 1 ? to : from };
  return { values: values.map((value) => (value === null ? null : value * factor)), unit: to };
}

/** The first date in view at which every line stands above zero; all are 100 there. */
export function indexBase(lines: readonly (readonly (number | null)[])[], from: number, to: number): number | null {
  for (let i = from; i <= to; i += 1) if (lines.every((line) => (line[i] ?? 0) > 0)) return i;
  return null;
}

export function indexed(values: readonly (number | null)[], base: number): (number | null)[] {
  const whole = values[base];
  return values.map((value) => (value === null || !whole ? null : (100 * value) / whole));
}
