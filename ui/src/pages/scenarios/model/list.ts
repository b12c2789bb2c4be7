/** Rows of the scenarios list: money brought to one unit, grouped by project. */
import type { ScenarioVersion } from "@/api/scenarios";
import type { ScenarioSummary } from "@/api/types";
import { moneyScale } from "@/pages/simulations/model/money";
import { inUnit } from "@/pages/simulations/model/timing";
import { nameParts } from "./name";

export type ResultState = "current" | "older" | "none";

export interface ScenarioRow {
  slug: string;
  name: string;
  project: string;
  variant: string;
  /** The first row of its project, which names it. */
  first: boolean;
  version: number;
  author: string;
  note: string;
  changed: string;
  state: ResultState;
  /** The version the latest result is of. */
  ranOn: number | null;
  simulation: string | null;
  /** In the unit of the list; null without a result, or in another currency. */
  values: { p10: number; p50: number; p90: number; study: number | null } | null;
  otherUnit: string | null;
  negative: number | null;
}

/** The unit all rows are shown in: that of the first simulated one, scaled to readable numbers. */
export function listUnit(summaries: readonly ScenarioSummary[], versions: ReadonlyMap<string, ScenarioVersion>): string | null {
  const known = summaries.flatMap((summary) => {
    const npv = summary.latest_simulation?.npv;
    const unit = unitOf(summary, versions);
    return unit && npv ? [{ unit, size: Math.max(Math.abs(npv.p10), Math.abs(npv.p90)) }] : [];
  });
  const [first] = known;
  if (!first) return null;
  const largest = Math.max(...known.map((entry) => inUnit(entry.size, entry.unit, first.unit) ?? 0));
  return moneyScale(first.unit, largest).unit;
}

/** The money of a scenario's latest result. */
function unitOf(summary: ScenarioSummary, versions: ReadonlyMap<string, ScenarioVersion>): string | undefined {
  return (summary.latest_simulation?.npv as { unit?: string } | undefined)?.unit ?? versions.get(summary.slug)?.base_case.money_unit;
}

export function scenarioRows(summaries: readonly ScenarioSummary[], versions: ReadonlyMap<string, ScenarioVersion>, unit: string | null): ScenarioRow[] {
  const rows = summaries.map((summary): ScenarioRow => {
    const { project, variant } = nameParts(summary.name);
    const latest = summary.latest_simulation;
    const own = versions.get(summary.slug)?.base_case;
    const stored = unitOf(summary, versions);
    const convert = (x: number, from = stored) => (from && unit ? inUnit(x, from, unit) : null);
    const [p10, p50, p90] = latest ? [convert(latest.npv.p10), convert(latest.npv.p50), convert(latest.npv.p90)] : [null, null, null];
    const study = own?.figures.npv.value ?? null;
    return {
      slug: summary.slug,
      name: summary.name,
      project,
      variant: variant ?? "Base case",
      first: true,
      version: summary.version,
      author: summary.author,
      note: summary.note,
      changed: summary.updated_at,
      state: !latest ? "none" : latest.version < summary.version ? "older" : "current",
      ranOn: latest?.version ?? null,
      simulation: latest?.id ?? null,
      values: p10 === null || p50 === null || p90 === null ? null : { p10, p50, p90, study: study === null ? null : convert(study, own?.money_unit) },
      otherUnit: latest && stored && unit && p50 === null ? stored : null,
      negative: latest?.npv.p_negative ?? null,
    };
  });
  rows.sort((a, b) => a.project.localeCompare(b.project) || a.variant.localeCompare(b.variant));
  return rows.map((row, i) => ({ ...row, first: rows[i - 1]?.project !== row.project }));
}
