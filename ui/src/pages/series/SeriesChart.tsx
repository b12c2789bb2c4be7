import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { seriesFiles } from "@/api/series";
import type { Observations, Series } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import { baseOf, compareOption, describeAll, planesOf, type CompareData } from "@/charts/compare";
import { historyOption, historySentence } from "@/charts/history";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, isoDate } from "@/lib/dates";
import { Segmented } from "@/ui/Segmented";
import { OverlayBar } from "./OverlayBar";
import { useOverlays } from "./useOverlays";

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

interface ComparePoint extends Point {
  others: (number | null)[];
}

/** Each plane of another unit makes the chart taller, so that the first keeps its size. */
const HEIGHTS = ["h-105", "h-130", "h-155", "h-180", "h-205"] as const;

function compareSentence(data: CompareData): string {
  if (data.overlays.length === 0) return "";
  const at = baseOf(data);
  return ` With ${data.overlays.map((entry) => `${entry.name} in ${entry.unit}`).join(", ")}${at === null ? "" : `; all as an index, ${formatPeriod(data.times[at], data.frequency)} is 100`}.`;
}

function since(times: readonly string[], years: number): string | undefined {
  const last = times.at(-1);
  if (!last) return undefined;
  const date = new Date(last);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date.toISOString().slice(0, 10);
}

export function SeriesChart({ series, observations, digits, waiting }: { series: Series; observations: Observations; digits: number; waiting: boolean }) {
  const { from, to, scale, over, compare } = route.useSearch();
  const navigate = route.useNavigate();
  const { times, values } = observations;
  const overlays = useOverlays(series, observations, over);
  const { drawn } = overlays;
  const first = from ? Math.max(0, times.findIndex((time) => time.slice(0, 10) >= from)) : 0;
  const lastFound = to ? times.findLastIndex((time) => time.slice(0, 10) <= to) : times.length - 1;
  const data = useMemo<CompareData>(
    () => ({ name: series.name, unit: series.unit, frequency: series.frequency, digits, times, values, log: scale === "log", from: first, to: lastFound < first ? times.length - 1 : lastFound, overlays: drawn, index: compare === "index" && drawn.length > 0 }),
    [series, digits, times, values, scale, first, lastFound, drawn, compare],
  );
  const draw = useMemo(() => (drawn.length > 0 ? compareOption(data) : historyOption(data)), [data, drawn]);
  const rows = useMemo<ComparePoint[]>(() => times.map((time, i) => ({ time, value: values[i] ?? null, others: drawn.map((entry) => entry.values[i] ?? null) })).reverse(), [times, values, drawn]);
  const columns = useMemo<GridColumn<ComparePoint>[]>(
    () => [...valueColumns(series, digits), ...drawn.map((entry, i): GridColumn<ComparePoint> => ({ id: `over-${entry.id}`, head: entry.name, unit: entry.unit, value: (row) => row.others[i] ?? null, digits: entry.digits, width: 48, why: () => "no value on this date" }))],
    [series, digits, drawn],
  );
  const planes = planesOf(data).length;
  const nonPositive = values.filter((value) => value !== null && value <= 0).length;
  const show = (range: Range) => void navigate({ search: (previous) => ({ ...previous, from: range === "all" || range === "own" ? undefined : since(times, YEARS[range]), to: undefined }) });
  const range: Range = !from && !to ? "all" : (Object.entries(YEARS).find(([, years]) => !to && since(times, years) === from)?.[0] as Range | undefined) ?? "own";
  const setOver = (ids: string[]) => void navigate({ resetScroll: false, search: (previous) => ({ ...previous, over: ids.length > 0 ? ids.join(",") : undefined, compare: ids.length > 0 ? previous.compare : undefined }) });
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
      unit={planes > 1 ? undefined : (planesOf(data)[0]?.unit ?? series.unit)}
      facts={{ source: `${series.source} / ${series.code}`, asOf: isoDate(observations.as_of), trace: series.id }}
      sentence={`${historySentence(data)}${compareSentence(data)}`}
      draw={draw}
      points={times.length * (1 + drawn.length)}
      steps={{ count: times.length, seriesIndex: 0, describe: (at) => describeAll(data, at).join("; ") }}
      onKey={(key) => key === "l" && setScale(scale === "log" ? "linear" : "log")}
      onZoom={onZoom}
      table={{ rows, columns }}
      files={seriesFiles(series.id)}
      waiting={waiting || overlays.waiting}
      chartClass={`${HEIGHTS[planes - 1] ?? "h-105"} flex-none`}
      above={<OverlayBar overlays={overlays} unit={series.unit} indexed={data.index} onChange={(ids) => setOver(ids)} />}
      tools={
        <>
          {drawn.length > 0 ? <Segmented label="Compare as" value={data.index ? "index" : "values"} onChange={(next) => void navigate({ search: (previous) => ({ ...previous, compare: next === "index" ? ("index" as const) : undefined }), resetScroll: false })} options={[{ value: "values", label: "Values" }, { value: "index", label: "Index", hint: "All lines as 100 at the first date in view" }]} /> : null}
          <Segmented label="Range" value={range} onChange={show} options={[{ value: "1y", label: "1y" }, { value: "5y", label: "5y" }, { value: "10y", label: "10y" }, { value: "all", label: "All" }]} />
          <Segmented label="Scale" value={scale ?? "linear"} onChange={setScale} options={[{ value: "linear", label: "Linear" }, { value: "log", label: "Log" }]} />
        </>
      }
    >
      {data.index && baseOf(data) === null ? <p className="px-4 pb-3 text-small text-warn">There is no date in view at which every line stands above zero, so they have no common index. Values are shown.</p> : null}
      {scale === "log" && nonPositive > 0 ? <p className="px-4 pb-3 text-small text-warn">The log scale cannot show {nonPositive === 1 ? "the one value" : `the ${nonPositive} values`} at or below zero. The linear scale shows all of them.</p> : null}
    </ChartPanel>
  );
}
