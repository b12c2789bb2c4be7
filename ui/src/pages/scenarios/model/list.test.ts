import { describe, expect, it } from "vitest";
import type { ScenarioVersion } from "@/api/scenarios";
import { listUnit, scenarioRows } from "./list";

const summary = (slug: string, name: string, unit: string | null, scale: number, version = 1, ran = 1) =>
  ({
    id: slug,
    slug,
    name,
    version,
    hash: "0".repeat(64),
    note: "",
    author: "MK",
    created_at: "2026-08-18T00:00:00Z",
    updated_at: "2026-08-18T00:00:00Z",
    latest_simulation: unit ? { id: `s-${slug}`, version: ran, at: "2026-08-18T00:00:00Z", npv: { unit, p10: -100 * scale, p50: 2000 * scale, p90: 4000 * scale, mean: 2000 * scale, p_negative: 0.1, base: null } } : null,
  });
const version = (slug: string, money_unit: string, npv: number) => [slug, { slug, base_case: { money_unit, figures: { npv: { value: npv, unit: money_unit } } } } as unknown as ScenarioVersion] as const;

const summaries = [summary("viz", "Vizcachitas, base case", "k US$", 1000, 2, 1), summary("oko", "Oko West, base case", "M US$", 1), summary("alt", "Altiplano", null, 1), summary("aus", "Pilbara", "M A$", 1), summary("viz2", "Vizcachitas, capital +20 %", "k US$", 900)];
const versions = new Map([version("viz", "k US$", 2_776_000), version("oko", "M US$", 2163)]);

describe("the list of scenarios", () => {
  const unit = listUnit(summaries, versions);
  const rows = scenarioRows(summaries, versions, unit);
  const row = (slug: string) => rows.find((entry) => entry.slug === slug);
  it("brings money to one readable unit", () => {
    expect(unit).toBe("M US$");
    expect(row("viz")?.values).toEqual({ p10: -100, p50: 2000, p90: 4000, study: 2776 });
    expect(row("oko")?.values?.study).toBe(2163);
  });
  it("does not compare another currency", () => {
    expect(row("aus")).toMatchObject({ values: null, otherUnit: "M A$" });
  });
  it("says whether the result is of the newest version", () => {
    expect([row("viz")?.state, row("oko")?.state, row("alt")?.state]).toEqual(["older", "current", "none"]);
  });
  it("groups by project, naming it once", () => {
    expect(rows.map((entry) => [entry.project, entry.variant, entry.first])).toEqual([
      ["Altiplano", "Base case", true],
      ["Oko West", "Base case", true],
      ["Pilbara", "Base case", true],
      ["Vizcachitas", "Base case", true],
      ["Vizcachitas", "Capital +20 %", false],
    ]);
  });
});
