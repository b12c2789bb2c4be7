import { expect, it } from "vitest";
import { unitFactor } from "./units";

it("converts prices and quantities of one kind", () => {
  expect(unitFactor("US$/gal", "US$/bbl")).toBeCloseTo(42, 10);
  expect(unitFactor("¢/lb", "US$/t")).toBeCloseTo(22.0462262, 6);
  expect(unitFactor("USD/MMBtu", "$/MMBtu")).toBe(1);
  expect(unitFactor("kWh", "MWh")).toBeCloseTo(0.001, 12);
});

it("refuses what has no one meaning", () => {
  expect(unitFactor("US$/bbl", "US$/t")).toBeNull();
  expect(unitFactor("EUR/t", "US$/t")).toBeNull();
  expect(unitFactor("US$/oz", "US$/g")).toBeNull();
  expect(unitFactor("index", "US$/t")).toBeNull();
  expect(unitFactor("index", "index")).toBe(1);
});
