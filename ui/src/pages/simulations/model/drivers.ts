/** What moves the value: the inputs by swing and by rank correlation, the largest first, the rest summed. */
import { formatChange, formatFigure, formatNumber } from "@/lib/format";
import type { RankEntry, SimulationResult, SwingEntry } from "./result";

export const SHOWN = 12;

export interface SwingRow {
  label: string;
  /** The end that gives the lower NPV is drawn left. */
  low: { input: string; npv: number };
  high: { input: string; npv: number };
  swing: number;
  unit: string;
  /** Several inputs summed into one row have no input values. */
  others: boolean;
}

/** An input's value; a factor is shown as the change it makes. */
export function inputText(x: number, unit: string): string {
  if (unit === "1" || unit === "") return formatChange(x - 1, "percent", 0);
  return formatFigure(x);
}

export function swingRows(entries: readonly SwingEntry[], base: number): SwingRow[] {
  const rows = entries.slice(0, entries.length > SHOWN + 1 ? SHOWN : entries.length).map((entry): SwingRow => ({
    label: entry.label,
    low: { input: inputText(entry.low.input, entry.unit), npv: entry.low.npv },
    high: { input: inputText(entry.high.input, entry.unit), npv: entry.high.npv },
    swing: entry.swing,
    unit: entry.unit === "1" ? "" : entry.unit,
    others: false,
  }));
  const rest = entries.slice(rows.length);
  if (rest.length === 0) return rows;
  const sum = (pick: (entry: SwingEntry) => number) => rest.reduce((total, entry) => total + pick(entry), 0);
  const down = sum((entry) => Math.min(entry.low.npv, entry.high.npv) - base);
  const up = sum((entry) => Math.max(entry.low.npv, entry.high.npv) - base);
  return [...rows, { label: `${rest.length} others`, low: { input: "", npv: base + down }, high: { input: "", npv: base + up }, swing: up - down, unit: "", others: true }];
}

export function swingSentence(result: SimulationResult): string {
  const [first, second] = result.tornado.swing;
  if (!first) return "No input is uncertain, so nothing moves the value.";
  const span = (entry: SwingEntry) => `${entry.label} moves the base case from ${formatNumber(Math.min(entry.low.npv, entry.high.npv))} to ${formatNumber(Math.max(entry.low.npv, entry.high.npv))} ${result.money_unit}`;
  return `${span(first)} between its P10 and P90${second ? `; ${span(second)}` : ""}. ${result.tornado.swing.length} inputs in all.`;
}

export function rankSentence(entries: readonly RankEntry[]): string {
  const [first] = entries;
  if (!first) return "No input is uncertain, so nothing moves the value.";
  return `${first.label} has the largest rank correlation with the NPV, ${formatNumber(first.correlation, { digits: 2 })}. ${entries.length} inputs in all.`;
}

/** Pixels per unit of value and the offset that give the bars all the room their names and values leave. */
export function fitBars(rows: readonly { low: number; high: number; left: number; right: number }[], width: number): { scale: number; offset: number } {
  const bounds = (scale: number) => ({ least: Math.max(...rows.map((row) => row.left - scale * row.low)), most: Math.min(...rows.map((row) => width - row.right - scale * row.high)) });
  const span = Math.max(...rows.map((row) => row.high)) - Math.min(...rows.map((row) => row.low)) || 1;
  let [fits, over] = [0, width / span];
  for (let i = 0; i < 50; i += 1) {
    const middle = (fits + over) / 2;
    const { least, most } = bounds(middle);
    if (least <= most) fits = middle;
    else over = middle;
  }
  const { least, most } = bounds(fits);
  return { scale: fits || width / span / 2, offset: (least + most) / 2 };
}
