/** Reading a file: what was found in it, how to take it, what came of it. */
import { api, body, type Schema } from "./client";
import type { components } from "./schema";

export const DATE_FORMATS: readonly components["schemas"]["DateFormat"][] = ["iso", "year_month", "month_code", "quarter", "compact", "day_first", "month_first", "named", "year", "serial", "typed"];

export type ValueColumn = components["schemas"]["ValueColumn"];
/** Columns count from 0, rows as the file numbers them, from 1. */
export type Mapping = components["schemas"]["Mapping"];
export type ColumnPreview = Schema<"ColumnPreview">;
export type Preview = Omit<Schema<"Preview">, "suggested"> & { suggested: Mapping | null };
export type RejectedRow = Schema<"RejectedCell">;
export type Imported = Schema<"Imported">;

function form(file: File, name: string, part: unknown): FormData {
  const data = new FormData();
  data.append("file", file);
  data.append(name, new Blob([JSON.stringify(part)], { type: "application/json" }));
  return data;
}

/** The client sends the form as it is; the document describes its parts. */
const asForm = (data: FormData) => ({ body: data as never, bodySerializer: () => data });

export const previewFile = (file: File, options: { sheet?: string } = {}): Promise<Preview> => body(api.POST("/api/v1/series/preview", asForm(form(file, "options", options))));
export const importFile = (file: File, mapping: Mapping & { source: string }): Promise<Imported> => body(api.POST("/api/v1/series/import", asForm(form(file, "mapping", mapping))));
