import { describe, expect, it } from "vitest";
import type { ForecastResult } from "@/api/forecasts";
import type { ForecastScore } from "@/api/types";
import { ljungBoxSentence, normalQuantile, quantilePairs, tailSentence } from "./normal";
import { origins, pastSteps, record } from "./past";
import { spaghettiTimes } from "./pastCharts";
import { effect, parseValues, readRegressors, writeRegressors, type WhatIf } from "./regressors";
import { raceRows, raceSentence } from "./running";
import { effectSentence } from "./whatIfWords";

const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}T00:00:00Z`;

describe("race", () => {
  const stage = {
    stage: 2,
    stages: 4,
    scores: [
      { model: "theta", mase: 0.8, origins: 75, stopped: false },
      { model: "naive", mase: 1, origins: 75, stopped: false },
      { model: "drift", mase: 9, origins: 40, stopped: true },
    ],
  };
  it("shows who is asked before the first stage, naive always among them", () => {
    expect(raceRows(null, ["theta"]).map((row) => row.model)).toEqual(["naive", "theta"]);
    expect(raceRows(null, "automatic")).toHaveLength(12);
    expect(raceSentence(null)).toBe("Models are fitted at past origins");
  });
  it("keeps the place of each, cuts long bars, and lists ensembles last", () => {
    const rows = raceRows(stage, ["theta", "drift", "scum"]);
    expect([...rows].sort((a, b) => a.place - b.place).map((row) => row.model)).toEqual(["theta", "naive", "drift", "scum"]);
    expect(rows.find((row) => row.model === "drift")).toMatchObject({ width: 1, stopped: true });
    expect(rows.find((row) => row.model === "theta")?.width).toBeCloseTo(0.4);
    expect(raceSentence(stage)).toBe("Theta leads, 1 stopped after stage 2 of 4");
  });
});

describe("residuals", () => {
  it("have the normal quantiles of the tables", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
    expect(normalQuantile(0.01)).toBeCloseTo(-2.326348, 6);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });
  it("pair sorted errors at half ranks and condensed ones at their share", () => {
    expect(quantilePairs([-1, 0, 1], 3).map((pair) => pair.p)).toEqual([1 / 6, 0.5, 5 / 6]);
    expect(quantilePairs([-3, 0, 3], 500).map((pair) => pair.p)).toEqual([0.001, 0.5, 0.999]);
  });
  it("say whether the tails are heavier", () => {
    const grid = Array.from({ length: 201 }, (_, i) => normalQuantile(Math.min(0.999, Math.max(0.001, i / 200))));
    expect(tailSentence(quantilePairs(grid, 500), 500)).toMatch(/lower tail is about normal.*upper tail is about normal/);
    expect(tailSentence(quantilePairs(grid.map((z) => z * Math.abs(z)), 500), 500)).toMatch(/lower tail is heavier.*upper tail is heavier/);
    expect(tailSentence([], 7)).toMatch(/too few/);
    expect(ljungBoxSentence({ lags: 24, q: 83.9, p: 0.0001 }, "< 0.001")).toBe("A pattern is left in the residuals: Ljung–Box over 24 lags, Q 83.9, p < 0.001. The model misses something that past values tell.");
  });
});

describe("past forecasts", () => {
  const history = { times: [1, 2, 3, 4, 5].map(day), values: [10, 11, null, 13, 15] };
  const list = origins([{ times: [day(4), day(5)], median: [12, 12], actual: [13, 15] }], history);
  it("are measured against what came true, and against naive from the same origin", () => {
    expect(list[0]).toMatchObject({ knownTo: day(3), mae: 2, bias: -2, naive: 3 });
    expect(pastSteps(list).map((step) => step.error)).toEqual([-1, -3]);
  });
  it("take the times of the history and what lies after it, each once", () => {
    const strands = [{ knownTo: day(4), times: [day(5), day(6)], said: [1, 2], mae: null, name: "" }, { knownTo: day(5), times: [day(6), day(7)], said: [1, 2], mae: null, name: "" }];
    expect(spaghettiTimes({ unit: "", frequency: "daily", digits: 1, history, strands, at: 0, errors: false })).toEqual([4, 5, 6, 7].map(day));
  });
  it("are counted together by the values that came true", () => {
    const score = (known: number, mae: number | null, inside: number) => ({ known_steps: known, mae, naive_mae: mae, coverage: [{ level: 80, inside, known, measured: 0 }] }) as unknown as ForecastScore;
    expect(record([score(2, 1, 1), score(6, 5, 6), score(0, null, 0)])).toEqual({ forecasts: 3, scored: 2, known: 8, mae: 4, naive: 4, level: 80, inside: 7, covered: 8 });
  });
});

describe("what-if", () => {
  const id = (n: number) => `00000000-0000-0000-0000-00000000000${n}`;
  const list: WhatIf[] = [{ series: id(1), known: false, future: "forecast" }, { series: id(2), known: true, future: "hold" }, { series: id(3), known: false, future: [80, -1.5] }];
  it("goes into the address and comes back", () => {
    expect(readRegressors(writeRegressors(list))).toEqual(list);
    expect(writeRegressors([])).toBeUndefined();
    expect(readRegressors("no-id~hold")).toEqual([]);
    expect(readRegressors(`${id(1)}~hold,${id(1)}~forecast`)).toHaveLength(1);
  });
  it("reads own values as they are typed or pasted", () => {
    expect(parseValues("80\n81.5\t82", 12)).toEqual({ values: [80, 81.5, 82] });
    expect(parseValues("1 2 3", 2).problem).toMatch(/3 values.*2 steps/);
    expect(parseValues("80\nx", 12).problem).toMatch(/“x” \(step 2\)/);
    expect(parseValues("", 12).problem).toMatch(/at least one/);
  });
  it("says what it changes, and when nothing", () => {
    const rows = effect([day(1), day(2)], [50, 0], [45, 1]);
    expect(rows.map((row) => [row.difference, row.percent])).toEqual([[-5, -10], [1, null]]);
    const look = { unit: "US$", frequency: "daily", digits: 1 };
    const arima = { model: "arima" } as ForecastResult;
    expect(effectSentence(rows, arima, arima, look)).toBe("The most it changes is \u22125.0 US$ in 1 Jan 2026, +1.0 US$ in 2 Jan 2026. ARIMA is chosen with and without them.");
    expect(effectSentence(effect([day(1)], [5], [5]), { model: "theta" } as ForecastResult, arima, look)).toBe("Theta was chosen, and the regressors change nothing it says.");
  });
});
