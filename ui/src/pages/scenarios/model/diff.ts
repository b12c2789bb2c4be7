/** What differs between two versions of a scenario, by line: rows are matched by id, so moving a row is no change. */
import { periodName } from "@/pages/simulations/model/cashflow";
import { formatChange, formatExact, formatPercent } from "@/lib/format";
import type { Scenario, Values } from "./scenario";
import { sheetOf, type SheetId } from "./sheets";

export interface CellChange {
  /** Index of the period. */
  column: number;
  label: string;
  before: number | null;
  after: number | null;
}

export interface LineChange {
  key: string;
  /** Where it stands: the part of the document, the id of the row (none for parts without rows), and the path inside it. */
  part: string;
  id: string | null;
  tail: readonly string[];
  sheet: SheetId;
  kind: "changed" | "added" | "removed";
  /** The row: "Mining". */
  label: string;
  /** The field of the row: "amount", "rate"; empty for a whole row. */
  field: string;
  unit: string;
  percent: boolean;
  before: unknown;
  after: unknown;
  /** Periods that differ, for a line with values per period. */
  cells: CellChange[];
}

type Row = Record<string, unknown>;
interface Leaf {
  value: unknown;
  unit: string;
  path: readonly string[];
}

/** Fields that are decimals shown as percent. */
const SHARES = new Set(["rate", "contingency", "escalation", "payable_fraction", "inflation", "limit"]);

export function diffScenarios(before: Scenario, after: Scenario): LineChange[] {
  const changes: LineChange[] = [];
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const part of parts) {
    const a: unknown = before[part as keyof Scenario];
    const b: unknown = after[part as keyof Scenario];
    if (same(a, b)) continue;
    if (isRows(a) || isRows(b)) changes.push(...diffRows(part, isRows(a) ? a : [], isRows(b) ? b : [], after));
    else if (isObject(a) || isObject(b)) changes.push(...diffFields({ part, id: null }, partNames[part] ?? part, isObject(a) ? a : {}, isObject(b) ? b : {}, after));
    else changes.push({ key: part, part, id: null, tail: [], sheet: sheetOf(`/${part}`), kind: "changed", label: partNames[part] ?? part, field: "", unit: "", percent: false, before: a, after: b, cells: [] });
  }
  return changes;
}

const partNames: Record<string, string> = { name: "Name", description: "Description", source: "Source", basis: "Basis", periods: "Periods", discount: "Discounting", reported: "Printed figures", unit_costs: "Unit costs", subtotals: "Sums" };

function isRows(value: unknown): value is Row[] {
  return Array.isArray(value) && value.every((row) => typeof row === "object" && row !== null && ("id" in row || "figure" in row));
}
const isObject = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);
const firstText = (row: Row, fields: readonly string[]) => fields.map((field) => row[field]).find((value) => typeof value === "string") ?? "";
const idOf = (row: Row) => firstText(row, ["id", "figure"]);
const nameOf = (row: Row) => firstText(row, ["name", "label", "id", "figure"]);

function diffRows(part: string, before: Row[], after: Row[], scenario: Scenario): LineChange[] {
  const sheet = sheetOf(`/${part}`);
  const whole = (row: Row, kind: "added" | "removed"): LineChange => ({ key: `${part}/${idOf(row)}`, part, id: idOf(row), tail: [], sheet, kind, label: nameOf(row), field: "", unit: "", percent: false, before: kind === "removed" ? row : undefined, after: kind === "added" ? row : undefined, cells: [] });
  const old = new Map(before.map((row) => [idOf(row), row]));
  const now = new Map(after.map((row) => [idOf(row), row]));
  return [
    ...before.filter((row) => !now.has(idOf(row))).map((row) => whole(row, "removed")),
    ...after.flatMap((row) => {
      const previous = old.get(idOf(row));
      return previous ? diffFields({ part, id: idOf(row) }, nameOf(row), previous, row, scenario) : [whole(row, "added")];
    }),
  ];
}

function diffFields(at: { part: string; id: string | null }, label: string, before: Row, after: Row, scenario: Scenario): LineChange[] {
  const a = leaves(before, after);
  const b = leaves(after, before);
  const sheet = sheetOf(`/${at.part}`);
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((field) => {
    const x = a.get(field);
    const y = b.get(field);
    if (same(x?.value, y?.value)) return [];
    const percent = SHARES.has(field.split(".").at(-1) ?? "");
    const unit = percent ? "%" : (y?.unit ?? x?.unit ?? "");
    return [{ key: [at.part, at.id, field].filter(Boolean).join("/"), ...at, tail: (y ?? x)?.path ?? [], sheet, kind: "changed", label, field: fieldName(field), unit, percent, before: x?.value, after: y?.value, cells: cellChanges(x?.value, y?.value, scenario) } satisfies LineChange];
  });
}

