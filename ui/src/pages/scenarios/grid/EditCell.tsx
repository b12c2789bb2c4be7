import { memo, type PointerEvent } from "react";
import { readCell } from "../model/paste";
import type { Line } from "../model/lines";

export interface CellLook {
  text: string;
  /** Own value, the line's value seen here, nothing to type, or cleared. */
  kind: "own" | "spread" | "empty" | "varies" | "missing";
  edited: boolean;
  trouble: string | undefined;
  selected: boolean;
  active: boolean;
  corner: boolean;
  name: string;
}

export interface EditCellProps {
  row: number;
  column: number;
  left: number;
  width: number;
  look: CellLook;
  onDown: (row: number, column: number, event: PointerEvent) => void;
  onEnter: (row: number, column: number, event: PointerEvent) => void;
  onOpen: (row: number, column: number) => void;
  onHandle: (event: PointerEvent) => void;
}

/** One number of the grid. Its position follows the columns that are in view. */
export const EditCell = memo(function EditCell({ row, column, left, width, look, onDown, onEnter, onOpen, onHandle }: EditCellProps) {
  return (
    <div
      role="gridcell"
      aria-colindex={column + 3}
      aria-label={look.name}
      aria-selected={look.selected}
      aria-invalid={look.trouble ? true : undefined}
      title={look.trouble}
      tabIndex={look.active ? 0 : -1}
      data-cell={`${row},${column}`}
      data-kind={look.kind}
      data-edited={look.edited}
      data-active={look.active}
      className="edit-cell"
      style={{ left, width }}
      onPointerDown={(event) => onDown(row, column, event)}
      onPointerEnter={(event) => onEnter(row, column, event)}
      onDoubleClick={() => onOpen(row, column)}
    >
      {look.text}
      {look.corner ? <span aria-hidden="true" className="fill-handle" onPointerDown={onHandle} /> : null}
    </div>
  );
});

export interface CellEditorProps {
  line: Line;
  text: string;
  left: number;
  width: number;
  column: number;
  name: string;
  fault: string | undefined;
  onText: (text: string) => void;
  onLeave: () => void;
}

/** The field that takes the place of a cell while it is typed in; says how it reads an ambiguous number. */
export function CellEditor({ line, text, left, width, column, name, fault, onText, onLeave }: CellEditorProps) {
  const guess = readCell(text, line)?.guess;
  const note = fault ?? guess;
  return (
    <div role="gridcell" aria-colindex={column + 3} className="edit-cell edit-cell-open" style={{ left, width }}>
      <input
        // The cell was opened by a key or a double click, so the focus belongs in it.
        ref={(field) => field?.focus()}
        aria-label={name}
        aria-invalid={fault ? true : undefined}
        aria-describedby={note ? "edit-note" : undefined}
        inputMode="decimal"
        className="size-full bg-transparent text-right outline-none"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onBlur={onLeave}
      />
      {note ? (
        <span id="edit-note" role="status" className={`edit-note ${fault ? "text-neg" : "text-ink-2"}`}>
          {note}
        </span>
      ) : null}
    </div>
  );
}
