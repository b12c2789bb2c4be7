import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { allSeriesQuery, observationsQuery } from "@/api/series";
import type { Observations, Series } from "@/api/types";
import { align, convert, OVERLAY_INKS, OVERLAYS, type Overlay } from "@/charts/overlay";
import { asOfInstant, useAsOf } from "@/shell/AsOf";
import { seriesDigits } from "./columns";

/** `a,b,c` of the address: at most four, each once, never the series itself. */
export function overlayIds(over: string | undefined, own: string): string[] {
  return [...new Set((over ?? "").split(",").map((id) => id.trim()))].filter((id) => id !== "" && id !== own).slice(0, OVERLAYS);
}

export interface Overlays {
  ids: string[];
  drawn: Overlay[];
  /** Named in the address but not shown, with the reason. */
  missing: { id: string; name: string; why: string }[];
  waiting: boolean;
  choices: Series[];
}

/** The other series of the address, on the dates of this one and in its unit where that is possible. */
export function useOverlays(series: Series, observations: Observations, over: string | undefined): Overlays {
  const asOf = asOfInstant(useAsOf());
  const ids = overlayIds(over, series.id);
  const list = useQuery(allSeriesQuery);
  const all = useMemo(() => list.data?.items ?? [], [list.data]);
  const answers = useQueries({ queries: ids.map((id) => observationsQuery(id, { as_of: asOf })) });
  const { times } = observations;
  const key = answers.map((answer) => answer.dataUpdatedAt).join(" ");
  const drawn = useMemo(
    () =>
      ids.flatMap((id, i): Overlay[] => {
        const other = all.find((entry) => entry.id === id);
        const data = answers[i]?.data;
        const look = OVERLAY_INKS[i];
        if (!other || !data || !look) return [];
        const aligned = align(times, data);
        const { values, unit } = convert(aligned.values, other.unit, series.unit);
        return values.some((value) => value !== null) ? [{ id, name: other.name, unit, own: other.unit, digits: seriesDigits(values), values, sparse: aligned.sparse, ...look }] : [];
      }),
    // The answers are a new list at each render; what they hold is told by when they came.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [over, series.id, series.unit, all, times, key],
  );
  const waiting = list.isPending || answers.some((answer) => answer.isPending);
  const missing = ids.flatMap((id, i) => {
    if (waiting || drawn.some((entry) => entry.id === id)) return [];
    const other = all.find((entry) => entry.id === id);
    const why = !other ? "not in this workspace" : answers[i]?.error ? "its values could not be read" : "no value on the dates of this series";
    return [{ id, name: other?.name ?? "A series", why }];
  });
  return { ids, drawn, missing, waiting, choices: all.filter((entry) => entry.id !== series.id && !ids.includes(entry.id)) };
}
