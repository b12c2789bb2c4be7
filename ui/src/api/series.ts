/** Series, their observations and vintages, and reading files into them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { address, http, Problem, type Page } from "./http";
import type { Observations, Series, Vintage } from "./types";

/** The series at `/series/{source}/{code}`: found by its exact code among those the search gives. */
export const seriesByCodeQuery = (source: string, code: string) =>
  queryOptions({
    queryKey: ["series", "code", source, code],
    queryFn: async ({ signal }) => {
      const page = await http.get<Page<Series>>("/api/v1/series", { q: code, source, limit: 500 }, signal);
      const found = page.items.find((item) => item.source === source && item.code === code);
      if (!found) throw new Problem(404, { title: "There is no such series", detail: `${source} / ${code} is not in this workspace.${page.items[0] ? ` The nearest is ${page.items[0].source} / ${page.items[0].code}.` : ""}` });
      return found;
    },
  });

export const seriesQuery = (id: string) => queryOptions({ queryKey: ["series", "id", id], queryFn: ({ signal }) => http.get<Series>(`/api/v1/series/${id}`, undefined, signal) });

export const allSeriesQuery = queryOptions({
  queryKey: ["series", "all"],
  queryFn: ({ signal }) => http.get<Page<Series>>("/api/v1/series", { limit: 500 }, signal),
  staleTime: 30_000,
});

export interface ObservationRange {
  from?: string | undefined;
  to?: string | undefined;
  as_of?: string | undefined;
  points?: number | undefined;
}
export const observationsQuery = (id: string, range: ObservationRange = {}) =>
  queryOptions({
    queryKey: ["observations", id, range],
    queryFn: ({ signal }) => http.get<Observations>(`/api/v1/series/${id}/observations`, { ...range }, signal),
    placeholderData: keepPreviousData,
  });

export const vintagesQuery = (id: string) =>
  queryOptions({ queryKey: ["vintages", id], queryFn: ({ signal }) => http.get<Page<Vintage> | Vintage[]>(`/api/v1/series/${id}/vintages`, undefined, signal), select: (answer) => (Array.isArray(answer) ? answer : answer.items) });

export const FILES = ["csv", "xlsx", "parquet", "json"] as const;
export function seriesFiles(id: string): { label: string; url: string }[] {
  return FILES.map((format) => ({ label: format === "csv" || format === "json" || format === "xlsx" ? format.toUpperCase() : "Parquet", url: address(`/api/v1/series/${id}/export`, { format }) }));
}
export const seriesPath = (series: { source: string; code: string }) => `/series/${encodeURIComponent(series.source)}/${encodeURIComponent(series.code)}`;
