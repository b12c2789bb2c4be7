import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { forecastQuery, scoreQuery } from "@/api/forecasts";
import { useList } from "@/api/list";
import type { ForecastScore, ForecastSummary, Observations, Series } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { formatDateTime, formatMoment, formatPeriod } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { coverageAt } from "@/pages/forecasts/columns";
import { seriesDigits } from "@/pages/series/columns";
import { PlaceLink } from "@/shell/PlaceLink";
import { modelName } from "./models";
import { record } from "./past";
import { spaghettiOption, spaghettiTimes, type SpaghettiData } from "./pastCharts";

/** Forecasts drawn over each other beyond this many cannot be told apart. */
const DRAWN = 24;

interface Stored {
  summary: ForecastSummary;
  score: ForecastScore | undefined;
  times: readonly string[];
  median: readonly (number | null)[];
}

/** Saved forecasts of one series, made at different dates, over what came true. */
export function StoredPanel({ series, history, current }: { series: Series; history: Observations; current?: string }) {
  const list = useList("/api/v1/forecasts", { series_id: series.id });
  const summaries = useMemo(() => list.rows.slice(0, DRAWN), [list.rows]);
  const made = useQueries({ queries: summaries.map((entry) => forecastQuery(entry.id)), combine: (results) => ({ data: results.map((result) => result.data), error: results.find((result) => result.error)?.error ?? null }) });
  const scores = useQueries({ queries: summaries.map((entry) => ({ ...scoreQuery(entry.id), staleTime: 60_000 })), combine: (results) => results.map((result) => result.data) });
  const rows = useMemo<Stored[]>(() => summaries.map((summary, i) => ({ summary, score: scores[i], times: made.data[i]?.result?.times ?? [], median: made.data[i]?.result?.median ?? [] })), [summaries, scores, made.data]);
  const drawn = useMemo(() => rows.filter((row) => row.times.length > 0), [rows]);
  const [picked, setPicked] = useState<string | undefined>(current);
  const at = Math.max(0, drawn.findIndex((row) => row.summary.id === picked));
  const digits = seriesDigits(history.values);
  const data = useMemo<SpaghettiData>(() => {
    const strands = drawn.map((row) => ({ knownTo: row.summary.cut_off, times: row.times, said: row.median, mae: row.score?.mae ?? null, name: `the one made ${formatDateTime(row.summary.made_at)}` }));
    // Some of what came before tells where each set off.
    const first = Math.min(...strands.map((strand) => Date.parse(strand.knownTo)));
    const from = Math.max(0, history.times.findIndex((time) => Date.parse(time) >= first) - 24);
    const lead = history.times[from];
    return { unit: series.unit, frequency: series.frequency, digits, history, at, errors: false, strands: lead === undefined ? strands : [...strands, { knownTo: lead, times: [], said: [], mae: null, name: "" }] };
  }, [drawn, series, digits, history, at]);
  const draw = useMemo(() => spaghettiOption(data), [data]);
  const columns = useMemo(() => storedColumns(series, digits), [series, digits]);
  const sentence = recordSentence(scores.filter((score) => score !== undefined), series.unit, digits);
  if (list.error ?? made.error) {
    return (
      <Panel title="Saved forecasts">
        <ErrorPanel error={list.error ?? made.error} onRetry={list.refetch} />
      </Panel>
    );
  }
  if (list.loading) {
    return (
      <Panel title="Saved forecasts">
        <LoadingRows rows={6} label="Loading saved forecasts" />
      </Panel>
    );
  }
  if (summaries.length === 0) {
    return (
      <Panel title="Saved forecasts">
        <EmptyState>No forecast of this series has been saved yet. Save one, and it is set against what comes true.</EmptyState>
      </Panel>
    );
  }
  return (
    <ChartPanel
      title="Saved forecasts"
      unit={`${list.total !== null && list.total > DRAWN ? `the newest ${formatNumber(DRAWN)} of ${formatNumber(list.total)}` : count(summaries.length, "forecast")} of this series, ${series.unit}`}
      facts={{ source: series.name, trace: "saved forecasts over the values known now" }}
      sentence={sentence}
      draw={draw}
      points={spaghettiTimes(data).length}
      table={{ rows, columns }}
      chartClass="h-64 flex-none"
    >
      <p className="px-4 pb-2 text-small text-pretty text-ink-2 max-desk:px-3">{sentence}</p>
      <DataGrid name="Saved forecasts of this series" rows={rows} columns={columns} getId={(row) => row.summary.id} selected={drawn[at]?.summary.id} onOpen={(row) => setPicked(row.summary.id)} className="h-52 flex-none border-t border-line" />
    </ChartPanel>
  );
}

function recordSentence(scores: readonly ForecastScore[], unit: string, digits: number): string {
  const sum = record(scores);
  if (sum.scored === 0) return `${count(sum.forecasts, "saved forecast")}; nothing of ${sum.forecasts === 1 ? "it" : "them"} has come true yet.`;
  const naive = sum.naive === null ? "" : `, naive’s ${formatNumber(sum.naive, { digits })}`;
  const held = sum.level === null || sum.covered === 0 ? "" : ` ${formatNumber(sum.level)} % intervals held ${formatNumber((100 * sum.inside) / sum.covered, { digits: 0 })} % of ${count(sum.covered, "value")}.`;
  return `${formatNumber(sum.scored)} of ${count(sum.forecasts, "saved forecast")} have values that came true: mean error ${formatNumber(sum.mae, { digits })} ${unit}${naive} so far.${held}`;
}

const waits = () => "no actual value has arrived yet";

function storedColumns(series: Series, digits: number): GridColumn<Stored>[] {
  const open = (row: Stored) => row.score?.known_steps ?? 0;
  return [
    { id: "made", head: "Made", value: (row) => row.summary.made_at, width: 38, cell: (row) => <PlaceLink to={`/forecasts/${row.summary.id}`} className="cell-link">{formatMoment(row.summary.made_at)}</PlaceLink> },
    { id: "model", head: "Model", value: (row) => modelName(row.summary.model), width: 36 },
    { id: "known", head: "Known to", num: true, value: (row) => row.summary.cut_off, width: 26, cell: (row) => formatPeriod(row.summary.cut_off, series.frequency) },
    { id: "true", head: "Came true", num: true, value: (row) => open(row), width: 24, cell: (row) => (row.score ? `${formatNumber(row.score.known_steps)} of ${formatNumber(row.score.horizon)}` : "reading") },
    { id: "mae", head: "Mean error", value: (row) => row.score?.mae, digits, width: 24, why: waits },
    { id: "naive", head: "Naive’s", value: (row) => row.score?.naive_mae, digits, width: 20, why: waits },
    { id: "inside", head: "In 80 %", unit: "%", value: (row) => coverageAt(row.score, 80), digits: 0, width: 22, grow: true, why: (row) => (open(row) > 0 ? "no interval of 80 % was asked for" : waits()) },
  ];
}
