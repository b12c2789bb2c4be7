/** Dates and times as text. Inside everything is UTC; the zone is shown unless it is the reader's own. */
import { MISSING, formatNumber } from "./format";

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
type Instant = string | number | Date | null | undefined;

function toDate(value: Instant): Date | null {
  if (value === null || value === undefined || value === "") return null;
  const date = value instanceof Date ? value : new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

const two = (n: number) => String(n).padStart(2, "0");
const month = (date: Date) => MONTHS[date.getUTCMonth()] ?? "";

/** `18 Aug 2026`. */
export function formatDate(value: Instant): string {
  const date = toDate(value);
  return date ? `${date.getUTCDate()} ${month(date)} ${date.getUTCFullYear()}` : MISSING;
}

/** `18 Aug`, with the year when it is not this year. */
export function formatDay(value: Instant, now: Date = new Date()): string {
  const date = toDate(value);
  if (!date) return MISSING;
  return date.getUTCFullYear() === now.getUTCFullYear() ? `${date.getUTCDate()} ${month(date)}` : formatDate(date);
}

/** `21:00 UTC`. */
export function formatTime(value: Instant): string {
  const date = toDate(value);
  return date ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC` : MISSING;
}

/** `18 Aug 2026, 21:00 UTC`. */
export function formatDateTime(value: Instant): string {
  const date = toDate(value);
  return date ? `${formatDate(date)}, ${formatTime(date)}` : MISSING;
}

/** `18 Aug 21:00`, for dense lists whose head names the zone. */
export function formatMoment(value: Instant, now: Date = new Date()): string {
  const date = toDate(value);
  return date ? `${formatDay(date, now)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : MISSING;
}

/** ISO date for exports, ids and traces. */
export function isoDate(value: Instant): string {
  const date = toDate(value);
  return date ? date.toISOString().slice(0, 10) : MISSING;
}

/** ISO instant to the minute: `2026-08-18T21:00Z`. */
export function isoMinute(value: Instant): string {
  const date = toDate(value);
  return date ? `${date.toISOString().slice(0, 16)}Z` : MISSING;
}

export type Frequency = "yearly" | "quarterly" | "monthly" | "weekly" | "business_daily" | "daily" | "hourly" | "irregular";
const STEP_DAYS: Record<Frequency, number> = {
  yearly: 366,
  quarterly: 92,
  monthly: 31,
  weekly: 7,
  business_daily: 3,
  daily: 1,
  hourly: 1 / 24,
  irregular: Number.POSITIVE_INFINITY,
};

/** A period of the series as its frequency is read: `Jul 2026` for monthly, `2025` for yearly. */
export function formatPeriod(value: Instant, frequency: string | undefined): string {
  const date = toDate(value);
  if (!date) return MISSING;
  if (frequency === "yearly") return String(date.getUTCFullYear());
  if (frequency === "quarterly") return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
  if (frequency === "monthly") return `${month(date)} ${date.getUTCFullYear()}`;
  if (frequency === "hourly") return `${formatDate(date)}, ${formatTime(date)}`;
  return formatDate(date);
}

/** How late a value is when it is older than twice its frequency; null while it is fresh. */
export function staleness(last: Instant, frequency: string | undefined, now: Date): string | null {
  const date = toDate(last);
  const step = STEP_DAYS[frequency as Frequency];
  if (!date || step === undefined) return null;
  const days = (now.getTime() - date.getTime()) / 86_400_000;
  return days > 2 * step ? `${elapsedWords(days)} behind` : null;
}

function elapsedWords(days: number): string {
  if (days < 2) return `${formatNumber(Math.round(days * 24))} hours`;
  if (days < 60) return `${formatNumber(Math.round(days))} days`;
  if (days < 730) return `${formatNumber(Math.round(days / 30.44))} months`;
  return `${formatNumber(Math.round(days / 365.25))} years`;
}

/** A length of time in words: `41 ms`, `1.3 s`, `4 min 10 s`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return MISSING;
  if (ms < 1000) return `${formatNumber(ms, { digits: ms < 10 ? 1 : 0 })} ms`;
  if (ms < 60_000) return `${formatNumber(ms / 1000, { digits: 1 })} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${formatNumber(Math.floor(seconds / 3600))} h ${Math.floor((seconds % 3600) / 60)} min`;
}

const NAMES: Record<Frequency, string> = {
  yearly: "Yearly",
  quarterly: "Quarterly",
  monthly: "Monthly",
  weekly: "Weekly",
  business_daily: "Business days",
  daily: "Daily",
  hourly: "Hourly",
  irregular: "Irregular",
};
const STEPS: Record<Frequency, [string, string]> = {
  yearly: ["year", "years"],
  quarterly: ["quarter", "quarters"],
  monthly: ["month", "months"],
  weekly: ["week", "weeks"],
  business_daily: ["trading day", "trading days"],
  daily: ["day", "days"],
  hourly: ["hour", "hours"],
  irregular: ["step", "steps"],
};

export function frequencyName(frequency: string | undefined): string {
  return NAMES[frequency as Frequency] ?? frequency ?? MISSING;
}
/** `30 trading days`. */
export function steps(n: number, frequency: string | undefined): string {
  const [one, many] = STEPS[frequency as Frequency] ?? ["step", "steps"];
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}
export function stepName(frequency: string | undefined): string {
  return (STEPS[frequency as Frequency] ?? ["step", "steps"])[1];
}
