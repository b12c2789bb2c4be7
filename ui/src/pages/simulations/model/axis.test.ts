import { describe, expect, it } from "vitest";
import { niceAxis, niceStep, spreadAcross, stepDigits, ticksOf, valueDigits } from "./axis";

describe("axes", () => {
  it("take round steps", () => {
    expect(niceStep(12_000, 8)).toBe(1500);
    expect(niceStep(0.7, 6)).toBe(0.15);
    expect(niceStep(0, 6)).toBe(1);
  });
  it("cover the range between round ends", () => {
    expect(niceAxis(-2_834, 8_812)).toEqual({ min: -4000, max: 10000, step: 2000 });
    expect(niceAxis(5, 5)).toMatchObject({ min: 5 });
    expect(ticksOf(niceAxis(-1_200, 1_700, 6))).toEqual([-1500, -1000, -500, 0, 500, 1000, 1500, 2000]);
  });
  it("print as many decimals as the step needs", () => {
    expect([1500, 0.5, 0.15, 0.025].map(stepDigits)).toEqual([0, 1, 2, 3]);
  });
});

describe("labels", () => {
  it("are pushed apart in order and stay inside", () => {
    const out = spreadAcross([{ at: 20, width: 10, name: "b" }, { at: 19, width: 10, name: "a" }, { at: 60, width: 10, name: "c" }], 4, { min: 0, max: 100 });
    expect(out.map((label) => label.name)).toEqual(["a", "b", "c"]);
    expect((out[1]?.at ?? 0) - (out[0]?.at ?? 0)).toBeCloseTo(14);
    expect(out[2]?.at).toBe(60);
    const edge = spreadAcross([{ at: 1, width: 20 }, { at: 2, width: 20 }], 2, { min: 0, max: 100 });
    expect(edge[0]?.at).toBeGreaterThanOrEqual(10);
    expect((edge[1]?.at ?? 0) - (edge[0]?.at ?? 0)).toBeGreaterThanOrEqual(21.9);
  });
  it("have the decimals their axis tells apart", () => {
    expect([1500, 50, 2, 0.5].map(valueDigits)).toEqual([0, 0, 1, 2]);
  });
});
