/** Simulations: started, followed, read, exported. */
import { queryOptions } from "@tanstack/react-query";
import type { SimulationResult } from "@/pages/simulations/model/result";
import type { Schema } from "./client";
import { address, http, send, type Page } from "./http";

export type SimulationState = Schema<"SimulationState">;
export type Simulation = Schema<"Simulation">;

export interface RunRequest extends Pick<Schema<"RunRequest">, "iterations" | "seed" | "sampling"> {
  /** The slug of a stored scenario. */
  scenario: string;
  /** The latest when left out. */
  version?: number;
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

export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: ["simulation", id, "result"],
    queryFn: ({ signal }) => http.get<SimulationResult>(`/api/v1/simulations/${encodeURIComponent(id)}/result`, undefined, signal),
    staleTime: Infinity,
  });

/** Base points of Sobol indices; the scenario runs this many times for each input and twice more. */
export const SOBOL_POINTS = 4096;

/** The engine runs the scenario again for it, so it is asked for only when it is shown. */
export const sobolQuery = (id: string) =>
  queryOptions({
    queryKey: ["simulation", id, "sobol"],
    queryFn: ({ signal }) => http.get<Schema<"SobolReport">>(`/api/v1/simulations/${encodeURIComponent(id)}/sobol`, { points: SOBOL_POINTS }, signal),
    staleTime: Infinity,
    retry: false,
  });

/** Two stored scenarios on the same draws, at their latest versions. */
export const comparisonQuery = (a: string, b: string) =>
  queryOptions({
    queryKey: ["comparison", a, b],
    queryFn: async ({ signal }) => (await send<Schema<"Comparison">>("POST", "/api/v1/simulations/compare", { body: { a: { scenario: a }, b: { scenario: b } }, signal })).data,
    retry: false,
  });

export const reportFile = (id: string, format: "html" | "xlsx") => address(`/api/v1/simulations/${encodeURIComponent(id)}/report`, { format });

export async function run(request: RunRequest): Promise<{ id: string; job: Schema<"Job"> | null }> {
  const answer = await http.post<Schema<"SimulationWithResult"> | Schema<"StartedSimulation">>("/api/v1/simulations/run", { ...request, wait: request.iterations <= WAIT_MAX });
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
