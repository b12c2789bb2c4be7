import { useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { scoreQuery } from "@/api/forecasts";
import { useList } from "@/api/list";
import { allSeriesQuery } from "@/api/series";
import type { ForecastScore } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools, useHidden } from "@/grid/GridTools";
import type { GridColumn } from "@/grid/column";
import { useCrumbs } from "@/lib/crumbs";
import { count, formatNumber, formatPercent } from "@/lib/format";
import { Figure } from "@/page/Figure";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { calibrationOption, calibrationSentence, held, share, type Held } from "./calibration";
import { forecastColumns, type ForecastRow } from "./columns";

const route = getRouteApi("/w/$workspace/forecasts");
const HELD: GridColumn<Held>[] = [
  { id: "level", head: "Level", unit: "%", value: (row) => row.level, digits: 1 },
  { id: "share", head: "Held", unit: "%", value: (row) => share(row), digits: 1 },
  { id: "known", head: "Values", value: (row) => row.known, digits: 0 },
];

export function ForecastsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useGo();
  useCrumbs([{ label: "Prices" }, { label: "Forecasts & scores" }]);
  const list = useList("/api/v1/forecasts", { series_id: search.series });
  const series = useQuery(allSeriesQuery);
  // Scores are read for the newest forecasts; older ones are scored when they are opened.
  const scored = useQueries({ queries: list.rows.slice(0, 50).map((forecast) => ({ ...scoreQuery(forecast.id), staleTime: 60_000 })), combine: (results) => results.map((result) => result.data) });
  const rows = useMemo<ForecastRow[]>(() => list.rows.map((forecast, i) => ({ forecast, score: scored[i], series: series.data?.items.find((entry) => entry.id === forecast.series_id) })).filter((row) => !search.model || row.forecast.model === search.model), [list.rows, scored, series.data, search.model]);
  const known = useMemo(() => rows.flatMap((row): ForecastScore[] => (row.score ? [row.score] : [])), [rows]);
  const points = useMemo(() => held(known), [known]);
  const [hidden, setHidden] = useHidden("forecasts", forecastColumns);
  const ratios = known.flatMap((score) => (score.relative_mae === null ? [] : [score.relative_mae]));
  const better = ratios.filter((ratio) => ratio < 1).length;
  const draw = useMemo(() => calibrationOption(points), [points]);
  return (
    <div className="fit">
      <PageHead
        title="Forecasts & scores"
        facts={list.total === null ? "How good the saved forecasts were" : `${count(list.total, "forecast")} saved; each is scored as actual values arrive`}
        actions={
          <>
            <Select hideLabel label="Series" className="desk:w-52" value={search.series ?? "all"} onChange={(next) => void navigate({ search: (previous) => ({ ...previous, series: next === "all" ? undefined : next }) })} options={[{ value: "all", label: "All series" }, ...(series.data?.items ?? []).map((entry) => ({ value: entry.id, label: entry.name }))]} />
            <Button look="primary" icon="forecast" onClick={() => go(search.series ? `/forecast?series=${search.series}` : "/forecast")}>
              New forecast
            </Button>
          </>
        }
      />
      {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : null}
      {list.loading ? <LoadingRows rows={12} /> : null}
      {!list.loading && !list.error && rows.length === 0 ? <EmptyState actions={<Button icon="forecast" onClick={() => go("/forecast")}>Open the studio</Button>}>{search.series ? "No forecast of this series has been saved." : "No forecast has been saved yet. Save one in the studio; it is scored as actual values arrive."}</EmptyState> : null}
      {rows.length > 0 ? (
        <div className="sheets scores">
          <ChartPanel title="Calibration" unit="% of values inside, by level of the interval" facts={{ source: count(known.length, "forecast") }} sentence={calibrationSentence(points)} draw={draw} table={{ rows: points, columns: HELD }} className="scores-top" chartClass="min-h-50">
            {points.length === 0 ? <p className="px-4 pb-3 text-small text-ink-2">No forecast has come true yet.</p> : null}
          </ChartPanel>
          <Panel title="Against naive" className="scores-top">
            <dl className="*:border-r-0">
              <Figure label="Scored, whole or in part" value={ratios.length} shown={formatNumber(ratios.length)} detail={`of ${count(rows.length, "forecast")} shown`} />
              <Figure label="Better than naive" value={ratios.length === 0 ? null : better} shown={ratios.length === 0 ? undefined : formatNumber(better)} reason="no forecast has come true yet" detail={ratios.length === 0 ? undefined : formatPercent(better / ratios.length, { digits: 0 })} />
              <Figure label="Error against naive, median" value={median(ratios)} reason="no forecast has come true yet" detail="below 1 is better than naive" />
            </dl>
          </Panel>
          <Panel title="Forecasts" unit={`${formatNumber(rows.length)} of ${formatNumber(list.total)}`} waiting={list.waiting} className="scores-list min-h-0" tools={<GridTools name="forecasts" rows={rows} columns={forecastColumns} hidden={hidden} onHidden={setHidden} />}>
            <DataGrid name="Forecasts" rows={rows} columns={forecastColumns} hidden={hidden} getId={(row) => row.forecast.id} onOpen={(row) => go(`/forecasts/${row.forecast.id}`)} onEnd={list.more} className="border-t border-line" />
          </Panel>
        </div>
      ) : null}
      <TraceBar items={[{ label: "forecasts", value: formatNumber(rows.length) }, { label: "scored", value: formatNumber(ratios.length) }]} note="A forecast never changes; its score is computed from the values known now" />
    </div>
  );
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? null) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
