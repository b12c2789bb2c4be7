/** The lines of a sheet: every number of a scenario that has a place in the grid, with its unit and its owner. */
import { getAt, join, setAt } from "./pointer";
import type { Amount, Scenario, Values } from "./scenario";
import type { SheetId } from "./sheets";

/** The column left of the periods: one value for every period, or a rate. */
export const ALL = -1;

export interface Line {
  /** Pointer to the value or values; the line's identity. */
  pointer: string;
  /** Pointer to the row it belongs to, where unit, basis, source and note live. */
  row: string;
  label: string;
  /** Which number of the row this is, when it has several: `payable`, `rate`. */
  part?: string;
  unit: string;
  /** Stored as a decimal, shown and typed as percent. */
  percent: boolean;
  /** May hold one value per period; a scalar only has the first column. */
  perPeriod: boolean;
  optional: boolean;
}

/** Where the unit of a line is typed; null for rates and for units that follow from elsewhere. */
export function unitPointer(line: Line): string | null {
  if (line.pointer.endsWith("/values")) return line.pointer.replace(/values$/, "unit");
  return line.pointer.endsWith("/deck") ? `${line.row}/unit` : null;
}

type Named = { id: string; name: string };

export function linesOf(scenario: Scenario, sheet: SheetId): Line[] {
  const rows = <T extends Named>(part: keyof Scenario, list: readonly T[] | undefined, make: (row: T, at: Maker) => (Line | null)[]) =>
    (list ?? []).flatMap((row, index) => make(row, maker(`/${part}/${index}`, row.name || row.id)).filter((line) => line !== null));
  switch (sheet) {
    case "schedule":
      return rows("schedule", scenario.schedule, (row, at) => [at.amount("amount", row.amount), at.amount("times", row.times, row.of ? `times ${row.of}` : "times")]);
    case "products":
      return rows("products", scenario.products, (row, at) => [
        at.amount("in_product", row.in_product, "in product"),
        at.amount("payable", row.payable, "payable"),
        row.payable_fraction === undefined ? null : at.share("payable_fraction", "payable share", true),
      ]);
    case "prices":
      return rows("prices", scenario.prices, (row, at) => [at.values("deck", row.unit, row.path ? "base case" : undefined)]);
    case "costs":
      return [
        ...rows("costs", scenario.costs, (row, at) => [
          at.amount("amount", row.amount),
          at.amount("unit_cost", row.unit_cost, row.driver ? `per unit of ${driverName(scenario, row.driver)}` : "unit cost"),
          row.contingency === undefined ? null : at.share("contingency", "contingency"),
          row.escalation === undefined ? null : at.share("escalation", "escalation a year"),
        ]),
        ...rows("consumption", scenario.consumption, (row, at) => [
          at.amount("intensity", row.intensity, `used per unit of ${driverName(scenario, row.driver)}`),
          at.amount("unit_price", row.unit_price, "price"),
          row.escalation === undefined ? null : at.share("escalation", "escalation a year"),
          at.amount("emission_factor", row.emission_factor, "emission factor"),
        ]),
      ];
    case "capital":
      return [
        ...rows("capital", scenario.capital, (row, at) => [at.amount("amount", row.amount, row.kind), row.contingency === undefined ? null : at.share("contingency", "contingency"), row.escalation === undefined ? null : at.share("escalation", "escalation a year")]),
        ...rows("closure", scenario.closure, (row, at) => [at.amount("amount", row.amount, "closure"), row.contingency === undefined ? null : at.share("contingency", "contingency")]),
      ];
    case "royalties":
      return [
        ...rows("royalties", scenario.royalties, (row, at) => [row.rate === undefined ? null : at.share("rate", row.base ? `of ${row.base}` : "rate"), at.amount("amount", row.amount), at.amount("cumulative_cap", row.cumulative_cap, "at most in total")]),
        ...rows("depreciation", scenario.depreciation, (row, at) => ("life_years" in row.method ? [at.scalar("method/life_years", "years", "life")] : [])),
        ...rows("taxes", scenario.taxes, (row, at) => [row.rate === undefined ? null : at.share("rate", row.base ? `of ${row.base}` : "rate"), at.amount("amount", row.amount)]),
      ];
    case "working_capital":
      return rows("working_capital", scenario.working_capital, (row, at) => [at.amount("increase", row.increase, "increase"), row.days === undefined ? null : at.scalar("days", "days", row.of ? `of ${row.of}` : undefined)]);
    default:
      return [];
  }
}

