import { describe, expect, it } from "vitest";
import { align, convert, indexBase, indexed } from "./overlay";

const months = ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"];

describe("other series on the dates of this one", () => {
  it("takes the last value inside each period of a finer series", () => {
    const days = { times: ["2024-01-05", "2024-01-30", "2024-02-28", "2024-03-04", "2024-09-01"].map((day) => `${day}T00:00:00Z`), values: [1, 2, 3, 4, 9] };
    expect(align(months, { ...days, times: days.times.slice(0, 4), values: days.values.slice(0, 4) })).toEqual({ values: [2, 3, 4], sparse: false });
  });
  it("puts a rarer series on its own dates only", () => {
    const days = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString());
    const { values, sparse } = align(days, { times: months.slice(0, 2), values: [10, 20] });
    expect(sparse).toBe(true);
    expect(values.flatMap((value, i) => (value === null ? [] : [[i, value]]))).toEqual([[0, 10], [31, 20]]);
  });
  it("keeps gaps, and nothing from before or after", () => {
    const other = { times: ["2023-12-01T00:00:00Z", ...months, "2024-04-01T00:00:00Z"], values: [9, 1, null, 3, 9] };
    expect(align(months, other).values).toEqual([1, null, 3]);
  });
  it("converts where the unit allows it", () => {
    expect(convert([1, null], "US$/gal", "US$/bbl")).toEqual({ values: [42, null], unit: "US$/bbl" });
    expect(convert([1], "index", "US$/bbl")).toEqual({ values: [1], unit: "index" });
  });
});

it("an index starts where every line stands above zero", () => {
  const base = indexBase([[null, -1, 50, 100], [1, 2, 4, 5]], 0, 3);
  expect(base).toBe(2);
  expect(indexed([null, -1, 50, 100], 2)).toEqual([null, -2, 100, 200]);
  expect(indexBase([[0, -1]], 0, 1)).toBeNull();
});
