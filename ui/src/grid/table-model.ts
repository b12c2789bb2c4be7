/** Sorting and column visibility, on TanStack Table. Missing values sort last both ways. */
import { columnVisibilityFeature, createSortedRowModel, rowSortingFeature, tableFeatures, useTable, type ColumnDef, type SortingState, type Updater } from "@tanstack/react-table";
import { useMemo } from "react";
import { isNumeric, type CellValue, type GridColumn } from "./column";

const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature, sortedRowModel: createSortedRowModel() });
export type Sorting = SortingState;

export function compare(a: CellValue, b: CellValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true, sensitivity: "base" });
}

export interface TableModelOptions<T> {
  rows: readonly T[];
  columns: readonly GridColumn<T>[];
  sorting: Sorting;
  onSorting: (next: Sorting) => void;
  hidden: ReadonlySet<string>;
  /** The server has sorted already. */
  manual: boolean;
}

export function useTableModel<T extends object>({ rows, columns, sorting, onSorting, hidden, manual }: TableModelOptions<T>) {
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, T> => ({
          id: column.id,
          accessorFn: (row: T) => column.value(row) ?? undefined,
          header: column.head,
          enableSorting: column.sortable ?? !column.visual,
          sortDescFirst: isNumeric(column),
          sortUndefined: "last",
          sortFn: (a, b, id) => compare(a.getValue<CellValue>(id), b.getValue<CellValue>(id)),
        }),
      ),
    [columns],
  );
  const visibility = useMemo(() => Object.fromEntries(columns.map((column) => [column.id, !hidden.has(column.id)])), [columns, hidden]);
  const data = useMemo(() => [...rows], [rows]);
  return useTable({
    features,
    columns: defs,
    data,
    state: { sorting, columnVisibility: visibility },
    onSortingChange: (updater: Updater<SortingState>) => onSorting(typeof updater === "function" ? updater(sorting) : updater),
    enableMultiSort: true,
    manualSorting: manual,
  });
}
