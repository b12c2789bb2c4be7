import { describe, expect, it } from "vitest";
import { getAt, isWithin, join, setAt, tokens } from "./pointer";

const document = { costs: [{ id: "mining", amount: { unit: "k US$", values: [1, 2] } }], name: "a" };

describe("pointers", () => {
  it("reads what they name", () => {
    expect(getAt(document, "/costs/0/amount/values/1")).toBe(2);
    expect(getAt(document, "")).toBe(document);
    expect(getAt(document, "/costs/3/amount")).toBeUndefined();
    expect(getAt(document, "/name/length/x")).toBeUndefined();
  });
  it("copies only the branch that changes", () => {
    const next = setAt(document, "/costs/0/amount/values/1", 5);
    expect(getAt(next, "/costs/0/amount/values")).toEqual([1, 5]);
    expect(getAt(document, "/costs/0/amount/values")).toEqual([1, 2]);
    expect(next.costs).not.toBe(document.costs);
    const named = setAt(document, "/name", "b");
    expect(named.costs).toBe(document.costs);
  });
  it("removes on undefined, appends on a dash", () => {
    expect(setAt(document, "/name", undefined)).not.toHaveProperty("name");
    expect(setAt(document, "/costs/0", undefined).costs).toHaveLength(0);
    expect(setAt(document, "/costs/-", { id: "x" }).costs).toHaveLength(2);
    expect(getAt(setAt(document, "/discount/rate", 0.08), "/discount/rate")).toBe(0.08);
  });
  it("escapes slash and tilde", () => {
    expect(tokens(join("/a", "b/c", "d~e", 2))).toEqual(["a", "b/c", "d~e", "2"]);
    expect(isWithin("/costs/12", "/costs/1")).toBe(false);
    expect(isWithin("/costs/1/amount", "/costs/1")).toBe(true);
  });
});
