import type { ReactNode } from "react";
import { formatExact, formatNumber, isMissing } from "@/lib/format";
import { Reason } from "@/page/Reason";
import type { CellValue, GridColumn } from "./column";

/** What a cell shows: the column's own drawing, or the value with the column's decimals. */
export function cellContent<T>(column: GridColumn<T>, row: T): ReactNode {
  if (column.cell) return column.cell(row);
  const value: CellValue = column.value(row);
  if (value === null || value === undefined || value === "" || (typeof value === "number" && isMissing(value))) return <Reason why={column.why?.(row) ?? "not recorded"} />;
  if (typeof value === "number") return <span title={formatExact(value, column.unit)}>{formatNumber(value, { digits: column.digits ?? 0 })}</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return <span className="truncate">{value}</span>;
}
