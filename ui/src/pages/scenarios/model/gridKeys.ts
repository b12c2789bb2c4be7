/** Selection and keyboard of the schedule grid, as in a spreadsheet. Positions only; values live in the scenario. */
import { ALL } from "./lines";

export interface Cell {
  row: number;
  column: number;
}

export interface Selection {
  /** Where typing goes. */
  active: Cell;
  /** The corner the selection grew from. */
  anchor: Cell;
}

export interface Extent {
  rows: number;
  periods: number;
}

export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export function at(row: number, column: number): Selection {
  return { active: { row, column }, anchor: { row, column } };
}

/** The rectangle between anchor and active, both included. */
export function rangeOf({ active, anchor }: Selection): Range {
  return { top: Math.min(active.row, anchor.row), bottom: Math.max(active.row, anchor.row), left: Math.min(active.column, anchor.column), right: Math.max(active.column, anchor.column) };
}

export function contains(range: Range, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

export function cellsOf(range: Range): Cell[] {
  const cells: Cell[] = [];
  for (let row = range.top; row <= range.bottom; row += 1) for (let column = range.left; column <= range.right; column += 1) cells.push({ row, column });
  return cells;
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

export function clampCell(cell: Cell, extent: Extent): Cell {
  return { row: clamp(cell.row, 0, Math.max(0, extent.rows - 1)), column: clamp(cell.column, ALL, extent.periods - 1) };
}

export interface Key {
  key: string;
  shift: boolean;
  ctrl: boolean;
}

const STEP: Record<string, Cell> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  PageUp: { row: -12, column: 0 },
  PageDown: { row: 12, column: 0 },
};

/** Where a key leads, or null when it is not a moving key. `filled` tells Ctrl + arrow where data ends. */
export function move(selection: Selection, key: Key, extent: Extent, filled: (cell: Cell) => boolean): Selection | null {
  const { active, anchor } = selection;
  const go = (cell: Cell, extend = key.shift): Selection => {
    const next = clampCell(cell, extent);
    return { active: next, anchor: extend ? anchor : next };
  };
  const step = STEP[key.key];
  if (step) return go(key.ctrl && !key.key.startsWith("Page") ? jump(active, step, extent, filled) : { row: active.row + step.row, column: active.column + step.column });
  switch (key.key) {
    case "Home":
      return go({ row: key.ctrl ? 0 : active.row, column: ALL });
    case "End":
      return go({ row: key.ctrl ? extent.rows - 1 : active.row, column: extent.periods - 1 });
    case "Tab":
      return go({ row: active.row, column: active.column + (key.shift ? -1 : 1) }, false);
    case "Enter":
      return go({ row: active.row + (key.shift ? -1 : 1), column: active.column }, false);
    case "a":
      return key.ctrl ? { anchor: { row: 0, column: ALL }, active: { row: extent.rows - 1, column: extent.periods - 1 } } : null;
    default:
      return null;
  }
}

/** To the end of the filled stretch; from an empty cell or an end, to the next filled one or the edge. */
function jump(from: Cell, step: Cell, extent: Extent, filled: (cell: Cell) => boolean): Cell {
  const inside = (cell: Cell) => cell.row >= 0 && cell.row < extent.rows && cell.column >= ALL && cell.column < extent.periods;
  const next = (cell: Cell): Cell => ({ row: cell.row + step.row, column: cell.column + step.column });
  let cell = from;
  if (!inside(next(cell))) return cell;
  if (filled(cell) && filled(next(cell))) {
    while (inside(next(cell)) && filled(next(cell))) cell = next(cell);
    return cell;
  }
  cell = next(cell);
  while (inside(next(cell)) && !filled(cell)) cell = next(cell);
  return cell;
}

/** What Ctrl D, Ctrl R and the fill handle copy: each target cell and the cell it takes its value from. */
export function fillPairs(source: Range, target: Range): { from: Cell; to: Cell }[] {
  const height = source.bottom - source.top + 1;
  const width = source.right - source.left + 1;
  const wrap = (offset: number, size: number) => ((offset % size) + size) % size;
  return cellsOf(target)
    .filter((cell) => !contains(source, cell.row, cell.column))
    .map((to) => ({ from: { row: source.top + wrap(to.row - source.top, height), column: source.left + wrap(to.column - source.left, width) }, to }));
}

export function fillDown(range: Range): { from: Cell; to: Cell }[] {
  return fillPairs({ ...range, bottom: range.top }, range);
}

export function fillRight(range: Range): { from: Cell; to: Cell }[] {
  return fillPairs({ ...range, right: range.left }, range);
}

/** Where a drag of the fill handle reaches: along one axis only, the one it went further on. */
export function handleRange(source: Range, to: Cell): Range {
  const down = Math.max(to.row - source.bottom, source.top - to.row, 0);
  const across = Math.max(to.column - source.right, source.left - to.column, 0);
  return down >= across
    ? { ...source, top: Math.min(source.top, to.row), bottom: Math.max(source.bottom, to.row) }
    : { ...source, left: Math.min(source.left, to.column), right: Math.max(source.right, to.column) };
}

/** The next place in a list after the current one, going round; F8 walks errors with it. */
export function nextIn<T>(list: readonly T[], isAfter: (item: T) => boolean): T | undefined {
  return list.find(isAfter) ?? list[0];
}
