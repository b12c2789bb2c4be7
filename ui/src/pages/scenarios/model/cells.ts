/** How a line's numbers are shown, copied and typed. */
import { periodName } from "@/pages/simulations/model/cashflow";
import { currentMarks, formatExact, formatNumber } from "@/lib/format";
import { ALL, cellValue, periodCount, type Line } from "./lines";
import { getAt } from "./pointer";
import type { Scenario, Values } from "./scenario";

/** Fixed decimals for a whole line: as many as its values need, fewer for large ones. */
export function lineDigits(scenario: Scenario, line: Line): number {
  const values = getAt(scenario, line.pointer) as Values | undefined;
  const list = (Array.isArray(values) ? values : [values]).filter((x): x is number => typeof x === "number").map((x) => (line.percent ? x * 100 : x));
  const largest = Math.max(0, ...list.map(Math.abs));
  const most = largest >= 10_000 ? 0 : largest >= 100 ? 1 : largest >= 10 ? 2 : 4;
  for (let digits = 0; digits < most; digits += 1) if (list.every((x) => Math.abs(x - Number(x.toFixed(digits))) < 1e-9 * Math.max(1, Math.abs(x)))) return digits;
  return most;
}

export function cellText(value: number, line: Line, digits: number): string {
  return formatNumber(line.percent ? value * 100 : value, { digits });
}

/** Every digit, as it is typed: no grouping, the reader's decimal mark. */
export function rawText(value: number, line: Line): string {
  const shown = line.percent ? Number((value * 100).toPrecision(14)) : value;
  const comma = currentMarks() === "1 234,5" || currentMarks() === "1.234,5";
  const text = String(shown);
  return comma ? text.replace(".", ",") : text;
}

/** What a screen reader says of a cell: value, unit, row, column, state. */
export function cellName(scenario: Scenario, line: Line, column: number, columnName: string, states: readonly string[]): string {
  const cell = cellValue(scenario, line, column);
  const value = cell.kind === "own" || cell.kind === "spread" ? `${formatExact(line.percent ? cell.value * 100 : cell.value)} ${line.unit}` : cell.kind === "varies" ? "one value per period" : cell.kind === "missing" ? "missing" : "no value";
  return [value, line.part ? `${line.label}, ${line.part}` : line.label, columnName, ...(cell.kind === "spread" ? ["same in all periods"] : []), ...states].join(", ");
}

/** Tab-separated text of a block, as a spreadsheet takes it. */
export function copyBlock(scenario: Scenario, lines: readonly Line[], range: { top: number; bottom: number; left: number; right: number }): string {
  return lines
    .slice(range.top, range.bottom + 1)
    .map((line) =>
      Array.from({ length: range.right - range.left + 1 }, (_, i) => {
        const cell = cellValue(scenario, line, range.left + i);
        return cell.kind === "own" || cell.kind === "spread" ? rawText(cell.value, line) : "";
      }).join("\t"),
    )
    .join("\n");
}

export function columnName(scenario: Scenario, column: number): string {
  return column === ALL ? "all periods" : periodName(scenario.periods.labels[column] ?? String(column + 1));
}

/** Whether a cell holds what the saved version holds; rows are found by id. */
export function isEdited(saved: Scenario, draft: Scenario, line: Line, column: number): boolean {
  const [, part = "", index = "", ...tail] = line.pointer.split("/");
  const id = (getAt(draft, `/${part}/${index}`) as { id?: string } | undefined)?.id;
  const rows = saved[part as keyof Scenario] as { id?: string }[] | undefined;
  const found = Array.isArray(rows) ? rows.findIndex((row) => row.id === id) : -1;
  if (found < 0) return true;
  const before = ["", part, String(found), ...tail].join("/");
  const now = cellValue(draft, line, column);
  const was = cellValue(saved, { ...line, pointer: before }, column);
  if (column >= 0 && periodCount(saved) !== periodCount(draft)) return true;
  const number = (cell: typeof now) => (cell.kind === "own" || cell.kind === "spread" ? cell.value : null);
  return number(now) !== number(was) || (column === ALL && now.kind !== was.kind);
}
