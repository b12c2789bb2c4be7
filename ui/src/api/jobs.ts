/** Background work: listed, followed live, cancelled, retried. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, body } from "./client";
import { useLive, useTopic } from "./live";
import type { Job, JobState } from "./types";

export const isActive = (job: Job) => job.state === "queued" || job.state === "running";

export const jobsQuery = (filter: { state?: JobState | undefined; kind?: string | undefined } = {}) =>
  queryOptions({
    queryKey: ["jobs", filter],
    queryFn: ({ signal }) => body(api.GET("/api/v1/jobs", { params: { query: { ...filter, limit: 200 } }, signal })),
  });

export const jobQuery = (id: string) =>
  queryOptions({ queryKey: ["job", id], queryFn: ({ signal }) => body(api.GET("/api/v1/jobs/{id}", { params: { path: { id } }, signal })) });

export const cancelJob = (id: string) => body(api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id } } }));
export const retryJob = (id: string) => body(api.POST("/api/v1/jobs/{id}/retry", { params: { path: { id } } }));

/** All recent jobs, kept current by the socket, by polling while it is down. */
export function useJobs(filter: { state?: JobState | undefined; kind?: string | undefined } = {}) {
  const client = useQueryClient();
  const live = useLive();
  useTopic(
    "jobs",
    useCallback(() => void client.invalidateQueries({ queryKey: ["jobs"] }), [client]),
  );
  return useQuery({ ...jobsQuery(filter), refetchInterval: live ? 30_000 : 4_000 });
}

/** One job until it ends. */
export function useJob(id: string | null) {
  const client = useQueryClient();
  const live = useLive();
  useTopic(
    id ? `job/${id}` : null,
    useCallback((data: unknown) => id && client.setQueryData(["job", id], data), [client, id]),
  );
  return useQuery({
    ...jobQuery(id ?? ""),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && !isActive(query.state.data) ? false : live ? 5_000 : 1_000),
  });
}