/** The fields of a row, into its amounts and rules: an amount is one field with a unit, a rule of another kind is one field. */
function leaves(row: Row, other: Row, path: readonly string[] = []): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [name, value] of Object.entries(row)) {
    const here = [...path, name];
    const key = here.join(".");
    const counterpart = other[name];
    if (isObject(value)) {
      if ("values" in value && typeof value["unit"] === "string") {
        found.set(key, { value: value["values"], unit: value["unit"], path: [...here, "values"] });
        found.set(`${key}.unit`, { value: value["unit"], unit: "", path: [...here, "unit"] });
      } else if ("kind" in value && (!isObject(counterpart) || counterpart["kind"] !== value["kind"])) found.set(key, { value, unit: "", path: here });
      else for (const [deeper, leaf] of leaves(value, isObject(counterpart) ? counterpart : {}, here)) found.set(deeper, leaf);
    } else found.set(key, { value, unit: typeof row["unit"] === "string" && name !== "unit" ? row["unit"] : "", path: here });
  }
  return found;
}

function cellChanges(before: unknown, after: unknown, scenario: Scenario): CellChange[] {
  if (!isNumbers(before) && !isNumbers(after)) return [];
  if (!isValues(before) || !isValues(after)) return [];
  return scenario.periods.labels.flatMap((label, column) => {
    const x = valueAt(before, column);
    const y = valueAt(after, column);
    return x === y ? [] : [{ column, label: periodName(label), before: x, after: y }];
  });
}

const isNumbers = (value: unknown): value is (number | null)[] => Array.isArray(value) && value.every((x) => x === null || typeof x === "number");
const isValues = (value: unknown): value is Values => value === null || typeof value === "number" || isNumbers(value);
const valueAt = (values: Values, column: number): number | null => (Array.isArray(values) ? (values[column] ?? null) : values);
const fieldName = (field: string) => field.replaceAll("_", " ").replaceAll(".", ", ");

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const x = a as Row;
  const y = b as Row;
  const keys = new Set([...Object.keys(x), ...Object.keys(y)]);
  return [...keys].every((key) => same(x[key], y[key]));
}

/** The factor that turns every changed value into its new one, if there is one. */
export function commonFactor(cells: readonly CellChange[]): number | null {
  const first = cells[0];
  if (!first || cells.length < 2) return null;
  const factor = (first.after ?? NaN) / (first.before ?? NaN);
  if (!Number.isFinite(factor)) return null;
  return cells.every((cell) => Math.abs((cell.after ?? NaN) - (cell.before ?? NaN) * factor) <= 1e-9 * Math.abs(cell.before ?? NaN)) ? factor : null;
}

const total = (cells: readonly CellChange[], side: "before" | "after") => cells.reduce((sum, cell) => sum + (cell[side] ?? 0), 0);

/** Old and new in one line each, with what the change amounts to. */
export function describeChange(change: LineChange): { before: string; after: string; note: string } {
  if (change.kind === "added") return { before: "", after: "new row", note: "" };
  if (change.kind === "removed") return { before: "row", after: "removed", note: "" };
  if (change.tail.length === 0 && typeof change.after === "object" && change.after !== null) return { before: show(change.before, change), after: show(change.after, change), note: "" };
  if (change.cells.length > 1 || (change.cells.length === 1 && (Array.isArray(change.before) || Array.isArray(change.after)))) return describeCells(change);
  const numbers = typeof change.before === "number" && typeof change.after === "number" && change.before !== 0 ? change.after / change.before - 1 : null;
  return { before: show(change.before, change), after: show(change.after, change), note: numbers === null ? "" : formatChange(numbers, "percent") };
}

function describeCells(change: LineChange): { before: string; after: string; note: string } {
  const [only] = change.cells;
  if (change.cells.length === 1 && only) return { before: show(only.before, change), after: show(only.after, change), note: `in ${only.label}` };
  const factor = commonFactor(change.cells);
  const span = `${change.cells.length} periods, ${change.cells[0]?.label ?? ""} to ${change.cells.at(-1)?.label ?? ""}`;
  if (factor !== null) return { before: span, after: `× ${formatExact(Number(factor.toPrecision(6)))}`, note: formatChange(factor - 1, "percent") };
  const before = total(change.cells, "before");
  const after = total(change.cells, "after");
  return { before: `${show(before, change)} in all`, after: `${show(after, change)} in all`, note: span };
}

function show(value: unknown, change: LineChange): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "number") return change.percent ? formatPercent(value, { digits: 2 }) : formatExact(Number(value.toPrecision(10)));
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (isNumbers(value)) return `${value.length} values`;
  if (isObject(value) && typeof value["kind"] === "string") return value["kind"].replaceAll("_", " ");
  return JSON.stringify(value);
}
