import type { VirtualItem } from "@tanstack/react-virtual";
import { formatExact, formatNumber } from "@/lib/format";
import type { BaseCase, Section } from "@/pages/simulations/model/result";
import { cellText, columnName } from "../model/cells";
import { cellValue, type Line } from "../model/lines";
import type { Scenario } from "../model/scenario";
import type { SheetId } from "../model/sheets";

export interface ComputedLine {
  id: string;
  label: string;
  unit: string;
  values: readonly number[];
  total: number | null;
  formula: string;
}

const SECTIONS: Partial<Record<SheetId, readonly Section[]>> = {
  products: ["products", "revenue"],
  costs: ["selling", "costs"],
  capital: ["capital", "closure"],
  royalties: ["royalties", "depreciation", "taxes"],
  working_capital: ["working_capital"],
};

/** The rows the engine computes from a sheet, and the cash flow every sheet leads to. */
export function computedLines(base: BaseCase | null, sheet: SheetId): ComputedLine[] {
  if (!base) return [];
  const wanted = new Set<Section>([...(SECTIONS[sheet] ?? []), "cash_flow"]);
  return base.rows.filter((row) => row.kind !== "given" && wanted.has(row.section)).map((row) => ({ id: row.id, label: row.name, unit: row.unit, values: row.values, total: row.total, formula: row.formula }));
}

const digitsOf = (values: readonly number[]) => {
  const largest = Math.max(0, ...values.map(Math.abs));
  return largest >= 1000 ? 0 : largest >= 10 ? 1 : 3;
};

/** Wide enough for the longest number of the sheet. */
export function columnWidth(scenario: Scenario, lines: readonly Line[], digits: readonly number[], computed: readonly ComputedLine[]): number {
  let longest = 5;
  lines.forEach((line, i) => {
    for (let column = 0; column < scenario.periods.labels.length; column += 1) {
      const cell = cellValue(scenario, line, column);
      if (cell.kind === "own" || cell.kind === "spread") longest = Math.max(longest, cellText(cell.value, line, digits[i] ?? 0).length);
    }
  });
  for (const row of computed) {
    const shown = digitsOf(row.values);
    for (const value of row.values) longest = Math.max(longest, formatNumber(value, { digits: shown }).length);
  }
  return Math.min(112, Math.ceil(longest * 6.9) + 18);
}

export interface ComputedRowsProps {
  rows: readonly ComputedLine[];
  scenario: Scenario;
  columns: readonly VirtualItem[];
  width: number;
  head: number;
  height: number;
  /** Index of the first of these rows, counted with the head. */
  first: number;
}

/** Modelled, so in blue and not typed in; the total stands where a line would have its one value. */
export function ComputedRows({ rows, scenario, columns, width, head, height, first }: ComputedRowsProps) {
  return (
    <div role="rowgroup" aria-label="Computed" className="edit-computed" style={{ width, height: rows.length * height }}>
      {rows.map((row, r) => {
        const digits = digitsOf(row.values);
        return (
          <div key={row.id} role="row" aria-rowindex={first + r} className="edit-row" style={{ transform: `translateY(${r * height}px)`, height }}>
            <div role="rowheader" aria-colindex={1} className="edit-rowhead" style={{ width: head }} title={row.formula}>
              <span className="truncate">{row.label}</span>
              <span className="ml-auto shrink-0 pl-2 text-micro text-ink-3">{row.unit}</span>
            </div>
            {columns.map((column) => {
              const value = column.index === 0 ? row.total : row.values[column.index - 1];
              return (
                <div key={column.key} role="gridcell" aria-colindex={column.index + 2} aria-readonly="true" aria-label={`${row.label}, ${column.index === 0 ? "total" : columnName(scenario, column.index - 1)}, ${formatExact(value, row.unit)}, computed`} className="edit-cell" style={{ left: column.start, width: column.size }}>
                  {value === null || value === undefined ? "" : formatNumber(value, { digits })}
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
