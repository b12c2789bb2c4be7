/** Reading the address: every value is checked, defaults are left out, what does not fit is dropped. */

export type RawSearch = Record<string, unknown>;

export function text(raw: unknown): string | undefined {
  if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
  return typeof raw === "string" && raw !== "" ? raw : undefined;
}
export function oneOf<T extends string>(raw: unknown, allowed: readonly T[]): T | undefined {
  const value = text(raw);
  return allowed.find((entry) => entry === value);
}
export function whole(raw: unknown, min: number, max: number): number | undefined {
  const value = typeof raw === "string" && raw !== "" ? Number(raw) : raw;
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
}
export function day(raw: unknown): string | undefined {
  const value = text(raw);
  return value && /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}
/** Drops undefined entries so that they do not appear in the address. */
export function tidy<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}
