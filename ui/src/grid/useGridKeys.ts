/** Movement in a grid: one focused cell, a selected range, copy as TSV. */
import { useCallback, useState, type KeyboardEvent } from "react";

export interface Cell {
  row: number;
  column: number;
}
export interface GridKeysOptions {
  rows: number;
  columns: number;
  page: number;
  onReveal: (row: number) => void;
  onOpen?: ((row: number) => void) | undefined;
  onCopy: (from: Cell, to: Cell) => void;
}

const clamp = (n: number, top: number) => Math.max(0, Math.min(top, n));

export function useGridKeys({ rows, columns, page, onReveal, onOpen, onCopy }: GridKeysOptions) {
  const [focus, setFocus] = useState<Cell>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<Cell | null>(null);
  const at: Cell = { row: clamp(focus.row, rows - 1), column: clamp(focus.column, columns - 1) };

  const move = useCallback(
    (row: number, column: number, extend: boolean) => {
      const next = { row: clamp(row, rows - 1), column: clamp(column, columns - 1) };
      setAnchor((previous) => (extend ? (previous ?? at) : null));
      setFocus(next);
      onReveal(next.row);
    },
    // `at` is derived from focus on each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [rows, columns, onReveal, at.row, at.column],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(mod ? rows - 1 : at.row + 1, at.column, event.shiftKey),
      ArrowUp: () => move(mod ? 0 : at.row - 1, at.column, event.shiftKey),
      ArrowRight: () => move(at.row, mod ? columns - 1 : at.column + 1, event.shiftKey),
      ArrowLeft: () => move(at.row, mod ? 0 : at.column - 1, event.shiftKey),
      Home: () => move(mod ? 0 : at.row, 0, event.shiftKey),
      End: () => move(mod ? rows - 1 : at.row, columns - 1, event.shiftKey),
      PageDown: () => move(at.row + page, at.column, event.shiftKey),
      PageUp: () => move(at.row - page, at.column, event.shiftKey),
    };
    const letters: Record<string, () => void> = { j: () => move(at.row + 1, at.column, false), k: () => move(at.row - 1, at.column, false) };
    if (mod && event.key.toLowerCase() === "c") {
      if (window.getSelection()?.toString()) return;
      onCopy(anchor ?? at, at);
    } else if (event.key === "Escape" && anchor) setAnchor(null);
    else if (event.key === "Enter" && onOpen && event.target instanceof HTMLElement && event.target.dataset["cell"]) onOpen(at.row);
    else if (steps[event.key]) steps[event.key]?.();
    else if (!mod && letters[event.key]) letters[event.key]?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const selected = (row: number, column: number) =>
    anchor !== null && row >= Math.min(anchor.row, at.row) && row <= Math.max(anchor.row, at.row) && column >= Math.min(anchor.column, at.column) && column <= Math.max(anchor.column, at.column);

  return { at, anchor, onKeyDown, selected, setFocus };
}
