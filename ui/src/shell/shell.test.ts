import { describe, expect, it } from "vitest";
import { copyLines } from "@/pages/account/CreatedKey";
import { figures } from "@/pages/series/SeriesPage";
import { ALL, isCurrent } from "./nav";
import { slugOf } from "./NewWorkspace";
import { score } from "./palette-entries";
import { initials } from "./UserMenu";

describe("palette", () => {
  it("finds words anywhere and letters in order, and prefers starts", () => {
    expect(score("WTI crude, Cushing spot", "wti")).toBe(3);
    expect(score("WTI crude, Cushing spot", "cush spot")).toBe(6);
    expect(score("WTI crude", "wcd")).toBe(1);
    expect(score("WTI crude", "gold")).toBeNull();
  });
});

describe("rail", () => {
  it("marks one entry, and each key once", () => {
    expect(ALL.filter((item) => isCurrent(item, "/forecast")).map((item) => item.label)).toEqual(["Forecast studio"]);
    expect(ALL.filter((item) => isCurrent(item, "/admin/audit")).map((item) => item.label)).toEqual(["Admin"]);
    expect(ALL.filter((item) => isCurrent(item, "/")).map((item) => item.label)).toEqual(["Home"]);
    expect(new Set(ALL.map((item) => item.key)).size).toBe(ALL.length);
  });
});

describe("names", () => {
  it("become addresses and initials", () => {
    expect(slugOf("  Métaux & Énergie 2 ")).toBe("metaux-energie-2");
    expect(initials("ada lovelace")).toBe("AL");
    expect(initials("ada")).toBe("A");
  });
});

it("makes lines for curl, Python and DuckDB with the key", () => {
  const lines = copyLines("http://h:8000", "demo", "pk_x");
  for (const text of Object.values(lines)) {
    expect(text).toContain("Bearer pk_x");
    expect(text).toContain("http://h:8000/api/v1/series?workspace=demo");
  }
});

describe("figures of a series", () => {
  const times = ["2025-07-31", "2025-08-31", "2026-07-31", "2026-08-31"].map((day) => `${day}T00:00:00Z`);
  it("leave missing values out", () => {
    const found = figures(times, [50, null, -37, 60]);
    expect(found).toMatchObject({ last: 60, change: 97, low: -37, high: 60, missing: 1 });
    expect(found.year).toBeCloseTo(0.2, 9);
  });
  it("give no yearly change on a value at or below zero, and say why", () => {
    const found = figures(times, [1, -5, 3, 60]);
    expect(found.year).toBeNull();
    expect(found.yearReason).toBe("the value a year before is not above zero");
  });
});
