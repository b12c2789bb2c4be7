/** A plain table as Parquet: numbers as doubles, everything else as text; missing is null. */
import { parquetWriteBuffer } from "hyparquet-writer";
import type { PlainTable } from "./export";

export function toParquet({ heads, rows }: PlainTable): Blob {
  const columnData = heads.map((name, i) => {
    const values = rows.map((row) => row[i] ?? null);
    const present = values.filter((value) => value !== null);
    if (present.length > 0 && present.every((value) => typeof value === "number")) return { name, data: values, type: "DOUBLE" as const, nullable: true };
    if (present.length > 0 && present.every((value) => typeof value === "boolean")) return { name, data: values, type: "BOOLEAN" as const, nullable: true };
    return { name, data: values.map((value) => (value === null ? null : String(value))), type: "STRING" as const, nullable: true };
  });
  return new Blob([parquetWriteBuffer({ columnData })], { type: "application/vnd.apache.parquet" });
}
