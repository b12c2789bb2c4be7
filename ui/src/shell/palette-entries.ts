/** What the palette lists: actions of the page, objects found by the server, places. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { http, type Page } from "@/api/http";
import type { ForecastSummary, ScenarioSummary, Series } from "@/api/types";
import { useActionList, type Action } from "@/lib/actions";
import { formatDay } from "@/lib/dates";
import type { IconName } from "@/ui/icons";
import { useGo } from "./place";

export interface PaletteEntry {
  id: string;
  label: string;
  note?: string;
  keys?: string;
  icon: IconName;
  run: () => void;
}

/** Letters in order, close together and early count more; null is no match. */
export function score(text: string, query: string): number | null {
  const hay = text.toLowerCase();
  let total = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = hay.indexOf(word);
    if (at >= 0) {
      total += at === 0 || /\W/.test(hay[at - 1] ?? "") ? 3 : 2;
      continue;
    }
    let from = 0;
    for (const letter of word) {
      from = hay.indexOf(letter, from) + 1;
      if (from === 0) return null;
    }
    total += 1;
  }
  return total;
}

function rank<T>(items: readonly T[], text: (item: T) => string, query: string, limit: number): T[] {
  if (!query.trim()) return items.slice(0, limit);
  return items
    .map((item) => ({ item, points: score(text(item), query) }))
    .filter((entry): entry is { item: T; points: number } => entry.points !== null)
    .sort((a, b) => b.points - a.points)
    .slice(0, limit)
    .map((entry) => entry.item);
}

const index = <T>(path: string, query: string, limit: number) => ({
  queryKey: ["palette", path, query],
  queryFn: ({ signal }: { signal: AbortSignal }) => http.get<Page<T>>(path, { q: query, limit }, signal),
  placeholderData: keepPreviousData,
  staleTime: 30_000,
});

export function usePaletteEntries(text: string): { sections: { name: string; entries: PaletteEntry[] }[]; busy: boolean } {
  const go = useGo();
  const actions = useActionList();
  const query = useDeferredValue(text.trim());
  const series = useQuery(index<Series>("/api/v1/series", query, 20));
  const scenarios = useQuery(index<ScenarioSummary>("/api/v1/scenarios", query, 20));
  const forecasts = useQuery(index<ForecastSummary>("/api/v1/forecasts", "", 20));
  const sections = useMemo(() => {
    const fromAction = (action: Action): PaletteEntry => ({ id: action.id, label: action.label, icon: action.section === "Go to" ? "right" : "play", run: action.run, ...(action.keys ? { keys: action.keys } : {}) });
    const named = (section: Action["section"], limit: number) => rank(actions.filter((action) => action.section === section && action.id !== "palette"), (action) => `${action.label} ${action.words ?? ""}`, query, limit).map(fromAction);
    const objects: PaletteEntry[] = [
      ...rank(series.data?.items ?? [], (item) => `${item.name} ${item.code} ${item.source}`, query, 6).map((item): PaletteEntry => ({ id: `series-${item.id}`, label: item.name, note: `${item.source} / ${item.code}`, icon: "series", run: () => go(`/series/${encodeURIComponent(item.source)}/${encodeURIComponent(item.code)}`) })),
      ...rank(scenarios.data?.items ?? [], (item) => `${item.name} ${item.slug}`, query, 5).map((item): PaletteEntry => ({ id: `scenario-${item.slug}`, label: item.name, note: `scenario v${item.version}`, icon: "scenario", run: () => go(`/scenarios/${encodeURIComponent(item.slug)}`) })),
      ...(query ? rank(forecasts.data?.items ?? [], (item) => `${item.series_name} ${item.series_code} ${item.model} forecast`, query, 4) : []).map((item): PaletteEntry => ({ id: `forecast-${item.id}`, label: item.series_name, note: `forecast of ${formatDay(item.made_at)}`, icon: "forecast", run: () => go(`/forecasts/${item.id}`) })),
    ];
    return [
      { name: "Here", entries: named("Here", 8) },
      { name: "Objects", entries: objects },
      { name: "Go to", entries: named("Go to", 10) },
      { name: "Everywhere", entries: named("Everywhere", 8) },
    ].filter((section) => section.entries.length > 0);
  }, [actions, forecasts.data, go, query, scenarios.data, series.data]);
  return { sections, busy: series.isFetching || scenarios.isFetching };
}
