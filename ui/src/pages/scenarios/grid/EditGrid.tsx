import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type PointerEvent } from "react";
import { periodName } from "@/pages/simulations/model/cashflow";
import { cellName, cellText, columnName, copyBlock, isEdited, lineDigits } from "../model/cells";
import { at, cellsOf, contains, fillDown, fillPairs, fillRight, handleRange, move, rangeOf, type Cell, type Selection } from "../model/gridKeys";
import { ALL, cellPointer, cellValue, periodCount, type Edit, type Line } from "../model/lines";
import { planPaste, type PastePlan } from "../model/paste";
import { troubleAt, type Trouble } from "../model/problems";
import type { Scenario } from "../model/scenario";
import { columnWidth, ComputedRows, type ComputedLine } from "./ComputedRows";
import { CellEditor, EditCell } from "./EditCell";
import { PasteDialog } from "./PasteDialog";
import { RowHead } from "./RowHead";
import { canType, useEditing } from "./useEditing";

const HEAD = 216;
const HEAD_PHONE = 136;
const ALL_WIDTH = 84;

const NOTHING: readonly ComputedLine[] = [];

export interface EditGridProps {
  name: string;
  scenario: Scenario;
  saved: Scenario;
  lines: readonly Line[];
  troubles: readonly Trouble[];
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** One undo step. */
  onEdits: (edits: Edit[]) => void;
  readOnly?: boolean;
  /** What the engine makes of these lines; read only, below them. */
  computed?: readonly ComputedLine[];
  /** On a phone a cell is edited in a sheet of its own. */
  onTap?: ((cell: Cell) => void) | undefined;
}

