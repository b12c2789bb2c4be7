import type { Mapping, Preview } from "@/api/import";
import { formatNumber } from "@/lib/format";

type Part = "date" | "id" | "value" | "unused";
const LOOK: Record<Part, string> = { date: "bg-active", id: "bg-hover", value: "bg-azurite-wash", unused: "" };

function partOf(column: number, mapping: Mapping | null): Part {
  if (!mapping) return "unused";
  if (mapping.date_column === column) return "date";
  if (mapping.id_column === column) return "id";
  return mapping.values.some((value) => value.column === column) ? "value" : "unused";
}

/** The first rows as they stand in the file; heads say what each column becomes. */
export function PreviewTable({ preview, mapping }: { preview: Preview; mapping: Mapping | null }) {
  const words: Record<Part, string> = { date: "date", id: "series", value: "values", unused: "not used" };
  return (
    // The table scrolls by itself; the keyboard must reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="max-h-80 overflow-auto border border-line" tabIndex={0} role="region" aria-label={`First ${preview.rows.length} rows, scrollable`}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col" className="num">
              Row
            </th>
            {preview.columns.map((column) => (
              <th key={column.column} scope="col" className={column.kind === "number" ? "num" : ""}>
                {column.letters} <span className="font-regular">{words[partOf(column.column, mapping)]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => {
            const before = mapping !== null && row.row < (mapping.first_data_row ?? 1);
            return (
              <tr key={row.row} className={before ? "text-ink-3" : ""}>
                <td className="num text-ink-3">{formatNumber(row.row)}</td>
                {preview.columns.map((column, i) => (
                  <td key={column.column} className={`${column.kind === "number" && !before ? "num" : ""} ${before ? "" : LOOK[partOf(column.column, mapping)]}`}>
                    {row.cells[i] ?? ""}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
