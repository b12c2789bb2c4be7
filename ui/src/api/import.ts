/** Reading a file: what was found in it, how to take it, what came of it. */
import { http } from "./http";
import type { FrequencyName, Series } from "./types";

export const DATE_FORMATS = ["iso", "year_month", "month_code", "quarter", "compact", "day_first", "month_first", "year"] as const;
export interface ValueColumn {
  column: number;
  code: string;
  name?: string | null;
  unit?: string | null;
}
/** Columns count from 0, rows as the file numbers them, from 1. */
export interface Mapping {
  sheet?: string | null;
  delimiter?: string | null;
  first_data_row: number;
  date_column: number;
  /** One of `DATE_FORMATS`, or another the server knows. */
  date_format: string;
  id_column?: number | null;
  values: ValueColumn[];
  decimal_mark: "point" | "comma";
  frequency?: FrequencyName | null;
  time_zone?: string | null;
}
export interface ColumnPreview {
  column: number;
  letters: string;
  name: string | null;
  code: string | null;
  unit: string | null;
  kind: "date" | "number" | "text" | "empty";
}
export interface Preview {
  format: string;
  sheets: string[];
  sheet: string | null;
  encoding: string | null;
  delimiter: string | null;
  row_count: number;
  columns: ColumnPreview[];
  rows: { row: number; cells: string[] }[];
  frequency: FrequencyName | null;
  suggested: Mapping | null;
  warnings: string[];
}
export interface RejectedRow {
  row: number;
  column: string | null;
  value: string | null;
  reason: string;
}
export interface Imported {
  created: Series[];
  updated: Series[];
  rejected: RejectedRow[];
  rejected_total: number;
}

function form(file: File, name: string, part: unknown): FormData {
  const data = new FormData();
  data.append("file", file);
  data.append(name, new Blob([JSON.stringify(part)], { type: "application/json" }));
  return data;
}

export const previewFile = (file: File, options: { sheet?: string } = {}) => http.upload<Preview>("/api/v1/series/preview", form(file, "options", options));
export const importFile = (file: File, mapping: Mapping & { source: string }) => http.upload<Imported>("/api/v1/series/import", form(file, "mapping", mapping));
