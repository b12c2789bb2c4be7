/** The muted numbers of the rail: sizes of lists, and how many jobs run. */
import { useQuery } from "@tanstack/react-query";
import { http, type Page } from "@/api/http";
import { isActive, useJobs } from "@/api/jobs";
import { formatNumber } from "@/lib/format";

const size = (path: string) => ({
  queryKey: ["count", path],
  queryFn: async () => (await http.get<Page<unknown>>(path, { limit: 1 })).total,
  staleTime: 60_000,
});

export function useCounts(): Record<string, string | undefined> {
  const series = useQuery(size("/api/v1/series")).data;
  const scenarios = useQuery(size("/api/v1/scenarios")).data;
  const running = useJobs().data?.items.filter(isActive).length ?? 0;
  const shown = (n: number | null | undefined) => (n ? formatNumber(n) : undefined);
  return { "/series": shown(series), "/scenarios": shown(scenarios), "/jobs": running > 0 ? `${formatNumber(running)} running` : undefined };
}
