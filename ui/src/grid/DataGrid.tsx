import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import { useActions } from "@/lib/actions";
import { formatNumber } from "@/lib/format";
import { copyText } from "@/lib/download";
import { toast } from "@/ui/Toast";
import { headText, isNumeric, type GridColumn } from "./column";
import { plainTable, toTsv } from "./export";
import { cellContent } from "./GridCell";
import { useTableModel, type Sorting } from "./table-model";
import { useGridKeys } from "./useGridKeys";

export interface DataGridProps<T extends object> {
  name: string;
  rows: readonly T[];
  columns: readonly GridColumn<T>[];
  getId: (row: T, index: number) => string;
  onOpen?: ((row: T) => void) | undefined;
  /** The id of the row the page is about. */
  selected?: string | undefined;
  sorting?: Sorting;
  onSorting?: (next: Sorting) => void;
  /** Rows come sorted from the server. */
  manual?: boolean;
  hidden?: ReadonlySet<string>;
  /** Called when the last rows come into view. */
  onEnd?: (() => void) | undefined;
  className?: string;
}

const NONE: ReadonlySet<string> = new Set();

function rowHeight(): number {
  const value = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
  return Number.isFinite(value) && value > 0 ? value : 26;
}

/** The dense grid for reading: virtual rows, sort, one focused cell, ranges copied as TSV with heads. */
export function DataGrid<T extends object>({ name, rows, columns, getId, onOpen, selected, sorting, onSorting, manual = false, hidden = NONE, onEnd, className = "" }: DataGridProps<T>) {
  const [ownSorting, setOwnSorting] = useState<Sorting>([]);
  const table = useTableModel({ rows, columns, sorting: sorting ?? ownSorting, onSorting: onSorting ?? setOwnSorting, hidden, manual });
  const shown = columns.filter((column) => !hidden.has(column.id));
  const model = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const [height] = useState(rowHeight);
  const virtual = useVirtualizer({ count: model.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12, scrollPaddingStart: 30 });
  const reveal = useCallback((row: number) => virtual.scrollToIndex(row, { align: "auto" }), [virtual]);
  const keys = useGridKeys({
    rows: model.length,
    columns: shown.length,
    page: 20,
    onReveal: reveal,
    onOpen: onOpen ? (row) => { const found = model[row]; if (found) onOpen(found.original); } : undefined,
    onCopy: (from, to) => {
      const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
      const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
      const part = plainTable(model.slice(top, bottom + 1).map((row) => row.original), shown.slice(left, right + 1));
      void copyText(toTsv(part)).then((ok) => toast(ok ? `Copied ${formatNumber(part.rows.length)} × ${formatNumber(part.heads.length)} with heads.` : "The browser did not allow copying."));
    },
  });
  const focusCell = () => scroller.current?.querySelector<HTMLElement>("[data-cell][tabindex='0']")?.focus();
  useActions(model.length > 0 ? [{ id: `grid-${name}`, label: `Move into ${name.charAt(0).toLowerCase()}${name.slice(1)}`, keys: "j", section: "Here", run: focusCell }] : []);
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-cell="${keys.at.row},${keys.at.column}"]`)?.focus({ preventScroll: true });
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && model.length > 0 && lastShown >= model.length - 10) onEnd();
  }, [lastShown, model.length, onEnd]);

  return (
    // The grid holds one tab stop; arrows move inside.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={scroller} role="grid" aria-label={name} aria-rowcount={model.length + 1} aria-colcount={shown.length} className={`min-h-0 flex-1 overflow-auto ${className}`} onKeyDown={(event) => { moved.current = true; keys.onKeyDown(event); }}>
      <div role="rowgroup" className="grid-head">
        <div role="row" aria-rowindex={1} className="flex w-full">
          {shown.map((column, index) => (
            <Head key={column.id} column={column} index={index} table={table} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = model[item.index];
          if (!row) return null;
          const id = getId(row.original, row.index);
          return (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div key={id} role="row" aria-rowindex={item.index + 2} aria-selected={id === selected} className={`grid-row ${onOpen ? "cursor-pointer" : ""}`} style={{ transform: `translateY(${item.start}px)` }} onClick={(event) => { if (onOpen && !(event.target as HTMLElement).closest("a,button,input")) onOpen(row.original); }}>
              {shown.map((column, index) => (
                <div
                  key={column.id}
                  role="gridcell"
                  aria-colindex={index + 1}
                  data-cell={`${item.index},${index}`}
                  data-num={isNumeric(column)}
                  data-grow={column.grow ?? false}
                  tabIndex={keys.at.row === item.index && keys.at.column === index ? 0 : -1}
                  className={`grid-cell ${keys.selected(item.index, index) ? "bg-azurite-wash" : ""}`}
                  style={{ width: `calc(var(--spacing) * ${column.width ?? 28})` }}
                  onFocus={(event) => { if (event.target === event.currentTarget) keys.setFocus({ row: item.index, column: index }); }}
                >
                  {cellContent(column, row.original)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head<T>({ column, index, table }: { column: GridColumn<T>; index: number; table: { getColumn: (id: string) => { getCanSort: () => boolean; getIsSorted: () => false | "asc" | "desc"; toggleSorting: (desc?: boolean, multi?: boolean) => void } | undefined } }) {
  const model = table.getColumn(column.id);
  const sorted = model?.getIsSorted() ?? false;
  const can = model?.getCanSort() ?? false;
  const text = (
    <>
      {column.headCell ?? null}
      <span className={column.headCell ? "sr-only" : "truncate"}>{column.head}</span>
      {column.unit ? <span className="ml-1 font-regular text-ink-3">{column.unit}</span> : null}
      {sorted ? <span aria-hidden="true" className="ml-1">{sorted === "asc" ? "↑" : "↓"}</span> : null}
    </>
  );
  return (
    <div role="columnheader" aria-colindex={index + 1} aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined} className={`grid-cell text-micro font-medium ${sorted ? "text-ink" : "text-ink-3"}`} data-num={isNumeric(column)} data-grow={column.grow ?? false} style={{ width: `calc(var(--spacing) * ${column.width ?? 28})` }}>
      {can ? (
        <button type="button" className="flex h-full min-w-0 items-center hover:text-ink" title={`Sort by ${headText(column)}; Shift adds a second sort`} onClick={(event) => model?.toggleSorting(undefined, event.shiftKey)}>
          {text}
        </button>
      ) : (
        text
      )}
    </div>
  );
}