type Maker = ReturnType<typeof maker>;
function maker(row: string, label: string) {
  const line = (pointer: string, unit: string, part: string | undefined, shape: Partial<Line>): Line => ({ pointer, row, label, unit, percent: false, perPeriod: false, optional: false, ...(part ? { part } : {}), ...shape });
  return {
    amount: (field: string, amount: Amount | undefined, part?: string) => (amount ? line(`${row}/${field}/values`, amount.unit, part, { perPeriod: true }) : null),
    values: (field: string, unit: string, part?: string) => line(`${row}/${field}`, unit, part, { perPeriod: true, optional: part !== undefined }),
    share: (field: string, part: string, perPeriod = false) => line(`${row}/${field}`, "%", part, { percent: true, perPeriod }),
    scalar: (field: string, unit: string, part?: string) => line(`${row}/${field}`, unit, part, {}),
  };
}

function driverName(scenario: Scenario, driver: string): string {
  const [id, part] = driver.split(".");
  const row = scenario.schedule?.find((entry) => entry.id === driver) ?? scenario.products?.find((entry) => entry.id === id);
  const name = row?.name ?? driver;
  return part ? `${name}, ${part.replaceAll("_", " ")}` : name;
}

export function periodCount(scenario: Scenario): number {
  return scenario.periods.labels.length;
}

/** What stands in a cell. `spread` is a flat value seen in one period; `empty` has no value and needs none. */
export type CellValue = { kind: "own" | "spread"; value: number } | { kind: "missing" } | { kind: "varies" } | { kind: "empty" };

export function cellValue(scenario: Scenario, line: Line, column: number): CellValue {
  const values = getAt(scenario, line.pointer) as Values | undefined;
  if (Array.isArray(values)) {
    if (column === ALL) return { kind: "varies" };
    const value = values[column];
    return value === null || value === undefined ? { kind: "missing" } : { kind: "own", value };
  }
  if (column !== ALL && !line.perPeriod) return { kind: "empty" };
  if (values === null || values === undefined) return column === ALL ? (line.optional ? { kind: "empty" } : { kind: "missing" }) : { kind: "empty" };
  return { kind: column === ALL ? "own" : "spread", value: values };
}

/** Puts a number in a cell, or clears it to missing. A flat line becomes one value per period when one period is edited. */
export function setCell(scenario: Scenario, line: Line, column: number, value: number | null): Scenario {
  if (column === ALL) return setAt(scenario, line.pointer, value === null && line.optional ? undefined : value);
  if (!line.perPeriod) return scenario;
  const values = getAt(scenario, line.pointer) as Values | undefined;
  const periods = periodCount(scenario);
  const list = Array.isArray(values) ? values : Array.from({ length: periods }, () => values ?? null);
  return setAt(scenario, line.pointer, list.map((old, index) => (index === column ? value : old)));
}

export interface Edit {
  pointer: string;
  column: number;
  value: number | null;
}

export function applyEdits(scenario: Scenario, lines: readonly Line[], edits: readonly Edit[]): Scenario {
  const byPointer = new Map(lines.map((line) => [line.pointer, line]));
  return edits.reduce((draft, edit) => {
    const line = byPointer.get(edit.pointer);
    return line ? setCell(draft, line, edit.column, edit.value) : draft;
  }, scenario);
}

/** The pointer of one cell, as the server names it in its errors. */
export function cellPointer(line: Line, column: number): string {
  return column === ALL ? line.pointer : join(line.pointer, column);
}

/** Cells that were cleared and need a number before the scenario can be evaluated. */
export function missingCells(scenario: Scenario, lines: readonly Line[]): string[] {
  return lines.flatMap((line) => {
    const values = getAt(scenario, line.pointer) as Values | undefined;
    if (Array.isArray(values)) return values.flatMap((value, index) => (value === null ? [cellPointer(line, index)] : []));
    return (values === null || values === undefined) && !line.optional ? [line.pointer] : [];
  });
}
