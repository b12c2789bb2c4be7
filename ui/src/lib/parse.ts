/** Reads a number as people type it: `1.2bn`, `15 %`, `1,5`, `−3`, `(120)`. Says how it read an ambiguous one. */
import { currentMarks, formatExact } from "./format";

export interface ParsedNumber {
  value: number;
  /** Set when the text could be read another way; shown before it is taken. */
  guess?: string;
}

const SUFFIX: Record<string, number> = { k: 1e3, m: 1e6, mn: 1e6, bn: 1e9, b: 1e9, "%": 0.01, "": 1 };

export function parseNumber(text: string): ParsedNumber | null {
  let rest = text.trim().replace(/[\u2212\u2013]/g, "-").replace(/[\s\u00A0\u202F']/g, "");
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed?.[1]) rest = `-${bracketed[1]}`;
  const match = /^([+-]?)([0-9.,]+)(?:e([+-]?\d+))?(k|mn|m|bn|b|%)?$/i.exec(rest);
  if (!match) return null;
  const [, sign, body = "", exponent, suffix = ""] = match;
  const read = readBody(body);
  if (!read) return null;
  const factor = SUFFIX[suffix.toLowerCase()] ?? 1;
  const size = read.value * factor * (exponent ? 10 ** Number(exponent) : 1);
  const value = sign === "-" ? -size : size;
  return read.ambiguous ? { value, guess: `Read as ${formatExact(value)}` } : { value };
}

function readBody(body: string): { value: number; ambiguous: boolean } | null {
  const comma = currentMarks() === "1 234,5" || currentMarks() === "1.234,5";
  const decimal = comma ? "," : ".";
  const group = comma ? "." : ",";
  const points = body.split(decimal).length - 1;
  const groups = body.split(group);
  const grouped = groups.length > 1 && groups.slice(1).every((part, i) => (i === groups.length - 2 ? /^\d{3}(\D|$)/.test(part) : /^\d{3}$/.test(part)));
  if (points > 1) return null;
  if (groups.length === 1 || grouped) {
    const value = Number(body.split(group).join("").replace(decimal, "."));
    return Number.isFinite(value) ? { value, ambiguous: grouped && groups.length === 2 && points === 0 } : null;
  }
  // The other mark used as a decimal mark: 1,5 where points are usual.
  if (groups.length === 2 && points === 0) {
    const value = Number(groups.join("."));
    return Number.isFinite(value) ? { value, ambiguous: true } : null;
  }
  return null;
}
