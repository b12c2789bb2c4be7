import { describe, expect, it } from "vitest";
import { cumulative, measureSentence, measureView, percentileName, shareBelow } from "./measure";
import { inShownMoney, moneyScale } from "./money";
import { smallResult } from "./testResult";
import { stripOf } from "./strip";
import { inUnit, timingRows, timingSpread } from "./timing";
import { cashFlowSentence, cashFlowView, periodName, shownLabels } from "./cashflow";

const plain = (text: string) => text.replace(/\u202F/g, " ");
const result = smallResult();
const view = (id: Parameters<typeof measureView>[1]) => {
  const found = measureView(result, id);
  if (!found) throw new Error("no view");
  return found;
};

describe("measures", () => {
  it("read the NPV with its losses and the base case's percentile", () => {
    const npv = view("npv");
    expect(npv).toMatchObject({ lossBelow: 0, lossShare: 0.2, unit: "M US$", reference: { value: 120, share: 0.6 } });
    expect(plain(measureSentence(npv))).toBe("Net present value from −150 to 350 M US$ (P1 to P99), median 100; 20.0 % of iterations lose money; the base case of 120 is at the 60th percentile.");
  });
  it("sum the bins from the left, what lies outside included", () => {
    const points = cumulative(view("npv"));
    expect(points[0]).toEqual({ x: -200, share: 0.01 });
    expect(points.at(-1)?.share).toBeCloseTo(0.99);
    expect(shareBelow(view("npv"), 100)).toBeCloseTo(0.46);
    expect(percentileName(0.671)).toBe("P67");
  });
  it("show rates as percent and leave out iterations without one rate", () => {
    const irr = view("irr");
    expect(irr.unit).toBe("%");
    expect(irr.percentiles.find((entry) => entry.p === 50)?.value).toBeCloseTo(18);
    expect(irr.leftOut).toBe("Left out: 5 with several rates and 10 with none.");
    expect(measureView({ ...result, irr: { ...result.irr, distribution: null } }, "irr")).toBeNull();
  });
});

describe("the strip", () => {
  it("has seven figures, the payback counted from first sales", () => {
    const strip = stripOf(result);
    expect(strip.map((figure) => figure.label)).toEqual(["NPV, median", "Mean", "P(NPV < 0)", "IRR, median", "Payback", "Peak funding", "CVaR 5 %"]);
    expect(strip[0]?.detail).toBe("P10 −50 · P90 250");
    expect(strip[2]).toMatchObject({ shown: "20.0", detail: "200 of 1,000" });
    expect(strip[4]).toMatchObject({ shown: "3.5", detail: "from first sales; P90 7.0" });
  });
});

describe("money", () => {
  it("keeps figures readable", () => {
    expect(moneyScale("k US$", 8_900_000)).toEqual({ factor: 0.001, unit: "M US$" });
    expect(moneyScale("M US$", 6_954)).toEqual({ factor: 1, unit: "M US$" });
    expect(moneyScale("US$", 2_500_000)).toEqual({ factor: 0.001, unit: "k US$" });
    expect(moneyScale("MUS$", 250_000)).toEqual({ factor: 0.001, unit: "bn US$" });
    const shown = inShownMoney({ ...result, money_unit: "k US$", npv: { ...result.npv, unit: "k US$", max: 500_000 } });
    expect(shown.money_unit).toBe("M US$");
    expect(shown.base_npv.mid).toBeCloseTo(0.12);
    expect(shown.irr).toBe(result.irr);
  });
  it("compares units of one currency only", () => {
    expect(inUnit(2776, "M US$", "k US$")).toBe(2_776_000);
    expect(inUnit(1, "M A$", "M US$")).toBeNull();
  });
});

describe("timing", () => {
  it("sets the three conventions beside each other", () => {
    expect(timingRows(result, null).map((row) => [row.timing, row.headline, row.printed])).toEqual([["start", false, null], ["mid", true, null], ["end", false, null]]);
    expect(timingSpread(result)).toBeCloseTo(0.04, 2);
  });
});

describe("cash flow", () => {
  it("names periods as project years", () => {
    expect(["-3", "1", "2027"].map(periodName)).toEqual(["−3", "Y1", "2027"]);
    const labels = ["−2", "−1", ...Array.from({ length: 12 }, (_, i) => `Y${i + 1}`)];
    expect([...shownLabels(labels, 5)]).toEqual([0, 2, 6, 11]);
  });
  it("says when the median comes back to zero", () => {
    const shown = cashFlowView(result, [{ label: "-1" }, { label: "1" }, { label: "2" }]);
    expect(shown.paybackAt).toBe(2);
    expect(cashFlowSentence(shown)).toBe("The median cumulative cash flow falls to −100 M US$; it is back at zero in Y2 and ends at 60, between −20 (P10) and 140 (P90).");
  });
});
