import { describe, expect, it } from "vitest";
import { fitBars, inputText, SHOWN, swingRows } from "./drivers";
import type { SwingEntry } from "./result";

const plain = (text: string) => text.replace(/\u202F/g, " ");
const entry = (i: number): SwingEntry => ({ input: `i${i}`, label: `Input ${i}`, unit: "US$/t", base: 1, low: { input: 0.9, npv: 100 - (20 - i) }, high: { input: 1.1, npv: 100 + (20 - i) }, swing: 2 * (20 - i) });

describe("drivers", () => {
  it("sum what does not fit into one row", () => {
    const rows = swingRows(Array.from({ length: 16 }, (_, i) => entry(i)), 100);
    expect(rows).toHaveLength(SHOWN + 1);
    expect(rows.at(-1)).toMatchObject({ label: "4 others", others: true, low: { npv: 100 - 26 }, high: { npv: 100 + 26 } });
    expect(swingRows(Array.from({ length: 13 }, (_, i) => entry(i)), 100)).toHaveLength(13);
  });
  it("say a factor as the change it makes", () => {
    expect(plain(inputText(0.9, "1"))).toBe("\u221210 %");
    expect(inputText(4.35, "US$/lb")).toBe("4.35");
  });
  it("give the bars all the room their labels leave", () => {
    const rows = [{ low: 0, high: 10, left: 50, right: 30 }, { low: 4, high: 5, left: 100, right: 60 }];
    const { scale, offset } = fitBars(rows, 400);
    for (const row of rows) {
      expect(scale * row.low + offset).toBeGreaterThanOrEqual(row.left - 1e-6);
      expect(scale * row.high + offset).toBeLessThanOrEqual(400 - row.right + 1e-6);
    }
    expect(scale).toBeCloseTo(32, 3);
  });
});
