/**
 * The one place where a number, a date or a missing value becomes text. Components never format on their own.
 * Not for units (the server converts) and not for parsing, which is in `parse.ts`.
 */

export const MINUS = "\u2212";
export const MISSING = "\u2014";
const NARROW = "\u202F";

export type Marks = "1,234.5" | "1 234,5" | "1.234,5" | "1'234.5";
const LOCALES: Record<Marks, string> = { "1,234.5": "en-US", "1 234,5": "fr-FR", "1.234,5": "de-DE", "1'234.5": "de-CH" };
let marks: Marks = "1,234.5";

export function setMarks(next: Marks): void {
  marks = next;
}
export function currentMarks(): Marks {
  return marks;
}

export interface NumberOptions {
  /** Fixed decimals. */
  digits?: number;
  /** Show a plus on positive values. */
  sign?: boolean;
}

const formatters = new Map<string, Intl.NumberFormat>();
function formatter(min: number, max: number): Intl.NumberFormat {
  const key = `${marks}|${min}|${max}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(LOCALES[marks], { minimumFractionDigits: min, maximumFractionDigits: max });
    formatters.set(key, found);
  }
  return found;
}

export function isMissing(x: number | null | undefined): x is null | undefined {
  return x === null || x === undefined || !Number.isFinite(x);
}

function withSign(x: number, shown: string, zero: boolean, sign: boolean): string {
  if (x < 0 && !zero) return MINUS + shown;
  return sign && x > 0 && !zero ? `+${shown}` : shown;
}

/** Fixed decimals, grouped, with a real minus. A value that rounds to zero carries no sign. */
export function formatNumber(x: number | null | undefined, options: NumberOptions = {}): string {
  if (isMissing(x)) return MISSING;
  const digits = options.digits ?? 0;
  const size = Math.abs(x);
  const zero = Number(size.toFixed(digits)) === 0;
  return withSign(x, formatter(digits, digits).format(size), zero, options.sign ?? false);
}

/** Decimals that leave three to four significant digits. */
export function figureDigits(x: number): number {
  const size = Math.abs(x);
  if (size === 0 || size >= 1000) return 0;
  if (size >= 100) return 1;
  if (size >= 1) return 2;
  return Math.min(8, 2 - Math.floor(Math.log10(size)));
}

/** A figure: three to four significant digits, whole above a thousand. */
export function formatFigure(x: number | null | undefined, options: { sign?: boolean } = {}): string {
  return isMissing(x) ? MISSING : formatNumber(x, { ...options, digits: figureDigits(x) });
}

const SCALES: readonly [number, string][] = [
  [1e9, "bn"],
  [1e6, "M"],
  [1e3, "k"],
];

/** Money and volumes in figures: `41.2 bn`. */
export function formatLarge(x: number | null | undefined): string {
  if (isMissing(x)) return MISSING;
  const size = Math.abs(x);
  for (const [factor, name] of SCALES) {
    if (size >= factor) {
      const scaled = x / factor;
      return `${formatNumber(scaled, { digits: Math.abs(scaled) >= 1000 ? 0 : 1 })}${NARROW}${name}`;
    }
  }
  return formatFigure(x);
}

/** A fraction as percent: 0.09906 is `9.9 %`. */
export function formatPercent(fraction: number | null | undefined, options: NumberOptions = {}): string {
  if (isMissing(fraction)) return MISSING;
  return `${formatNumber(fraction * 100, { digits: 1, ...options })}${NARROW}%`;
}

/** A probability never rounds to certainty: `< 0.1 %`, `> 99.9 %`; exact 0 and 1 are shown as such. */
export function formatProbability(p: number | null | undefined): string {
  if (isMissing(p)) return MISSING;
  if (p === 0) return `0${NARROW}%`;
  if (p === 1) return `100${NARROW}%`;
  if (p < 0.001) return `<${NARROW}${formatNumber(0.1, { digits: 1 })}${NARROW}%`;
  if (p > 0.999) return `>${NARROW}${formatNumber(99.9, { digits: 1 })}${NARROW}%`;
  return formatPercent(p);
}

/** A p-value: three decimals, `< 0.001` below. */
export function formatPValue(p: number | null | undefined): string {
  if (isMissing(p)) return MISSING;
  return p < 0.001 ? `<${NARROW}${formatNumber(0.001, { digits: 3 })}` : formatNumber(p, { digits: 3 });
}

/** A change always has its sign; percent and percentage points are never confused. */
export function formatChange(x: number | null | undefined, kind: "percent" | "points" | "number" = "number", digits = 1): string {
  if (isMissing(x)) return MISSING;
  if (kind === "percent") return formatPercent(x, { sign: true, digits });
  if (kind === "points") return `${formatNumber(x * 100, { sign: true, digits })}${NARROW}pp`;
  return formatNumber(x, { sign: true, digits });
}

/** `P10 9 · P90 4,461`. */
export function formatInterval(low: number | null | undefined, high: number | null | undefined, names: [string, string] = ["P10", "P90"], digits?: number): string {
  const show = (x: number | null | undefined) => (digits === undefined ? formatFigure(x) : formatNumber(x, { digits }));
  return `${names[0]} ${show(low)} · ${names[1]} ${show(high)}`;
}

/** `0.71 ± 0.09`; the meaning of ± belongs in the head of the figure. */
export function formatPlusMinus(x: number | null | undefined, half: number | null | undefined, digits = 2): string {
  if (isMissing(x)) return MISSING;
  return isMissing(half) ? formatNumber(x, { digits }) : `${formatNumber(x, { digits })} ± ${formatNumber(half, { digits })}`;
}

/** Every digit the value has, for hover and for screen readers. */
export function formatExact(x: number | null | undefined, unit?: string): string {
  if (isMissing(x)) return MISSING;
  const shown = withSign(x, formatter(0, 15).format(Math.abs(x)), x === 0, false);
  return unit ? `${shown} ${unit}` : shown;
}

/** Bytes in steps of 1024, as file sizes are read. */
export function formatBytes(bytes: number | null | undefined): string {
  if (isMissing(bytes)) return MISSING;
  const names = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = bytes;
  let step = 0;
  while (size >= 1024 && step < names.length - 1) {
    size /= 1024;
    step += 1;
  }
  return `${formatNumber(size, { digits: step === 0 || size >= 100 ? 0 : 1 })} ${names[step] ?? "B"}`;
}

/** Counts in sentences: `1 value`, `2 values`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}
