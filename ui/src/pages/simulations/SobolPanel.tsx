import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { asProblem } from "@/api/problem";
import type { Schema } from "@/api/client";
import { SOBOL_POINTS, sobolQuery } from "@/api/simulations";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { formatNumber, formatPercent } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { drawSobol } from "./charts/sobol";
import { chartFacts, type ResultContext } from "./context";

type Entry = Schema<"SobolEntry">;

const TITLE = "What moves it";
const COLUMNS: GridColumn<Entry>[] = [
  { id: "label", head: "Input", value: (row) => row.label, width: 44, grow: true },
  { id: "first", head: "Alone", value: (row) => row.first, num: true, width: 24, cell: (row) => formatPercent(row.first) },
  { id: "first_low", head: "Alone, low", value: (row) => row.first_interval[0], num: true, width: 28, cell: (row) => formatPercent(row.first_interval[0]) },
  { id: "first_high", head: "Alone, high", value: (row) => row.first_interval[1], num: true, width: 28, cell: (row) => formatPercent(row.first_interval[1]) },
  { id: "total", head: "With others", value: (row) => row.total, num: true, width: 28, cell: (row) => formatPercent(row.total) },
  { id: "total_low", head: "With others, low", value: (row) => row.total_interval[0], num: true, width: 36, cell: (row) => formatPercent(row.total_interval[0]) },
  { id: "total_high", head: "With others, high", value: (row) => row.total_interval[1], num: true, width: 36, cell: (row) => formatPercent(row.total_interval[1]) },
];

/** Sobol indices of the NPV, computed when they are looked at. */
export function SobolPanel({ context, tools, children }: { context: ResultContext; tools: ReactNode; children: ReactNode }) {
  const { data, error, refetch } = useQuery(sobolQuery(context.simulation.id));
  const draw = useMemo(() => (data ? drawSobol(data.entries) : null), [data]);
  if (error) {
    return (
      <Panel title={TITLE} tools={tools}>
        {asProblem(error).status === 409 ? <EmptyState>{asProblem(error).message}</EmptyState> : <ErrorPanel error={error} onRetry={() => void refetch()} />}
        {children}
      </Panel>
    );
  }
  if (!data || !draw) {
    return (
      <Panel title={TITLE} tools={tools} waiting>
        <p className="px-4 pb-2 text-ink-2 max-desk:px-3">Running the scenario {formatNumber(SOBOL_POINTS)} times for each input.</p>
        <LoadingRows label="Computing Sobol indices" />
        {children}
      </Panel>
    );
  }
  const first = data.entries[0];
  const sentence = first ? `${first.label} makes ${formatPercent(first.total)} of the variance of the NPV, ${formatPercent(first.first)} of it alone; all inputs alone make ${formatPercent(data.sum_of_first)}.` : "";
  return (
    <ChartPanel title={TITLE} unit={`share of the variance of the NPV, ${formatNumber(data.evaluations)} runs`} sentence={sentence} draw={draw} facts={chartFacts(context)} table={{ rows: data.entries, columns: COLUMNS }} tools={tools} chartClass="chart-tall">
      <p className="px-4 pb-2 text-small text-ink-2 max-desk:px-3">Bars: with others; ticks: alone; whiskers: 95 %. The shares assume independent inputs.</p>
      {children}
    </ChartPanel>
  );
}
