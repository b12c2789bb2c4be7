/** The cell being typed in: opened by a letter, F2 or a double click; committed by Enter, Tab, an arrow or leaving. */
import { useState } from "react";
import { rawText } from "../model/cells";
import { cellsOf, rangeOf, type Cell, type Selection } from "../model/gridKeys";
import { ALL, cellValue, type Edit, type Line } from "../model/lines";
import { readCell } from "../model/paste";
import type { Scenario } from "../model/scenario";

export interface Editing {
  cell: Cell;
  text: string;
  /** Opened on the present value: arrows move the caret. */
  caret: boolean;
  fault?: string;
}

export function canType(line: Line | undefined, column: number): line is Line {
  return line !== undefined && (column === ALL || line.perPeriod);
}

export function useEditing(scenario: Scenario, lines: readonly Line[], selection: Selection, onEdits: (edits: Edit[]) => void) {
  const [editing, setEditing] = useState<Editing | null>(null);

  const open = (cell: Cell, text?: string) => {
    const line = lines[cell.row];
    if (!canType(line, cell.column)) return;
    const now = cellValue(scenario, line, cell.column);
    const present = now.kind === "own" || now.kind === "spread" ? rawText(now.value, line) : "";
    setEditing({ cell, text: text ?? present, caret: text === undefined });
  };

  /** True when the text was taken or nothing changed; false leaves the field open with what is wrong. */
  const commit = (everywhere = false): boolean => {
    if (!editing) return true;
    const line = lines[editing.cell.row];
    if (!line) return true;
    const now = cellValue(scenario, line, editing.cell.column);
    const present = now.kind === "own" || now.kind === "spread" ? rawText(now.value, line) : "";
    if (editing.text.trim() === present && !everywhere) {
      setEditing(null);
      return true;
    }
    const read = readCell(editing.text, line);
    if (!read) {
      setEditing({ ...editing, fault: `“${editing.text}” is not a number; write it like 12 or 1.5k.` });
      return false;
    }
    const cells = everywhere ? cellsOf(rangeOf(selection)) : [editing.cell];
    onEdits(cells.flatMap((cell) => {
      const target = lines[cell.row];
      return canType(target, cell.column) ? [{ pointer: target.pointer, column: cell.column, value: read.value }] : [];
    }));
    setEditing(null);
    return true;
  };

  return { editing, open, commit, cancel: () => setEditing(null), type: (text: string) => setEditing((now) => (now ? { cell: now.cell, caret: now.caret, text } : null)) };
}
