/** Tables leave as text here; XLSX and Parquet writers are loaded only when asked for. */
import { download } from "@/lib/download";
import type { MenuEntry } from "@/ui/Menu";
import { toast } from "@/ui/Toast";
import { copyText } from "@/lib/download";
import { headText, type CellValue, type GridColumn } from "./column";

export interface PlainTable {
  heads: string[];
  rows: CellValue[][];
}

export function plainTable<T>(rows: readonly T[], columns: readonly GridColumn<T>[]): PlainTable {
  const kept = columns.filter((column) => !column.visual);
  return { heads: kept.map(headText), rows: rows.map((row) => kept.map((column) => column.value(row) ?? null)) };
}

/** Tab separated with heads, for a spreadsheet. Missing is empty, never 0. */
export function toTsv({ heads, rows }: PlainTable): string {
  const clean = (value: CellValue) => (value === null || value === undefined || Number.isNaN(value) ? "" : String(value).replace(/[\t\r\n]+/g, " "));
  return [heads, ...rows].map((row) => row.map(clean).join("\t")).join("\n");
}

export function toCsv({ heads, rows }: PlainTable): string {
  const quote = (value: CellValue) => {
    if (value === null || value === undefined || Number.isNaN(value)) return "";
    const text = String(value);
    // A leading sign that a spreadsheet would run as a formula is disarmed in text cells.
    const armed = typeof value === "string" && /^[=+\-@]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(armed) ? `"${armed.replaceAll('"', '""')}"` : armed;
  };
  return `${[heads, ...rows].map((row) => row.map(quote).join(",")).join("\r\n")}\r\n`;
}

export function toJson({ heads, rows }: PlainTable): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(heads.map((head, i) => [head, row[i] ?? null]))), null, 2);
}

function save(name: string, table: PlainTable, format: "csv" | "json" | "xlsx" | "parquet"): void {
  const file = name.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "table";
  if (format === "csv") download(`${file}.csv`, toCsv(table), "text/csv;charset=utf-8");
  else if (format === "json") download(`${file}.json`, toJson(table), "application/json");
  else {
    const made = format === "xlsx" ? import("./xlsx").then(({ toXlsx }) => toXlsx(name, table)) : import("./parquet").then(({ toParquet }) => toParquet(table));
    made.then((blob) => download(`${file}.${format}`, blob)).catch((error: unknown) => toast(`The file could not be made: ${error instanceof Error ? error.message : String(error)}`));
  }
}

/** Menu entries for one table: copy, CSV, XLSX, Parquet, JSON. */
export function exportTable<T>(name: string, rows: readonly T[], columns: readonly GridColumn<T>[]): MenuEntry[] {
  const table = () => plainTable(rows, columns);
  return [
    { label: "Copy for a spreadsheet", icon: "copy", onSelect: () => void copyText(toTsv(table())).then((ok) => toast(ok ? "Copied with heads." : "The browser did not allow copying.")) },
    { label: "CSV", onSelect: () => save(name, table(), "csv") },
    { label: "XLSX", onSelect: () => save(name, table(), "xlsx") },
    { label: "Parquet", onSelect: () => save(name, table(), "parquet") },
    { label: "JSON", onSelect: () => save(name, table(), "json") },
  ];
}
