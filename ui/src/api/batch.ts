/** Many forecasts at once, each a job of its own. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, body } from "./client";
import { http, type Page } from "./http";
import { isActive } from "./jobs";
import { useLive, useTopic } from "./live";
import type { Job } from "./types";

export interface BatchRequest {
  series_ids: string[];
  horizon: number;
  /** Percent. */
  levels: number[];
  models: "automatic" | string[];
}

export const startBatch = (request: BatchRequest) => body(api.POST("/api/v1/forecasts/batch", { body: request }));

/** The newest jobs fill at most this many pages before a batch's own are found. */
const PAGES_MAX = 5;

async function jobsOf(ids: ReadonlySet<string>, signal: AbortSignal): Promise<Job[]> {
  const found: Job[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX && found.length < ids.size; page++) {
    const next = await http.get<Page<Job>>("/api/v1/jobs", { kind: "forecast", limit: 500, cursor }, signal);
    found.push(...next.items.filter((job) => ids.has(job.id)));
    if (!next.next) break;
    cursor = next.next;
  }
  return found;
}

const batchQuery = (ids: readonly string[]) => queryOptions({ queryKey: ["batch", ids], queryFn: ({ signal }) => jobsOf(new Set(ids), signal), enabled: ids.length > 0 });

/** The jobs of one batch, kept current until all have ended. */
export function useBatch(ids: readonly string[]) {
  const client = useQueryClient();
  const live = useLive();
  useTopic(
    ids.length > 0 ? "jobs" : null,
    useCallback(() => void client.invalidateQueries({ queryKey: ["batch"] }), [client]),
  );
  return useQuery({
    ...batchQuery(ids),
    refetchInterval: (query) => (query.state.data && query.state.data.length === ids.length && !query.state.data.some(isActive) ? false : live ? 3_000 : 1_000),
  });
}

export interface Tally {
  all: number;
  done: number;
  running: number;
  queued: number;
  failed: number;
  cancelled: number;
}

/** A job that has not been seen yet waits. */
export function tally(all: number, jobs: readonly Job[]): Tally {
  const of = (state: Job["state"]) => jobs.filter((job) => job.state === state).length;
  const [done, running, failed, cancelled] = [of("done"), of("running"), of("dead"), of("cancelled")];
  return { all, done, running, failed, cancelled, queued: all - done - running - failed - cancelled };
}

export function tallyWords({ done, running, queued, failed, cancelled }: Tally): string {
  const part = (n: number, word: string) => (n > 0 ? [`${n} ${word}`] : []);
  return [...part(done, "done"), ...part(running, "running"), ...part(queued, "waiting"), ...part(failed, "failed"), ...part(cancelled, "cancelled")].join(", ");
}