/** The schedule: lines down, periods across; the keyboard works as in a spreadsheet. */
export function EditGrid({ name, scenario, saved, lines, troubles, selection, onSelection, onEdits, readOnly = false, computed = NOTHING, onTap }: EditGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const phone = onTap !== undefined;
  const head = phone ? HEAD_PHONE : HEAD;
  const periods = periodCount(scenario);
  const extent = { rows: lines.length, periods };
  const [rowHeight] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 26);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 10, paddingStart: 28, scrollPaddingStart: 28 });
  const digits = useMemo(() => lines.map((line) => lineDigits(scenario, line)), [lines, scenario]);
  const width = useMemo(() => columnWidth(scenario, lines, digits, computed), [scenario, lines, digits, computed]);
  const sizeOf = useCallback((index: number) => (index === 0 ? ALL_WIDTH : width), [width]);
  const columns = useVirtualizer({ horizontal: true, count: periods + 1, getScrollElement: () => scroller.current, estimateSize: sizeOf, overscan: 4, paddingStart: head, scrollPaddingStart: head });
  useEffect(() => columns.measure(), [columns, sizeOf]);
  const editor = useEditing(scenario, lines, selection, onEdits);
  const [paste, setPaste] = useState<PastePlan | null>(null);
  const [drag, setDrag] = useState<Cell | null>(null);
  const moved = useRef(false);
  const range = rangeOf(selection);
  const filled = useCallback((cell: Cell) => {
    const line = lines[cell.row];
    return line !== undefined && cellValue(scenario, line, cell.column).kind === "own";
  }, [lines, scenario]);
  const select = useCallback((next: Selection) => {
    moved.current = true;
    onSelection(next);
  }, [onSelection]);
  const { row: activeRow, column: activeColumn } = selection.active;
  useEffect(() => {
    if (lines.length === 0) return;
    rows.scrollToIndex(Math.min(activeRow, lines.length - 1), { align: "auto" });
    columns.scrollToIndex(activeColumn + 1, { align: "auto" });
  }, [activeRow, activeColumn, lines.length, rows, columns]);
  useEffect(() => {
    if (!moved.current || editor.editing) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${activeRow},${activeColumn}"]`);
    if (cell) {
      moved.current = false;
      cell.focus({ preventScroll: true });
    }
  });

  const fill = (pairs: { from: Cell; to: Cell }[]) =>
    onEdits(pairs.flatMap(({ from, to }): Edit[] => {
      const [source, target] = [lines[from.row], lines[to.row]];
      if (!source || !canType(target, to.column)) return [];
      const value = cellValue(scenario, source, from.column);
      return value.kind === "own" || value.kind === "spread" ? [{ pointer: target.pointer, column: to.column, value: value.value }] : value.kind === "missing" ? [{ pointer: target.pointer, column: to.column, value: null }] : [];
    }));
  const clear = () => onEdits(cellsOf(range).flatMap((cell) => {
    const line = lines[cell.row];
    return canType(line, cell.column) && cellValue(scenario, line, cell.column).kind === "own" ? [{ pointer: line.pointer, column: cell.column, value: null }] : [];
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    const ctrl = event.ctrlKey || event.metaKey;
    const key = { key: event.key, shift: event.shiftKey, ctrl };
    if (editor.editing) {
      const leaves = event.key === "Enter" || event.key === "Tab" || (!editor.editing.caret && event.key.startsWith("Arrow"));
      if (event.key === "Escape") {
        editor.cancel();
        moved.current = true;
      } else if (leaves) {
        const taken = editor.commit(ctrl && event.key === "Enter");
        moved.current = true;
        const next = taken && !ctrl ? move({ ...selection, anchor: selection.active }, { ...key, shift: event.key.startsWith("Arrow") ? false : key.shift }, extent, filled) : null;
        if (next) select(next);
      } else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const next = move(selection, key, extent, filled);
    if (next) {
      // At the last cell of a row Tab leaves the grid, so the keyboard is never caught in it.
      if (event.key === "Tab" && next.active.column === activeColumn) return;
      select(next);
    } else if (event.key === "Escape" && (range.top !== range.bottom || range.left !== range.right)) select(at(activeRow, activeColumn));
    else if (readOnly) return;
    else if (event.key === "F2") editor.open(selection.active);
    else if (event.key === "Delete") clear();
    else if (ctrl && event.key.toLowerCase() === "d") fill(fillDown(range));
    else if (ctrl && event.key.toLowerCase() === "r") fill(fillRight(range));
    else if (event.key === "Backspace") editor.open(selection.active, "");
    else if (event.key.length === 1 && !ctrl && !event.altKey && /[\d.,()+\-\u2212$€£]/.test(event.key)) editor.open(selection.active, event.key);
    else return;
    event.preventDefault();
  };
  const onCopy = (event: ClipboardEvent, cut = false) => {
    if (editor.editing) return;
    event.clipboardData.setData("text/plain", copyBlock(scenario, lines, range));
    event.preventDefault();
    if (cut && !readOnly) clear();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editor.editing || readOnly) return;
    event.preventDefault();
    const plan = planPaste(event.clipboardData.getData("text/plain"), lines, periods, { row: range.top, column: range.left }, { rows: range.bottom - range.top + 1, columns: range.right - range.left + 1 });
    if (plan.misfits.length > 0 || plan.cells.some((cell) => cell.guess !== undefined)) setPaste(plan);
    else onEdits(plan.edits);
  };
  const onDown = useCallback((row: number, column: number, event: PointerEvent) => {
    if (onTap) {
      onSelection(at(row, column));
      return;
    }
    select(event.shiftKey ? { anchor: selection.anchor, active: { row, column } } : at(row, column));
  }, [onSelection, onTap, select, selection.anchor]);
  const onEnter = useCallback((row: number, column: number, event: PointerEvent) => {
    if (event.buttons === 1 && event.pointerType === "mouse" && !drag) select({ anchor: selection.anchor, active: { row, column } });
  }, [drag, select, selection.anchor]);
  const { open } = editor;
  const onOpen = useCallback((row: number, column: number) => (readOnly ? undefined : open({ row, column })), [open, readOnly]);
  const onHandle = (event: PointerEvent) => {
    event.stopPropagation();
    event.preventDefault();
    const source = range;
    const over = (at: globalThis.PointerEvent): Cell | null => {
      const [row, column] = (document.elementFromPoint(at.clientX, at.clientY)?.closest("[data-cell]")?.getAttribute("data-cell") ?? "").split(",").map(Number);
      return row === undefined || column === undefined || Number.isNaN(row) ? null : { row, column };
    };
    const follow = (at: globalThis.PointerEvent) => setDrag(over(at));
    const drop = (at: globalThis.PointerEvent) => {
      window.removeEventListener("pointermove", follow);
      window.removeEventListener("pointerup", drop);
      setDrag(null);
      const to = over(at);
      if (to) fill(fillPairs(source, handleRange(source, to)));
    };
    window.addEventListener("pointermove", follow);
    window.addEventListener("pointerup", drop);
  };

  const target = drag ? handleRange(range, drag) : null;
  const shownColumns = columns.getVirtualItems();
  return (
    <>
      {/* One tab stop; arrows move inside, as the grid pattern asks. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div ref={scroller} role="grid" aria-label={name} aria-rowcount={lines.length + computed.length + 1} aria-colcount={periods + 2} aria-readonly={readOnly || undefined} aria-multiselectable="true" className="edit-grid" onKeyDown={onKeyDown} onCopy={(event) => onCopy(event)} onCut={(event) => onCopy(event, true)} onPaste={onPaste}>
        <div role="rowgroup" className="edit-head" style={{ width: columns.getTotalSize() }}>
          <div role="row" aria-rowindex={1} className="size-full">
            <div role="columnheader" aria-colindex={1} className="edit-corner" style={{ width: head }}>
              {name}
            </div>
            {shownColumns.map((item) => (
              <div key={item.key} role="columnheader" aria-colindex={item.index + 2} className={`edit-cell ${contains(range, range.top, item.index - 1) ? "text-ink" : "text-ink-3"}`} style={{ left: item.start, width: item.size }}>
                {item.index === 0 ? "All periods" : periodName(scenario.periods.labels[item.index - 1] ?? "")}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize() - 28, width: columns.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const r = item.index;
            return (
              <div key={line.pointer} role="row" aria-rowindex={r + 2} className="edit-row" style={{ transform: `translateY(${item.start - 28}px)`, height: rowHeight }}>
                <RowHead line={line} previous={lines[r - 1]} active={r === activeRow} width={head} trouble={troubles.some((trouble) => trouble.pointer.startsWith(line.pointer))} onSelect={() => select({ anchor: { row: r, column: ALL }, active: { row: r, column: periods - 1 } })} />
                {shownColumns.map((col) => {
                  const c = col.index - 1;
                  const label = columnName(scenario, c);
                  if (editor.editing?.cell.row === r && editor.editing.cell.column === c) {
                    return <CellEditor key={col.key} line={line} left={col.start} width={col.size} column={c} text={editor.editing.text} fault={editor.editing.fault} name={`${line.label}, ${label}, ${line.unit}`} onText={editor.type} onLeave={() => editor.commit()} />;
                  }
                  const value = cellValue(scenario, line, c);
                  const edited = isEdited(saved, scenario, line, c);
                  const trouble = value.kind === "empty" ? undefined : troubleAt(troubles, line.pointer, cellPointer(line, c))?.detail;
                  const inside = contains(range, r, c) || (target !== null && contains(target, r, c));
                  const states = [edited && value.kind !== "empty" ? "edited" : "", trouble ?? ""].filter(Boolean);
                  const text = value.kind === "own" || value.kind === "spread" ? cellText(value.value, line, digits[r] ?? 0) : value.kind === "missing" ? "—" : value.kind === "varies" ? "by period" : "";
                  return <EditCell key={col.key} row={r} column={c} left={col.start} width={col.size} onDown={onDown} onEnter={onEnter} onOpen={onOpen} onHandle={onHandle} look={{ text, kind: value.kind, edited: edited && value.kind !== "empty" && value.kind !== "spread", trouble, selected: inside, active: r === activeRow && c === activeColumn, corner: !phone && !readOnly && r === range.bottom && c === range.right, name: cellName(scenario, line, c, label, states) }} />;
                })}
              </div>
            );
          })}
        </div>
        {computed.length > 0 ? <ComputedRows rows={computed} scenario={scenario} columns={shownColumns} width={columns.getTotalSize()} head={head} height={rowHeight} first={lines.length + 2} /> : null}
      </div>
      {paste ? (
        <PasteDialog
          plan={paste}
          columnName={(column) => columnName(scenario, column)}
          onClose={() => setPaste(null)}
          onPaste={() => {
            onEdits(paste.edits);
            setPaste(null);
          }}
        />
      ) : null}
    </>
  );
}
