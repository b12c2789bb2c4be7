import { afterEach, describe, expect, it } from "vitest";
import {
  count, figureDigits, formatBytes, formatChange, formatExact, formatFigure, formatInterval, formatLarge, formatNumber,
  formatPercent, formatPlusMinus, formatProbability, formatPValue, MISSING, setMarks,
} from "./format";

afterEach(() => setMarks("1,234.5"));
const plain = (text: string) => text.replace(/\u202F/g, " ");

describe("digits", () => {
  it("shows figures with three to four significant digits", () => {
    expect(formatFigure(2021.4)).toBe("2,021");
    expect(formatFigure(86.484)).toBe("86.48");
    expect(formatFigure(2.8213)).toBe("2.82");
    expect(formatFigure(0.71234)).toBe("0.712");
    expect(formatFigure(0.001234)).toBe("0.00123");
    expect(figureDigits(0)).toBe(0);
  });
  it("keeps fixed decimals down a column", () => {
    expect([1, 12.345, 0.1].map((x) => formatNumber(x, { digits: 2 }))).toEqual(["1.00", "12.35", "0.10"]);
  });
  it("gives all digits on hover", () => {
    expect(formatExact(9.90612345, "%")).toBe("9.90612345 %");
    expect(formatExact(-36.98)).toBe("\u221236.98");
  });
});

describe("large", () => {
  it("uses k, M and bn", () => {
    expect(plain(formatLarge(41_200_000_000))).toBe("41.2 bn");
    expect(plain(formatLarge(1_250_000))).toBe("1.3 M");
    expect(plain(formatLarge(-12_400))).toBe("\u221212.4 k");
    expect(formatLarge(999)).toBe("999.0");
  });
});

describe("negative", () => {
  it("uses a real minus and never brackets", () => {
    expect(formatNumber(-36.98, { digits: 2 })).toBe("\u221236.98");
  });
  it("drops the sign of what rounds to zero", () => {
    expect(formatNumber(-0.001, { digits: 2 })).toBe("0.00");
    expect(formatNumber(0.001, { digits: 2, sign: true })).toBe("0.00");
  });
});

describe("change", () => {
  it("always carries its sign, and points are not percent", () => {
    expect(plain(formatChange(0.012, "percent"))).toBe("+1.2 %");
    expect(plain(formatChange(0.004, "points"))).toBe("+0.4 pp");
    expect(formatChange(-2.35, "number", 2)).toBe("\u22122.35");
  });
});

describe("percent and probability", () => {
  it("puts a narrow space before the sign", () => {
    expect(formatPercent(0.09906)).toBe("9.9\u202F%");
  });
  it("never shows a possible loss as zero", () => {
    expect(plain(formatProbability(0.0004))).toBe("< 0.1 %");
    expect(plain(formatProbability(0))).toBe("0 %");
    expect(plain(formatProbability(0.9996))).toBe("> 99.9 %");
    expect(plain(formatProbability(1))).toBe("100 %");
    expect(plain(formatProbability(0.09906))).toBe("9.9 %");
  });
  it("shows p-values to three decimals", () => {
    expect(plain(formatPValue(0.0002))).toBe("< 0.001");
    expect(formatPValue(0.0191)).toBe("0.019");
  });
});

describe("missing", () => {
  it("is a dash, never zero", () => {
    for (const show of [formatNumber, formatFigure, formatLarge, formatPercent, formatProbability, formatExact, formatPValue, formatBytes]) {
      expect(show(null)).toBe(MISSING);
      expect(show(undefined)).toBe(MISSING);
      expect(show(Number.NaN)).toBe(MISSING);
    }
  });
});

describe("interval", () => {
  it("names its percentiles", () => {
    expect(formatInterval(9, 4461, ["P10", "P90"], 0)).toBe("P10 9 · P90 4,461");
    expect(formatPlusMinus(0.71, 0.09)).toBe("0.71 ± 0.09");
    expect(formatPlusMinus(0.71, null)).toBe("0.71");
  });
});

describe("locale", () => {
  it("groups and marks decimals as the user chose", () => {
    setMarks("1.234,5");
    expect(formatNumber(1234.5, { digits: 1 })).toBe("1.234,5");
    setMarks("1 234,5");
    expect(plain(formatNumber(1234.5, { digits: 1 }))).toBe("1 234,5");
  });
});

it("counts with the right word", () => {
  expect(count(1, "value")).toBe("1 value");
  expect(count(2400, "series", "series")).toBe("2,400 series");
  expect(formatBytes(1536)).toBe("1.5 KiB");
});
