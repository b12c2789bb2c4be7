import { afterEach, describe, expect, it } from "vitest";
import { setMarks } from "./format";
import { parseNumber } from "./parse";

afterEach(() => setMarks("1,234.5"));

describe("parseNumber", () => {
  it.each([
    ["1.2bn", 1.2e9], ["15 %", 0.15], ["\u221236.98", -36.98], ["(120)", -120], ["2.5k", 2500], ["1e3", 1000], ["12", 12], ["1,234.5", 1234.5], ["1,234,567", 1234567],
  ])("reads %s", (text, value) => {
    expect(parseNumber(text)?.value).toBeCloseTo(value, 9);
  });
  it("shows a guess before it is taken", () => {
    expect(parseNumber("1,5")).toEqual({ value: 1.5, guess: "Read as 1.5" });
    expect(parseNumber("1,234")).toEqual({ value: 1234, guess: "Read as 1,234" });
  });
  it("follows the user's decimal mark", () => {
    setMarks("1.234,5");
    expect(parseNumber("1.234,5")?.value).toBe(1234.5);
    expect(parseNumber("1,5")).toEqual({ value: 1.5 });
  });
  it.each(["", "abc", "1.2.3", "12 apples", "--4"])("refuses %s", (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});
