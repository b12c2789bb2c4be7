import { describe, expect, it } from "vitest";
import { formOf, FORMS, problemOf, shapeOf, startValues } from "./distribution";

const shape = (distribution: Parameters<typeof shapeOf>[0]) => {
  const found = shapeOf(distribution);
  if (!found) throw new Error("no shape");
  return found;
};

describe("shapes agree with the printed vectors of the definitions", () => {
  it.each([
    ["uniform", { kind: "uniform", min: 2, max: 10 }, 2.8, 6, 9.2, 6],
    ["triangular", { kind: "triangular", min: 10, mode: 15, max: 40 }, 13.873, 20.6351, 31.3397, 21.6667],
    ["PERT", { kind: "pert", min: 10, mode: 15, max: 40 }, 12.2798, 17.5586, 25.558, 18.3333],
    ["PERT, weight 2", { kind: "pert", min: 10, mode: 15, max: 40, lambda: 2 }, 12.2772, 19.1041, 29.164, 20],
    ["lognormal by moments", { kind: "lognormal", mean: 100, sd: 30 }, 65.7506, 95.7826, 139.532, 100],
    ["capital overrun", { kind: "shifted_lognormal", shift: 0.7, mu: -1.1275, sigma: 0.783 }, 0.819, 1.024, 1.583, 1.14],
  ])("%s", (_, distribution, p10, p50, p90, mean) => {
    const found = shape(distribution);
    const close = (x: number, y: number) => expect(Math.abs(x - y)).toBeLessThan(Math.max(5e-4, 2e-5 * Math.abs(y)));
    close(found.p10, p10);
    close(found.p50, p50);
    close(found.p90, p90);
    close(found.mean, mean);
  });
  it("a lognormal by P10 and P90 does not have their middle as its mean", () => {
    expect(shape({ kind: "lognormal", p10: 60, p90: 150 }).mean).toBeCloseTo(101.1283, 3);
  });
  it("limits move the mean", () => {
    expect(shape({ kind: "truncated", parent: { kind: "normal", mean: 100, sd: 15 }, lower: 85 }).mean).toBeCloseTo(104.314, 2);
  });
  it("single values are bars", () => {
    expect(shape({ kind: "discrete", values: [3, 1, 2], weights: [1, 1, 2] })).toMatchObject({ p10: 1, p50: 2, p90: 3, mean: 2 });
  });
});

describe("forms", () => {
  it("round trip", () => {
    for (const form of FORMS) {
      const made = form.make(startValues(form, 100));
      expect(formOf(made)?.form.id).toBe(form.id);
      expect(problemOf(made)).toBeNull();
      expect(shapeOf(made)).not.toBeNull();
    }
  });
  it("leaves alone what it cannot edit", () => {
    expect(formOf({ kind: "weibull", shape: 2, scale: 1 })).toBeNull();
    expect(formOf({ kind: "pert", min: 0, mode: 1, max: 2, lambda: 2 })).toBeNull();
  });
  it("says what is wrong and what would be right", () => {
    expect(problemOf({ kind: "triangular", min: 1, mode: 5, max: 3 })).toEqual({ field: "mode", text: "The most likely value 5 must lie between 1 and 3." });
    expect(problemOf({ kind: "lognormal", p10: 5, p90: 2 })?.field).toBe("p90");
    expect(problemOf({ kind: "normal", mean: NaN, sd: 1 })?.text).toBe("Mean is empty; give a number.");
    expect(startValues(FORMS[0] as (typeof FORMS)[number], 1)).toEqual({ min: 0.9, mode: 1, max: 1.1 });
  });
});
