import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useList } from "@/api/list";
import { observationsQuery, seriesFiles, vintagesQuery } from "@/api/series";
import type { ForecastSummary, Observations, Series, Vintage } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools } from "@/grid/GridTools";
import type { GridColumn } from "@/grid/column";
import { formatDateTime, formatPeriod, steps } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { SERIES_TABS } from "@/routes/prices";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Tabs } from "@/ui/Tabs";
import { modelName } from "@/pages/forecast/models";
import { valueColumns, type Point } from "./SeriesChart";

const route = getRouteApi("/w/$workspace/series/$source/$code");
const NONE: ReadonlySet<string> = new Set();

export function SeriesTabs({ series, observations, digits }: { series: Series; observations: Observations; digits: number }) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = useMemo<Point[]>(() => observations.times.map((time, i) => ({ time, value: observations.values[i] ?? null })).reverse(), [observations]);
  const columns = useMemo(() => valueColumns(series, digits), [series, digits]);
  return (
    <section aria-label="Details" className="flex min-h-96 flex-col bg-surface">
      <Tabs
        label="Details of the series"
        value={tab ?? "values"}
        onChange={(next) => void navigate({ resetScroll: false, search: (previous) => ({ ...previous, tab: next === "values" ? undefined : SERIES_TABS.find((entry) => entry === next) }) })}
        aside={(tab ?? "values") === "values" ? <GridTools name={`${series.code} values`} rows={rows} columns={columns} hidden={NONE} onHidden={() => undefined} files={seriesFiles(series.id)} /> : null}
        tabs={[
          { value: "values", label: "Values", count: formatNumber(rows.length), content: <DataGrid name={`Values of ${series.name}`} rows={rows} columns={columns} getId={(row) => row.time} className="h-100 flex-none" /> },
          { value: "vintages", label: "Vintages", count: formatNumber(series.vintages), content: <Vintages series={series} digits={digits} /> },
          { value: "forecasts", label: "Forecasts", content: <Forecasts series={series} /> },
        ]}
      />
    </section>
  );
}

interface Difference {
  time: string;
  before: number | null;
  after: number | null;
}

function Vintages({ series, digits }: { series: Series; digits: number }) {
  const vintages = useQuery(vintagesQuery(series.id));
  const [chosen, setChosen] = useState<Vintage | null>(null);
  const list = vintages.data ?? [];
  const shown = chosen ?? list[0] ?? null;
  const index = shown ? list.findIndex((entry) => entry.vintage === shown.vintage) : -1;
  const earlier = list[index + 1];
  const columns = useMemo<GridColumn<Vintage>[]>(
    () => [
      { id: "vintage", head: "Known since", value: (row) => row.vintage, width: 48, cell: (row) => formatDateTime(row.vintage) },
      { id: "observations", head: "New or changed", value: (row) => row.observations, digits: 0, width: 32 },
      { id: "from", head: "From", num: true, value: (row) => row.first_time, width: 28, cell: (row) => formatPeriod(row.first_time, series.frequency) },
      { id: "to", head: "To", num: true, value: (row) => row.last_time, width: 28, cell: (row) => formatPeriod(row.last_time, series.frequency) },
    ],
    [series.frequency],
  );
  if (vintages.error) return <ErrorPanel error={vintages.error} onRetry={() => void vintages.refetch()} />;
  if (!vintages.data) return <LoadingRows />;
  if (list.length === 0) return <EmptyState>No value has been stored yet, so there is no vintage.</EmptyState>;
  return (
    <div className="grid gap-px bg-line desk:grid-cols-2">
      <DataGrid name={`Vintages of ${series.name}`} rows={list} columns={columns} getId={(row) => row.vintage} selected={shown?.vintage} onOpen={setChosen} className="h-100 flex-none bg-surface" />
      <div className="bg-surface">{shown && earlier ? <VintageDiff series={series} from={earlier} to={shown} digits={digits} /> : <EmptyState>This is the first vintage: nothing was known before it.</EmptyState>}</div>
    </div>
  );
}

function VintageDiff({ series, from, to, digits }: { series: Series; from: Vintage; to: Vintage; digits: number }) {
  const range = { from: to.first_time.slice(0, 10), to: to.last_time.slice(0, 10) };
  const before = useQuery(observationsQuery(series.id, { ...range, as_of: from.vintage }));
  const after = useQuery(observationsQuery(series.id, { ...range, as_of: to.vintage }));
  const rows = useMemo<Difference[]>(() => {
    const old = new Map((before.data?.times ?? []).map((time, i) => [time, before.data?.values[i] ?? null]));
    return (after.data?.times ?? []).flatMap((time, i): Difference[] => {
      const next = after.data?.values[i] ?? null;
      const previous = old.get(time) ?? null;
      return next === previous && old.has(time) ? [] : [{ time, before: previous, after: next }];
    });
  }, [before.data, after.data]);
  const columns = useMemo<GridColumn<Difference>[]>(
    () => [
      { id: "time", head: "Date", value: (row) => row.time, width: 32, cell: (row) => formatPeriod(row.time, series.frequency) },
      { id: "before", head: "Before", unit: series.unit, value: (row) => row.before, digits, width: 32, why: () => `not known on ${formatDateTime(from.vintage)}` },
      { id: "after", head: "After", unit: series.unit, value: (row) => row.after, digits, width: 32, why: () => "withdrawn or missing" },
    ],
    [series, digits, from.vintage],
  );
  if (before.error ?? after.error) return <ErrorPanel error={before.error ?? after.error} />;
  if (!before.data || !after.data) return <LoadingRows />;
  return <DataGrid name={`What changed with the vintage of ${formatDateTime(to.vintage)}`} rows={rows} columns={columns} getId={(row) => row.time} className="h-100 flex-none" />;
}

function Forecasts({ series }: { series: Series }) {
  const go = useGo();
  const list = useList("/api/v1/forecasts", { series_id: series.id });
  const columns = useMemo<GridColumn<ForecastSummary>[]>(
    () => [
      { id: "made", head: "Made", value: (row) => row.made_at, width: 48, cell: (row) => formatDateTime(row.made_at) },
      { id: "model", head: "Model", value: (row) => modelName(row.model), width: 40 },
      { id: "horizon", head: "Horizon", num: true, value: (row) => row.horizon, width: 32, cell: (row) => steps(row.horizon, series.frequency) },
      { id: "cut_off", head: "Known to", num: true, value: (row) => row.cut_off, width: 32, cell: (row) => formatPeriod(row.cut_off, series.frequency) },
      { id: "by", head: "By", value: (row) => row.made_by, width: 28, grow: true },
    ],
    [series.frequency],
  );
  if (list.error) return <ErrorPanel error={list.error} onRetry={list.refetch} />;
  if (list.loading) return <LoadingRows />;
  if (list.rows.length === 0) return <EmptyState actions={<Button icon="forecast" onClick={() => go(`/forecast?series=${series.id}`)}>Forecast this series</Button>}>No forecast of this series has been saved.</EmptyState>;
  return <DataGrid name={`Forecasts of ${series.name}`} rows={list.rows} columns={columns} getId={(row) => row.id} onOpen={(row) => go(`/forecasts/${row.id}`)} onEnd={list.more} className="h-100 flex-none" />;
}
