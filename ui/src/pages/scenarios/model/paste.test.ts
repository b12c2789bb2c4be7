import { afterEach, describe, expect, it } from "vitest";
import { setMarks } from "@/lib/format";
import { ALL, linesOf } from "./lines";
import { describeMisfit, editedPointers, planPaste, readCell, readTable } from "./paste";
import { smallScenario } from "./testScenario";

afterEach(() => setMarks("1,234.5"));
const scenario = smallScenario();
const costs = linesOf(scenario, "costs");
const rate = linesOf(scenario, "royalties");

describe("a copied block", () => {
  it("is split into rows and cells, quotes included", () => {
    expect(readTable('1\t2\r\n3\t"a\tb"\r\n')).toEqual([["1", "2"], ["3", "a\tb"]]);
    expect(readTable('"say ""x"""')).toEqual([['say "x"']]);
  });
  it("goes where it was dropped", () => {
    const plan = planPaste("1\t2\n3\t4", costs, 4, { row: 0, column: 1 });
    expect(plan.edits.map((edit) => [edit.column, edit.value])).toEqual([[1, 1], [2, 2], [1, 3], [2, 4]]);
    expect(editedPointers(costs, plan.edits)[3]).toBe("/costs/1/unit_cost/values/2");
    expect(plan.misfits).toHaveLength(0);
  });
  it("reads brackets, percent, currency and blanks", () => {
    const plan = planPaste("(120)\t$1,200\t\t—", costs, 4, { row: 0, column: 0 });
    expect(plan.edits.map((edit) => edit.value)).toEqual([-120, 1200, null, null]);
    const [line] = rate;
    if (!line) throw new Error("no line");
    expect(readCell("2.5", line)?.value).toBeCloseTo(0.025);
    expect(readCell("2.5 %", line)?.value).toBeCloseTo(0.025);
  });
  it("follows the reader's decimal mark", () => {
    setMarks("1.234,5");
    expect(planPaste("1.234,5\t0,5", costs, 4, { row: 0, column: 0 }).edits.map((edit) => edit.value)).toEqual([1234.5, 0.5]);
  });
  it("names what does not fit and keeps the rest", () => {
    const plan = planPaste("1\tabc\t3\t4\t5\n6\n7", costs, 4, { row: 0, column: 0 });
    expect(plan.edits).toHaveLength(4);
    expect(plan.misfits.map((cell) => describeMisfit(cell, (column) => `Y${column}`))).toEqual([
      "Mining, Y1: “abc” is not a number",
      "Mining, Y4: “5” right of the last period",
      "Y0: “7” below the last row",
    ]);
    expect(planPaste("1\t2", rate, 4, { row: 0, column: ALL }).misfits[0]?.problem).toBe("has one value for all periods");
  });
  it("one copied cell fills the selection", () => {
    expect(planPaste("9", costs, 4, { row: 0, column: 1 }, { rows: 2, columns: 3 }).edits).toHaveLength(6);
  });
});
