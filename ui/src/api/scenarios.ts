/** Scenarios, their immutable versions, the difference of two, and the live evaluation of a draft. */
import { queryOptions } from "@tanstack/react-query";
import type { Scenario } from "@/pages/scenarios/model/scenario";
import type { BaseCase, SimulationResult } from "@/pages/simulations/model/result";
import { address, http, send, type Page } from "./http";
import type { ScenarioSummary } from "./types";

export type { ScenarioSummary };

export interface ScenarioDetail extends ScenarioSummary {
  scenario: Scenario;
}

export interface VersionSummary {
  /** Of the stored document. */
  hash?: string | null;
  version: number;
  note: string;
  author: string;
  created_at: string;
}

export interface ScenarioVersion extends VersionSummary {
  slug: string;
  scenario: Scenario;
  base_case: BaseCase;
}

export interface DiffLine {
  pointer: string;
  label: string;
  kind: "added" | "removed" | "changed";
  old: unknown;
  new: unknown;
  npv_effect: number | null;
}

export interface ScenarioDiff {
  slug: string;
  from: number;
  to: number;
  npv_from: number | null;
  npv_to: number | null;
  unit: string;
  lines: DiffLine[];
}

export interface Evaluation {
  base_case: BaseCase;
  preview: SimulationResult | null;
}

const path = (slug: string) => `/api/v1/scenarios/${encodeURIComponent(slug)}`;

export const scenariosQuery = queryOptions({
  queryKey: ["scenarios"],
  queryFn: ({ signal }) => http.get<Page<ScenarioSummary>>("/api/v1/scenarios", { limit: 500 }, signal),
});

/** The latest version, with the tag a new one must match. */
export const scenarioQuery = (slug: string) =>
  queryOptions({ queryKey: ["scenario", slug], queryFn: ({ signal }) => send<ScenarioDetail>("GET", path(slug), { signal }) });

export const versionsQuery = (slug: string) =>
  queryOptions({ queryKey: ["scenario", slug, "versions"], queryFn: ({ signal }) => http.get<Page<VersionSummary>>(`${path(slug)}/versions`, { limit: 200 }, signal) });

/** A stored version never changes, so it is never read twice. */
export const versionQuery = (slug: string, version: number) =>
  queryOptions({ queryKey: ["scenario", slug, "version", version], queryFn: ({ signal }) => http.get<ScenarioVersion>(`${path(slug)}/versions/${version}`, undefined, signal), staleTime: Infinity });

export const diffQuery = (slug: string, from: number, to: number) =>
  queryOptions({ queryKey: ["scenario", slug, "diff", from, to], queryFn: ({ signal }) => http.get<ScenarioDiff>(`${path(slug)}/diff`, { from, to }, signal), staleTime: Infinity });

export const createScenario = (body: { slug?: string; note: string; scenario: Scenario }) => http.post<ScenarioDetail>("/api/v1/scenarios", body);
export const archiveScenario = (slug: string) => http.remove(path(slug));

/** Saves the next version; refused with 412 when somebody else saved since `etag` was read. */
export async function saveVersion(slug: string, etag: string, note: string, scenario: Scenario): Promise<{ version: number; etag: string | null }> {
  const answer = await send<ScenarioVersion>("POST", `${path(slug)}/versions`, { body: { note, scenario }, ifMatch: etag });
  return { version: answer.data.version, etag: answer.etag };
}

export async function evaluate(scenario: Scenario, iterations: number, signal: AbortSignal): Promise<Evaluation> {
  return (await send<Evaluation>("POST", "/api/v1/scenarios/evaluate", { body: { scenario, iterations }, signal })).data;
}

export const versionFile = (slug: string, version: number, format: "toml" | "json") => address(`${path(slug)}/versions/${version}/export`, { format });
