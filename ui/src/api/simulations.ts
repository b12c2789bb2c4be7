/** Simulations: started, followed, read, exported. */
import { queryOptions } from "@tanstack/react-query";
import type { Sampling, SimulationResult } from "@/pages/simulations/model/result";
import { address, http, type Page } from "./http";
import type { Job, NpvSummary } from "./types";

export type SimulationState = "queued" | "running" | "done" | "failed" | "cancelled";

export interface Simulation {
  id: string;
  /** Null for a scenario that was sent with the request. */
  scenario_slug: string | null;
  scenario_name: string;
  scenario_version: number | null;
  state: SimulationState;
  iterations: number;
  seed: number;
  sampling: Sampling;
  engine_version: string;
  created_at: string;
  finished_at: string | null;
  made_by: string;
  job_id: string | null;
  /** Where the NPV lies, once done. */
  summary: (NpvSummary & { unit?: string }) | null;
  error: string | null;
}

export interface RunRequest {
  scenario: string;
  version?: number;
  iterations: number;
  seed: number;
  sampling: Sampling;
}

/** Above this many iterations the server always answers with a job. */
export const WAIT_MAX = 200_000;

const isOpen = (simulation: Simulation) => simulation.state === "queued" || simulation.state === "running";

export const simulationQuery = (id: string) =>
  queryOptions({
    queryKey: ["simulation", id],
    queryFn: ({ signal }) => http.get<Simulation>(`/api/v1/simulations/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? 1_000 : false),
  });

/** Some answers carry the result inside the simulation; both shapes are read. */
export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: ["simulation", id, "result"],
    queryFn: async ({ signal }) => {
      const answer = await http.get<SimulationResult | { result: SimulationResult }>(`/api/v1/simulations/${encodeURIComponent(id)}/result`, undefined, signal);
      return "result" in answer ? answer.result : answer;
    },
    staleTime: Infinity,
  });

export async function run(request: RunRequest): Promise<{ id: string; job: Job | null }> {
  const answer = await http.post<Simulation | { simulation: Simulation; job: Job }>("/api/v1/simulations/run", { ...request, wait: request.iterations <= WAIT_MAX });
  return "simulation" in answer ? { id: answer.simulation.id, job: answer.job } : { id: answer.id, job: null };
}

export const removeSimulation = (id: string) => http.remove(`/api/v1/simulations/${encodeURIComponent(id)}`);
export const simulationsOf = (slug: string) => queryOptions({ queryKey: ["simulations", slug], queryFn: ({ signal }) => http.get<Page<Simulation>>("/api/v1/simulations", { scenario: slug, limit: 50 }, signal) });

const TABLES = [
  ["iterations", "Iterations"],
  ["cash_flow", "Cash flow by period"],
  ["summary", "Summary"],
] as const;
const FORMATS = [
  ["csv", "CSV"],
  ["xlsx", "XLSX"],
  ["parquet", "Parquet"],
  ["json", "JSON"],
] as const;

export function simulationFiles(id: string, only?: (typeof TABLES)[number][0]): { label: string; files: { label: string; url: string }[] }[] {
  return TABLES.filter(([table]) => !only || table === only).map(([table, label]) => ({ label, files: FORMATS.map(([format, name]) => ({ label: name, url: address(`/api/v1/simulations/${encodeURIComponent(id)}/export`, { table, format }) })) }));
}
