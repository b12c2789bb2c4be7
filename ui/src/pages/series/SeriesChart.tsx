import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { seriesFiles } from "@/api/series";
import type { Observations, Series } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import { describeValue, historyOption, historySentence, type HistoryData } from "@/charts/history";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, isoDate } from "@/lib/dates";
import { Segmented } from "@/ui/Segmented";

const route = getRouteApi("/w/$workspace/series/$source/$code");
const YEARS = { "1y": 1, "5y": 5, "10y": 10 } as const;
type Range = keyof typeof YEARS | "all" | "own";

export interface Point {
  time: string;
  value: number | null;
}

export function valueColumns(series: Series, digits: number): GridColumn<Point>[] {
  return [
    { id: "time", head: "Date", value: (row) => isoDate(row.time), width: 36, cell: (row) => formatPeriod(row.time, series.frequency) },
    { id: "value", head: "Value", unit: series.unit, value: (row) => row.value, digits, width: 36, why: () => "no value was published for this date" },
  ];
}

function since(times: readonly string[], years: number): string | undefined {
  const last = times.at(-1);
  if (!last) return undefined;
  const date = new Date(last);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date.toISOString().slice(0, 10);
}

export function SeriesChart({ series, observations, digits, waiting }: { series: Series; observations: Observations; digits: number; waiting: boolean }) {
  const { from, to, scale } = route.useSearch();
  const navigate = route.useNavigate();
  const { times, values } = observations;
  const first = from ? Math.max(0, times.findIndex((time) => time.slice(0, 10) >= from)) : 0;
  const lastFound = to ? times.findLastIndex((time) => time.slice(0, 10) <= to) : times.length - 1;
  const data = useMemo<HistoryData>(
    () => ({ name: series.name, unit: series.unit, frequency: series.frequency, digits, times, values, log: scale === "log", from: first, to: lastFound < first ? times.length - 1 : lastFound }),
    [series, digits, times, values, scale, first, lastFound],
  );
  const draw = useMemo(() => historyOption(data), [data]);
  const rows = useMemo<Point[]>(() => times.map((time, i) => ({ time, value: values[i] ?? null })).reverse(), [times, values]);
  const columns = useMemo(() => valueColumns(series, digits), [series, digits]);
  const nonPositive = values.filter((value) => value !== null && value <= 0).length;
  const show = (range: Range) => void navigate({ search: (previous) => ({ ...previous, from: range === "all" || range === "own" ? undefined : since(times, YEARS[range]), to: undefined }) });
  const range: Range = !from && !to ? "all" : (Object.entries(YEARS).find(([, years]) => !to && since(times, years) === from)?.[0] as Range | undefined) ?? "own";
  const setScale = (next: "linear" | "log") => void navigate({ search: (previous) => ({ ...previous, scale: next === "log" ? ("log" as const) : undefined }) });
  const onZoom = useCallback(
    (start: number, end: number) => {
      const whole = start <= 0 && end >= times.length - 1;
      void navigate({ replace: true, resetScroll: false, search: (previous) => ({ ...previous, from: whole ? undefined : times[start]?.slice(0, 10), to: whole || end >= times.length - 1 ? undefined : times[end]?.slice(0, 10) }) });
    },
    [navigate, times],
  );
  return (
    <ChartPanel
      title="History"
      unit={series.unit}
      facts={{ source: `${series.source} / ${series.code}`, asOf: isoDate(observations.as_of), trace: series.id }}
      sentence={historySentence(data)}
      draw={draw}
      points={times.length}
      steps={{ count: times.length, seriesIndex: 0, describe: (index) => describeValue(data, index) }}
      onKey={(key) => key === "l" && setScale(scale === "log" ? "linear" : "log")}
      onZoom={onZoom}
      table={{ rows, columns }}
      files={seriesFiles(series.id)}
      waiting={waiting}
      chartClass="h-105 flex-none"
      tools={
        <>
          <Segmented label="Range" value={range} onChange={show} options={[{ value: "1y", label: "1y" }, { value: "5y", label: "5y" }, { value: "10y", label: "10y" }, { value: "all", label: "All" }]} />
          <Segmented label="Scale" value={scale ?? "linear"} onChange={setScale} options={[{ value: "linear", label: "Linear" }, { value: "log", label: "Log" }]} />
        </>
      }
    >
      {scale === "log" && nonPositive > 0 ? <p className="px-4 pb-3 text-small text-warn">The log scale cannot show {nonPositive === 1 ? "the one value" : `the ${nonPositive} values`} at or below zero. The linear scale shows all of them.</p> : null}
    </ChartPanel>
  );
}
