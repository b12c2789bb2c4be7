import { describe, expect, it } from "vitest";
import { baseOf, compareOption, describeAll, planesOf, type CompareData } from "./compare";
import type { Ink } from "./ink";
import type { Overlay } from "./overlay";

const overlay = (name: string, unit: string, values: (number | null)[]): Overlay => ({ id: name, name, unit, own: unit, digits: 1, values, sparse: false, ink: "c3", dash: null });
const data: CompareData = {
  name: "Brent",
  unit: "US$/bbl",
  frequency: "monthly",
  digits: 2,
  times: ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"],
  values: [80, null, 90],
  log: false,
  from: 0,
  to: 2,
  overlays: [overlay("WTI", "US$/bbl", [null, 70, 75]), overlay("Rate", "%", [1, 2, 4])],
  index: false,
};

describe("several series", () => {
  it("share a plane where they share a unit", () => {
    expect(planesOf(data).map((plane) => [plane.unit, plane.lines.map((line) => line.name)])).toEqual([
      ["US$/bbl", ["Brent", "WTI"]],
      ["%", ["Rate"]],
    ]);
  });
  it("are read point by point, each with its unit, a gap as a gap", () => {
    expect(describeAll(data, 0)).toEqual(["Jan 2024: 80.00 US$/bbl", "WTI: no value", "Rate: 1.0 %"]);
  });
  it("become one index from the first date at which all stand", () => {
    const indexed = { ...data, index: true };
    expect(baseOf(indexed)).toBe(2);
    const [plane, ...rest] = planesOf(indexed);
    expect(rest).toEqual([]);
    expect(plane?.unit).toBe("index, Mar 2024 is 100");
    expect(plane?.lines.map((line) => line.values[2])).toEqual([100, 100, 100]);
    expect(describeAll(indexed, 2)).toEqual(["Mar 2024", "Brent: 100.0", "WTI: 100.0", "Rate: 100.0"]);
  });
  it("keep their units where there is no such date", () => {
    expect(planesOf({ ...data, index: true, to: 1 })).toHaveLength(2);
  });
  it("are drawn on planes that fill the height and zoom together", () => {
    const ink = new Proxy({}, { get: (_, name) => name }) as Ink;
    const { grid, dataZoom } = compareOption(data)(ink, { width: 900, height: 520, phone: false }) as { grid: { top: number; height: number }[]; dataZoom: { xAxisIndex: number[] }[] };
    expect(grid).toHaveLength(2);
    expect((grid[1]?.top ?? 0) + (grid[1]?.height ?? 0)).toBeCloseTo(520 - 68);
    expect(grid[1]?.top).toBeGreaterThan((grid[0]?.top ?? 0) + (grid[0]?.height ?? 0));
    expect(dataZoom.map((zoom) => zoom.xAxisIndex)).toEqual([[0, 1], [0, 1]]);
  });
});
