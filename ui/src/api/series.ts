/** Series, their observations and vintages, and reading files into them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, ifMatch } from "./client";
import { address, Problem } from "./http";
import type { Series } from "./types";

/** The series at `/series/{source}/{code}`: found by its exact code among those the search gives. */
export const seriesByCodeQuery = (source: string, code: string) =>
  queryOptions({
    queryKey: ["series", "code", source, code],
    queryFn: async ({ signal }) => {
      const page = await body(api.GET("/api/v1/series", { params: { query: { q: code, source, limit: 500 } }, signal }));
      const found = page.items.find((item) => item.source === source && item.code === code);
      if (!found) throw new Problem(404, { title: "There is no such series", detail: `${source} / ${code} is not in this workspace.${page.items[0] ? ` The nearest is ${page.items[0].source} / ${page.items[0].code}.` : ""}` });
      return found;
    },
  });

export const seriesQuery = (id: string) => queryOptions({ queryKey: ["series", "id", id], queryFn: ({ signal }) => body(api.GET("/api/v1/series/{id}", { params: { path: { id } }, signal })) });

export const allSeriesQuery = queryOptions({
  queryKey: ["series", "all"],
  queryFn: ({ signal }) => body(api.GET("/api/v1/series", { params: { query: { limit: 500 } }, signal })),
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
    queryFn: ({ signal }) => body(api.GET("/api/v1/series/{id}/observations", { params: { path: { id }, query: range }, signal })),
    placeholderData: keepPreviousData,
  });

export const vintagesQuery = (id: string) =>
  queryOptions({ queryKey: ["vintages", id], queryFn: ({ signal }) => body(api.GET("/api/v1/series/{id}/vintages", { params: { path: { id } }, signal })), select: (answer) => answer.items });

export const FILES = ["csv", "xlsx", "parquet", "json"] as const;
export function seriesFiles(id: string): { label: string; url: string }[] {
  return FILES.map((format) => ({ label: format === "csv" || format === "json" || format === "xlsx" ? format.toUpperCase() : "Parquet", url: address(`/api/v1/series/${id}/export`, { format }) }));
}
export const seriesPath = (series: { source: string; code: string }) => `/series/${encodeURIComponent(series.source)}/${encodeURIComponent(series.code)}`;

export type SeriesPatch = Partial<Pick<Series, "name" | "unit" | "description" | "licence" | "frequency">>;
export const changeSeries = (series: Series, change: SeriesPatch) => body(api.PATCH("/api/v1/series/{id}", { params: { path: { id: series.id }, header: ifMatch(series.version) }, body: change }));
export const removeSeries = (series: Series) => api.DELETE("/api/v1/series/{id}", { params: { path: { id: series.id } } });
