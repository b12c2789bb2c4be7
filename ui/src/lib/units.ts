/**
 * Factors between units of one kind, so that two lines may share an axis. Only what has one meaning: a plain `oz` may be
 * troy or not, and a currency needs a rate, so both are refused.
 */

/** Size in the base unit of its kind: kilogram, cubic metre, joule. */
const SIZES: Record<string, readonly [kind: string, size: number]> = {
  t: ["mass", 1000],
  kg: ["mass", 1],
  g: ["mass", 0.001],
  lb: ["mass", 0.45359237],
  ozt: ["mass", 0.0311034768],
  m3: ["volume", 1],
  l: ["volume", 0.001],
  bbl: ["volume", 0.158987294928],
  gal: ["volume", 0.003785411784],
  mmbtu: ["energy", 1.05505585262e9],
  therm: ["energy", 1.05505585262e8],
  gj: ["energy", 1e9],
  mwh: ["energy", 3.6e9],
  kwh: ["energy", 3.6e6],
};
const MONEY: Record<string, readonly [currency: string, size: number]> = { us$: ["USD", 1], usd: ["USD", 1], $: ["USD", 1], "us¢": ["USD", 0.01], "¢": ["USD", 0.01], eur: ["EUR", 1], "€": ["EUR", 1] };

interface Parsed {
  currency: string | null;
  money: number;
  kind: string;
  size: number;
}

function parse(unit: string): Parsed | null {
  const [first = "", second] = unit.toLowerCase().replace(/\s+/g, "").replace("m³", "m3").split("/");
  const money = second === undefined ? undefined : MONEY[first];
  const measure = SIZES[second ?? first];
  if (!measure || (second !== undefined && !money)) return null;
  return { currency: money?.[0] ?? null, money: money?.[1] ?? 1, kind: measure[0], size: measure[1] };
}

/** A value in `from` times this is the value in `to`; null where they do not convert. */
export function unitFactor(from: string, to: string): number | null {
  if (from.trim() === to.trim()) return 1;
  const [a, b] = [parse(from), parse(to)];
  if (!a || !b || a.kind !== b.kind || a.currency !== b.currency) return null;
  return a.currency === null ? a.size / b.size : (a.money / b.money) * (b.size / a.size);
}
