import { describe, expect, it } from "vitest";
import { commonFactor, describeChange, diffScenarios } from "./diff";
import { setAt } from "./pointer";
import { smallScenario } from "./testScenario";

const base = smallScenario();
const plain = (text: string) => text.replace(/\u202F/g, " ");
const only = (after: typeof base) => {
  const changes = diffScenarios(base, after);
  expect(changes).toHaveLength(1);
  const [change] = changes;
  if (!change) throw new Error("no change");
  return { change, words: describeChange(change) };
};

describe("differences", () => {
  it("is empty for equal versions", () => {
    expect(diffScenarios(base, smallScenario())).toEqual([]);
  });
  it("names one cell with its period", () => {
    const { change, words } = only(setAt(base, "/costs/0/amount/values/1", 2.4));
    expect([change.sheet, change.label, change.field, change.unit]).toEqual(["costs", "Mining", "amount", "M US$"]);
    expect(words).toEqual({ before: "2", after: "2.4", note: "in Y1" });
  });
  it("sees that a whole row was scaled", () => {
    const { change, words } = only(setAt(base, "/costs/0/amount/values", [0, 2.08, 2.6, 2.08]));
    expect(commonFactor(change.cells)).toBeCloseTo(1.04);
    expect(words.before).toBe("3 periods, Y1 to Y3");
    expect(words.after).toBe("× 1.04");
    expect(plain(words.note)).toBe("+4.0 %");
  });
  it("shows rates as percent", () => {
    const { words } = only(setAt(base, "/discount/rate", 0.1));
    expect(plain(words.before)).toBe("8.00 %");
    expect(plain(words.after)).toBe("10.00 %");
  });
  it("matches rows by id, not by place", () => {
    const moved = { ...base, costs: [...(base.costs ?? [])].reverse() };
    expect(diffScenarios(base, moved)).toEqual([]);
    const added = setAt(base, "/costs/-", { id: "camp", name: "Camp", category: "infrastructure", amount: { unit: "M US$", values: 1 } });
    expect(only(added).change.kind).toBe("added");
    expect(only(setAt(base, "/taxes/0", undefined)).change).toMatchObject({ kind: "removed", label: "Income tax", sheet: "royalties" });
  });
  it("shows a rule of another kind as one change", () => {
    const { change, words } = only(setAt(base, "/prices/0/path", { kind: "gbm", volatility: 0.2 }));
    expect([change.field, words.before, words.after]).toEqual(["path", "none", "gbm"]);
    const changed = diffScenarios(setAt(base, "/prices/0/path", { kind: "gbm", volatility: 0.2 }), setAt(base, "/prices/0/path", { kind: "gbm", volatility: 0.3 }));
    expect(changed.map((entry) => entry.field)).toEqual(["path, volatility"]);
  });
  it("goes into distributions and price paths", () => {
    const { change, words } = only(setAt(base, "/uncertain/0/distribution/max", 1.5));
    expect([change.label, change.field]).toEqual(["Initial capital", "distribution, max"]);
    expect(words.after).toBe("1.5");
  });
});
