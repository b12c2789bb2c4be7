import { describe, expect, it } from "vitest";
import { ALL } from "./lines";
import { at, cellsOf, fillDown, fillPairs, fillRight, handleRange, move, rangeOf, type Cell, type Key, type Selection } from "./gridKeys";

const extent = { rows: 4, periods: 6 };
const all = () => true;
const press = (selection: Selection, key: string, mods: Partial<Key> = {}, filled: (cell: Cell) => boolean = all) => move(selection, { key, shift: false, ctrl: false, ...mods }, extent, filled);

describe("moving", () => {
  it("steps and stops at the edges", () => {
    expect(press(at(0, 0), "ArrowLeft")?.active).toEqual({ row: 0, column: ALL });
    expect(press(at(0, ALL), "ArrowLeft")?.active).toEqual({ row: 0, column: ALL });
    expect(press(at(3, 5), "ArrowDown")?.active).toEqual({ row: 3, column: 5 });
    expect(press(at(1, 1), "Tab")?.active).toEqual({ row: 1, column: 2 });
    expect(press(at(1, 1), "Enter", { shift: true })?.active).toEqual({ row: 0, column: 1 });
    expect(press(at(1, 1), "q")).toBeNull();
  });
  it("extends with shift and keeps the anchor", () => {
    const wide = press(at(1, 1), "ArrowRight", { shift: true });
    expect(wide && rangeOf(wide)).toEqual({ top: 1, bottom: 1, left: 1, right: 2 });
    expect(press(wide ?? at(0, 0), "ArrowDown")?.anchor).toEqual({ row: 2, column: 2 });
  });
  it("goes to the ends", () => {
    expect(press(at(2, 3), "Home")?.active).toEqual({ row: 2, column: ALL });
    expect(press(at(2, 3), "Home", { ctrl: true })?.active).toEqual({ row: 0, column: ALL });
    expect(press(at(2, 3), "End", { ctrl: true })?.active).toEqual({ row: 3, column: 5 });
  });
  it("jumps over filled and empty stretches", () => {
    const filled = (cell: Cell) => cell.column >= 2 && cell.column <= 4;
    expect(press(at(0, 2), "ArrowRight", { ctrl: true }, filled)?.active.column).toBe(4);
    expect(press(at(0, 4), "ArrowRight", { ctrl: true }, filled)?.active.column).toBe(5);
    expect(press(at(0, ALL), "ArrowRight", { ctrl: true }, filled)?.active.column).toBe(2);
  });
});

describe("filling", () => {
  it("copies the first row down and the first column right", () => {
    expect(fillDown({ top: 0, bottom: 2, left: 1, right: 1 })).toEqual([
      { from: { row: 0, column: 1 }, to: { row: 1, column: 1 } },
      { from: { row: 0, column: 1 }, to: { row: 2, column: 1 } },
    ]);
    expect(fillRight({ top: 0, bottom: 0, left: 0, right: 2 }).map((pair) => pair.from.column)).toEqual([0, 0]);
  });
  it("repeats a pattern along the handle, also backwards", () => {
    const pairs = fillPairs({ top: 0, bottom: 0, left: 2, right: 3 }, { top: 0, bottom: 0, left: 0, right: 5 });
    expect(pairs.map(({ from, to }) => [to.column, from.column])).toEqual([[0, 2], [1, 3], [4, 2], [5, 3]]);
  });
  it("follows the longer axis only", () => {
    const source = { top: 1, bottom: 1, left: 1, right: 1 };
    expect(handleRange(source, { row: 3, column: 2 })).toEqual({ top: 1, bottom: 3, left: 1, right: 1 });
    expect(handleRange(source, { row: 1, column: 4 })).toEqual({ top: 1, bottom: 1, left: 1, right: 4 });
    expect(cellsOf(source)).toEqual([{ row: 1, column: 1 }]);
  });
});
