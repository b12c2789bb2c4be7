import { describe, expect, it } from "vitest";
import type { Candidate, ForecastResult } from "@/api/forecasts";
import { compare } from "@/grid/table-model";
import { heat, shownSteps } from "./heat";
import { leaderColumns, shownCoverage, sorted } from "./leaders";
import { AUTOMATIC, MODELS, modelName, ordered, parseForms, takesRegressors } from "./models";
import { fromSearch, parseLevels, toRequest, toSearch, withoutRegressors } from "./settings";
import { parts, ranked } from "./verdict";
import { fallbackWords } from "./words";

const candidate: Omit<Candidate, "model"> = { standing: "lost", form: null, mase: null, byStep: [], testMase: null, smape: null, dm: null, p: null, pHolm: null, untested: null, coverage: [], refits: null, refitEvery: null, why: "" };
const result = {
  model: "theta",
  times: ["2026-08-31T00:00:00Z"],
  bands: [{ level: 80 }, { level: 95 }],
  missingBands: [],
  candidates: [
    { ...candidate, model: "seasonal_naive", standing: "refused" },
    { ...candidate, model: "drift", mase: 3.5, standing: "stopped" },
    { ...candidate, model: "ses", mase: 3.7 },
    { ...candidate, model: "naive", mase: 4.1 },
    { ...candidate, model: "theta", mase: 3.8, standing: "chosen", coverage: [{ level: 95, measured: 91 }] },
  ],
  verdict: { sentence: "Theta beats naive by 8 % over 12 months. The difference is significant: DM \u22122.35, p 0.019.", remarks: [], beatsNaive: true },
} as unknown as ForecastResult;

describe("verdict", () => {
  it("ranks the chosen first, then by error, and puts what left the race last", () => {
    expect(ranked(result).map((entry) => entry.model)).toEqual(["theta", "ses", "naive", "drift", "seasonal_naive"]);
  });
  it("lets the winner and the word that counts stand out", () => {
    expect(parts(result).map((part) => [part.weight, part.text])).toEqual([
      ["strong", "Theta"],
      ["plain", " beats naive by 8 % over 12 months. The difference is "],
      ["good", "significant"],
      ["plain", ": DM \u22122.35, p 0.019."],
    ]);
  });
  it("says a fallback as a sentence, an unknown one too", () => {
    expect(fallbackWords("merged_windows")).toMatch(/^The history is short: .*\.$/);
    expect(fallbackWords("something_new")).toBe("The engine notes: something new.");
  });
});

describe("leaderboard", () => {
  it("sorts by any column, missing values last both ways", () => {
    const columns = leaderColumns(result);
    const order = (id: string, down: boolean) => sorted(result.candidates, columns, { id, down }, compare).map((entry) => entry.model);
    expect(order("mase", false)).toEqual(["drift", "ses", "theta", "naive", "seasonal_naive"]);
    expect(order("mase", true)).toEqual(["naive", "theta", "ses", "drift", "seasonal_naive"]);
    expect(order("model", false)[0]).toBe("drift");
  });
  it("shows the coverage of 95 %, or of the widest level asked for", () => {
    expect(shownCoverage(result)).toBe(95);
    expect(shownCoverage({ ...result, bands: [{ level: 50 }, { level: 90 }] } as unknown as ForecastResult)).toBe(90);
    expect(shownCoverage({ ...result, bands: [] })).toBeNull();
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

describe("models", () => {
  it("have each a name, and the automatic ones are twelve", () => {
    expect(new Set(MODELS.map((model) => model.code)).size).toBe(MODELS.length);
    expect(AUTOMATIC).toHaveLength(12);
    expect(modelName("dynamic_optimised_theta")).toBe("Dynamic optimised Theta");
    expect(modelName("not_known_yet")).toBe("Not known yet");
  });
  it("read single forms and name them as the engine does", () => {
    expect(modelName("ets:MAdM")).toBe("ETS(M,Ad,M)");
    expect(modelName("arima:0-1-1-0-1-1-12-c")).toBe("ARIMA(0,1,1)(0,1,1)[12] with drift");
    expect(modelName("arima:1-0-0-c")).toBe("ARIMA(1,0,0) with mean");
    expect(parseForms("ets:MAdM, arima:0-1-1 ets:AAM arima:1")).toEqual({ forms: ["ets:MAdM", "arima:0-1-1"], wrong: ["ets:AAM", "arima:1"] });
  });
  it("keep the order of the table; nothing chosen is the automatic choice", () => {
    expect(ordered(["arima", "ets:ANN", "naive", "naive"])).toEqual(["naive", "arima", "ets:ANN"]);
    expect(ordered([])).toBeNull();
    expect(["arima_average", "arima:0-1-1", "ets"].map(takesRegressors)).toEqual([true, true, false]);
  });
});

describe("settings in the address", () => {
  const standard = fromSearch({}, "monthly");
  it("leave defaults out and read them back", () => {
    expect(standard).toEqual({ horizon: 12, levels: [50, 80, 95], models: null, transform: "automatic", intervals: "automatic", budget: 2000, seed: 0, regressors: [] });
    expect(Object.values(toSearch(standard, "monthly")).every((value) => value === undefined)).toBe(true);
    expect(toSearch({ horizon: 30, levels: [80] }, "monthly")).toEqual({ h: 30, levels: "80" });
    expect(parseLevels("95, 50 80 %")).toEqual([50, 80, 95]);
    expect(parseLevels("101")).toBeNull();
  });
  it("come back as they went", () => {
    const own = { ...standard, models: ["arima", "ets:MAdM"], transform: { box_cox: 0.3 }, intervals: "bootstrapped" as const, budget: 500, seed: 7 };
    expect(fromSearch(toSearch(own, "monthly"), "monthly")).toEqual(own);
    expect(fromSearch({ transform: "box-cox-2", intervals: "magic", models: "naive,<script>" }, "monthly")).toEqual({ ...standard, models: ["naive"] });
  });
  it("ask the server for what differs from its defaults only", () => {
    expect(toRequest("s", standard, undefined)).toEqual({ series_id: "s", horizon: 12, levels: [50, 80, 95], models: "automatic" });
    const asked = toRequest("s", { ...standard, seed: 3, regressors: [{ series: "r", known: false, future: "hold" }] }, "2024-01-01");
    expect(asked).toMatchObject({ seed: 3, as_of: "2024-01-01", regressors: [{ series_id: "r", known_ahead: false, future: "hold" }] });
    expect(withoutRegressors(asked)).not.toHaveProperty("regressors");
  });
});
