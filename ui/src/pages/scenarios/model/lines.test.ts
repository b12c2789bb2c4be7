import { describe, expect, it } from "vitest";
import { ALL, applyEdits, cellPointer, cellValue, linesOf, missingCells, setCell, type Line } from "./lines";
import { getAt } from "./pointer";
import { countBySheet, sheetOf } from "./sheets";
import { smallScenario } from "./testScenario";

const scenario = smallScenario();
const costs = linesOf(scenario, "costs");
const line = (list: Line[], index: number) => {
  const found = list[index];
  if (!found) throw new Error(`no line ${index}`);
  return found;
};

describe("lines", () => {
  it("names each number of a sheet with its unit", () => {
    expect(costs.map((entry) => [entry.label, entry.part, entry.unit, entry.perPeriod])).toEqual([
      ["Mining", undefined, "M US$", true],
      ["Processing", "per unit of Ore milled", "US$/t", true],
    ]);
    expect(linesOf(scenario, "royalties").map((entry) => [entry.label, entry.part, entry.unit])).toEqual([
      ["NSR royalty", "of nsr", "%"],
      ["Income tax", undefined, "M US$"],
    ]);
    expect(linesOf(scenario, "products")).toHaveLength(2);
  });
  it("tells own values from flat ones seen in a period", () => {
    expect(cellValue(scenario, line(costs, 0), 1)).toEqual({ kind: "own", value: 2 });
    expect(cellValue(scenario, line(costs, 0), ALL)).toEqual({ kind: "varies" });
    expect(cellValue(scenario, line(costs, 1), 2)).toEqual({ kind: "spread", value: 6.5 });
    expect(cellValue(scenario, line(linesOf(scenario, "royalties"), 0), 2)).toEqual({ kind: "empty" });
  });
  it("turns a flat line into one value per period when one period is edited, and back", () => {
    const edited = setCell(scenario, line(costs, 1), 2, 7);
    expect(getAt(edited, "/costs/1/unit_cost/values")).toEqual([6.5, 6.5, 7, 6.5]);
    expect(getAt(setCell(edited, line(costs, 1), ALL, 6), "/costs/1/unit_cost/values")).toBe(6);
  });
  it("clears to missing, which must be filled before a run", () => {
    const cleared = applyEdits(scenario, costs, [{ pointer: line(costs, 0).pointer, column: 2, value: null }]);
    expect(cellValue(cleared, line(costs, 0), 2)).toEqual({ kind: "missing" });
    expect(missingCells(cleared, costs)).toEqual(["/costs/0/amount/values/2"]);
    expect(cellPointer(line(costs, 0), ALL)).toBe("/costs/0/amount/values");
  });
});

describe("sheets", () => {
  it("counts problems where they are shown", () => {
    expect(sheetOf("/closure/0/amount")).toBe("capital");
    expect(sheetOf("/nowhere")).toBe("basis");
    expect(countBySheet(["/costs/0/amount", "/costs/1", "/taxes/0/rate"])).toMatchObject({ costs: 2, royalties: 1, prices: 0 });
  });
});
