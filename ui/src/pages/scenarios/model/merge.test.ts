import { describe, expect, it } from "vitest";
import { applyChange, mergeScenarios, pointerIn } from "./merge";
import { diffScenarios } from "./diff";
import { getAt, setAt } from "./pointer";
import { smallScenario } from "./testScenario";

const base = smallScenario();

describe("merging", () => {
  it("keeps both when different lines changed", () => {
    const mine = setAt(base, "/costs/0/amount/values/1", 3);
    const theirs = setAt(base, "/discount/rate", 0.1);
    const { merged, conflicts } = mergeScenarios(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(getAt(merged, "/costs/0/amount/values/1")).toBe(3);
    expect(merged.discount.rate).toBe(0.1);
  });
  it("names the lines both changed, and leaves theirs until chosen", () => {
    const mine = setAt(base, "/discount/rate", 0.12);
    const theirs = setAt(base, "/discount/rate", 0.1);
    const { merged, conflicts } = mergeScenarios(base, mine, theirs);
    expect(merged.discount.rate).toBe(0.1);
    expect(conflicts.map((entry) => entry.mine.label)).toEqual(["Discounting"]);
    const [first] = conflicts;
    expect(first && applyChange(merged, first.mine).discount.rate).toBe(0.12);
    expect(mergeScenarios(base, theirs, theirs).conflicts).toEqual([]);
  });
  it("finds rows by id when the order changed", () => {
    const mine = setAt(base, "/costs/1/unit_cost/values", 7);
    const theirs = { ...base, costs: [...(base.costs ?? [])].reverse() };
    const { merged } = mergeScenarios(base, mine, theirs);
    expect(getAt(merged, "/costs/0/unit_cost/values")).toBe(7);
    const [change] = diffScenarios(base, mine);
    expect(change && pointerIn(theirs, change)).toBe("/costs/0/unit_cost/values");
  });
  it("adds and removes whole rows", () => {
    const row = { id: "camp", name: "Camp", category: "infrastructure", amount: { unit: "M US$", values: 1 } };
    const mine = setAt(setAt(base, "/costs/-", row), "/taxes/0", undefined);
    const { merged } = mergeScenarios(base, mine, setAt(base, "/name", "Renamed"));
    expect(merged.costs?.at(-1)?.id).toBe("camp");
    expect(merged.taxes).toHaveLength(0);
    expect(merged.name).toBe("Renamed");
    const both = mergeScenarios(base, setAt(base, "/taxes/0", undefined), setAt(base, "/taxes/0/amount/values/2", 9));
    expect(both.conflicts).toHaveLength(1);
  });
});
