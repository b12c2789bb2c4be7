import { describe, expect, it } from "vitest";
import { begin, DEPTH, record, redo, undo } from "./history";

describe("undo", () => {
  it("goes back and forth", () => {
    let h = record(record(begin("a"), "b"), "c");
    h = undo(h);
    expect(h.present).toBe("b");
    h = undo(undo(h));
    expect(h.present).toBe("a");
    h = redo(h);
    expect(h.present).toBe("b");
    expect(record(h, "d").future).toEqual([]);
  });
  it("keeps 200 steps", () => {
    let h = begin(0);
    for (let i = 1; i <= 300; i += 1) h = record(h, i);
    expect(h.past).toHaveLength(DEPTH);
    for (let i = 0; i < 300; i += 1) h = undo(h);
    expect(h.present).toBe(100);
  });
  it("ignores a step that changes nothing, and merges typing", () => {
    const a = record(begin("a"), "b");
    expect(record(a, "b")).toBe(a);
    const merged = record(a, "bc", true);
    expect(undo(merged).present).toBe("a");
  });
});
