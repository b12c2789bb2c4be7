/** Reads a block copied from a spreadsheet: tab-separated, quoted cells, the reader's decimal mark, percent, brackets as negatives. */
import { parseNumber } from "@/lib/parse";
import { ALL, cellPointer, type Edit, type Line } from "./lines";

export interface PastedCell {
  text: string;
  value: number | null;
  /** Where it would go. */
  line: Line | null;
  column: number;
  /** Why it cannot go there. */
  problem?: string;
  /** How an ambiguous number was read. */
  guess?: string;
}

export interface PastePlan {
  cells: PastedCell[];
  edits: Edit[];
  misfits: PastedCell[];
}

/** Rows of cells. A cell in quotes may hold tabs and line ends; a doubled quote is one quote. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let i = 0; i < body.length; i += 1) {
    const char = body.charAt(i);
    if (quoted) {
      if (char === '"' && body.charAt(i + 1) === '"') {
        cell += '"';
        i += 1;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t" || char === "\n") {
      rows.at(-1)?.push(cell);
      cell = "";
      if (char === "\n") rows.push([]);
    } else cell += char;
  }
  rows.at(-1)?.push(cell);
  return rows;
}

/** A typed or pasted number in the units of its line. `15` in a percent line is 15 %; `15 %` is the same. */
export function readCell(text: string, line: Line): { value: number | null; guess?: string } | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "—" || trimmed === "-" || /^(n\/?a|null)$/i.test(trimmed)) return { value: null };
  // "$1,200" and "1 200 US$" come with their currency; the row already says it.
  const bare = trimmed.replace(/^(US\$|\$|€|£)\s*/i, "");
  const parsed = parseNumber(bare);
  if (!parsed) return null;
  const value = line.percent && !bare.includes("%") ? parsed.value / 100 : parsed.value;
  return parsed.guess ? { value, guess: parsed.guess } : { value };
}

/** One copied cell fills a whole selection, as in a spreadsheet. */
export function planPaste(text: string, lines: readonly Line[], periods: number, from: { row: number; column: number }, size: { rows: number; columns: number } = { rows: 1, columns: 1 }): PastePlan {
  const table = readTable(text);
  const single = table.length === 1 && table[0]?.length === 1;
  const rows = single ? size.rows : table.length;
  const columns = single ? size.columns : Math.max(...table.map((row) => row.length));
  const cells: PastedCell[] = [];
  for (let r = 0; r < rows; r += 1) {
    const source = single ? table[0] : table[r];
    const count = single ? columns : (source?.length ?? 0);
    for (let c = 0; c < count; c += 1) cells.push(place(source?.[single ? 0 : c] ?? "", lines[from.row + r] ?? null, from.column + c, periods));
  }
  const misfits = cells.filter((cell) => cell.problem !== undefined);
  const edits = cells.flatMap((cell) => (cell.line && cell.problem === undefined ? [{ pointer: cell.line.pointer, column: cell.column, value: cell.value }] : []));
  return { cells, edits, misfits };
}

function place(text: string, line: Line | null, column: number, periods: number): PastedCell {
  const cell: PastedCell = { text, value: null, line, column };
  if (!line) return { ...cell, problem: "below the last row" };
  if (column >= periods) return { ...cell, problem: "right of the last period" };
  if (column !== ALL && !line.perPeriod) return text.trim() === "" ? { ...cell, line: null } : { ...cell, problem: "has one value for all periods" };
  const read = readCell(text, line);
  if (!read) return { ...cell, problem: "is not a number" };
  return { ...cell, value: read.value, ...(read.guess ? { guess: read.guess } : {}) };
}

/** `row Mining, column Y3: “abc” is not a number`. */
export function describeMisfit(cell: PastedCell, columnName: (column: number) => string): string {
  const where = cell.line ? `${cell.line.label}, ${columnName(cell.column)}` : columnName(cell.column);
  return `${where}: “${cell.text.trim()}” ${cell.problem ?? ""}`.trim();
}

export function editedPointers(lines: readonly Line[], edits: readonly Edit[]): string[] {
  const byPointer = new Map(lines.map((line) => [line.pointer, line]));
  return edits.flatMap((edit) => {
    const line = byPointer.get(edit.pointer);
    return line ? [cellPointer(line, edit.column)] : [];
  });
}
