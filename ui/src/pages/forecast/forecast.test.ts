import { describe, expect, it } from "vitest";
import type { ForecastResult } from "@/api/forecasts";
import { heat, shownSteps } from "./heat";
import { fromSearch, parseLevels, toSearch } from "./settings";
import { parts, ranked } from "./verdict";

const candidate = { byStep: [], testMase: null, smape: null, dm: null, p: null, coverage95: null, why: "", chosen: false, refused: false };
const result = {
  model: "theta",
  candidates: [
    { ...candidate, model: "seasonal_naive", mase: null, refused: true },
    { ...candidate, model: "naive", mase: 4.1 },
    { ...candidate, model: "theta", mase: 3.8, chosen: true },
  ],
  verdict: { sentence: "Theta beats naive by 8 % over 12 months. The difference is significant: DM \u22122.35, p 0.019.", remarks: [], beatsNaive: true },
} as unknown as ForecastResult;

describe("verdict", () => {
  it("ranks by error and puts what took no part last", () => {
    expect(ranked(result).map((entry) => entry.model)).toEqual(["theta", "naive", "seasonal_naive"]);
  });
  it("lets the winner and the word that counts stand out", () => {
    expect(parts(result).map((part) => [part.weight, part.text])).toEqual([
      ["strong", "Theta"],
      ["plain", " beats naive by 8 % over 12 months. The difference is "],
      ["good", "significant"],
      ["plain", ": DM \u22122.35, p 0.019."],
    ]);
  });
});

describe("heat", () => {
  it("is neutral where the error is naive's own", () => {
    expect(heat(2, 2)).toBe("bg-d5");
    expect(heat(1, 2)).toContain("bg-d9");
    expect(heat(4, 2)).toContain("bg-d1");
    expect(heat(null, 2)).toBe("");
  });
  it("spreads its columns over a long horizon", () => {
    expect(shownSteps(5, 12)).toEqual([0, 1, 2, 3, 4]);
    expect(shownSteps(30, 4)).toEqual([0, 10, 19, 29]);
  });
});

describe("settings in the address", () => {
  it("leave defaults out and read them back", () => {
    expect(fromSearch({}, "monthly")).toEqual({ horizon: 12, levels: [50, 80, 95], models: null });
    expect(toSearch({ horizon: 12 }, "monthly")).toEqual({ h: undefined });
    expect(toSearch({ horizon: 30, levels: [80] }, "monthly")).toEqual({ h: 30, levels: "80" });
    expect(parseLevels("95, 50 80 %")).toEqual([50, 80, 95]);
    expect(parseLevels("101")).toBeNull();
  });
});
