import { describe, expect, it } from "vitest";
import { ALL, linesOf } from "./lines";
import { nextTrouble, placeOf, pointerAt } from "./place";
import { setAt } from "./pointer";
import { ownTroubles, serverTroubles, troubleAt } from "./problems";
import { isEdited, lineDigits, cellText, copyBlock, cellName } from "./cells";
import { addRow, resizePeriods, ROW_KINDS } from "./rows";
import { actingOn, newUncertain, targetsOf } from "./uncertain";
import { smallScenario } from "./testScenario";

const scenario = smallScenario();
const costs = linesOf(scenario, "costs");

describe("places", () => {
  it("lead from a pointer to its cell and back", () => {
    expect(placeOf(scenario, "/costs/0/amount/values/2")).toEqual({ sheet: "costs", row: 0, column: 2 });
    expect(placeOf(scenario, "/costs/1/unit_cost/unit")).toMatchObject({ sheet: "costs", row: 1 });
    expect(placeOf(scenario, "/taxes/0")).toEqual({ sheet: "royalties", row: 1, column: ALL });
    expect(pointerAt(costs, 0, 2)).toBe("/costs/0/amount/values/2");
  });
  it("walk problems in report order and start again", () => {
    const broken = setAt(setAt(scenario, "/costs/0/amount/values/1", null), "/capital/0/amount/values/0", null);
    const troubles = ownTroubles(broken);
    expect(troubles.map((trouble) => trouble.pointer)).toEqual(["/costs/0/amount/values/1", "/capital/0/amount/values/0"]);
    expect(nextTrouble(broken, troubles, { sheet: "costs", row: 0, column: 1 })?.pointer).toBe("/capital/0/amount/values/0");
    expect(nextTrouble(broken, troubles, { sheet: "capital", row: 0, column: 0 })?.pointer).toBe("/costs/0/amount/values/1");
  });
  it("take the server's pointers out of the request", () => {
    const [trouble] = serverTroubles([{ pointer: "/scenario/costs/0/amount", detail: "no" }]);
    expect(trouble).toEqual({ pointer: "/costs/0/amount", detail: "no", sheet: "costs" });
    expect(trouble && troubleAt([trouble], "/costs/0/amount/values", "/costs/0/amount/values/1")).toBe(trouble);
    expect(trouble && troubleAt([trouble], "/costs/1/unit_cost/values", "/costs/1/unit_cost/values")).toBeUndefined();
  });
});

describe("cells", () => {
  it("know what differs from the saved version, by row id", () => {
    const edited = setAt({ ...scenario, costs: [...(scenario.costs ?? [])].reverse() }, "/costs/1/amount/values/1", 3);
    const line = linesOf(edited, "costs").find((entry) => entry.label === "Mining");
    expect(line && [0, 1, 2].map((column) => isEdited(scenario, edited, line, column))).toEqual([false, true, false]);
  });
  it("show one number of decimals along a line", () => {
    const [mining] = costs;
    if (!mining) throw new Error("no line");
    expect(lineDigits(scenario, mining)).toBe(1);
    expect(cellText(2, mining, 1)).toBe("2.0");
    expect(copyBlock(scenario, costs, { top: 0, bottom: 1, left: 0, right: 2 })).toBe("0\t2\t2.5\n6.5\t6.5\t6.5");
    expect(cellName(scenario, mining, 1, "Y1", ["edited"])).toBe("2 M US$, Mining, Y1, edited");
  });
});

describe("rows", () => {
  it("are added with a free id", () => {
    const kind = ROW_KINDS.costs?.[0];
    if (!kind) throw new Error("no kind");
    const first = addRow(scenario, kind);
    const second = addRow(first.scenario, kind);
    expect(second.pointer).toBe("/costs/3");
    expect(second.scenario.costs?.slice(2).map((row) => row.id)).toEqual(["cost_per_period", "cost_per_period_2"]);
  });
  it("grow and shrink with the periods", () => {
    const longer = resizePeriods(scenario, 6);
    expect(longer.periods.labels).toEqual(["-1", "1", "2", "3", "4", "5"]);
    expect(longer.costs?.[0]?.amount?.values).toEqual([0, 2, 2.5, 2, 2, 2]);
    expect(longer.prices?.[0]?.deck).toBe(3.68);
    expect(resizePeriods(scenario, 2).capital?.[0]?.amount.values).toEqual([10, 2]);
  });
});

describe("uncertain inputs", () => {
  it("are found on the rows they act on", () => {
    expect(actingOn(scenario, "/capital/0").map((entry) => entry.id)).toEqual(["capex"]);
    expect(actingOn(scenario, "/costs/0")).toEqual([]);
  });
  it("start as PERT around the base", () => {
    const price = targetsOf(scenario).find((target) => target.target === "prices.copper");
    expect(price && newUncertain(scenario, price)).toMatchObject({ target: "prices.copper", kind: "factor", distribution: { kind: "pert", min: 0.9, mode: 1, max: 1.1 } });
  });
});
