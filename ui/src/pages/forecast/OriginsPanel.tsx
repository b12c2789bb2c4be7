import { useMemo, useState } from "react";
import type { ForecastResult } from "@/api/forecasts";
import type { Observations } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, isoDate, steps } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import { EmptyState } from "@/page/States";
import { seriesDigits } from "@/pages/series/columns";
import { modelName } from "./models";
import { origins, pastSteps, type Origin, type PastStep } from "./past";
import { spaghettiOption, spaghettiTimes, type SpaghettiData } from "./pastCharts";
import { OLDER_ENGINE } from "./words";

interface SubjectSeries {
  name: string;
  unit: string;
  frequency: string;
}

/** What the shown model would have said at origins spread over the past, one at a time in full. */
export function OriginsPanel({ result, series, history }: { result: ForecastResult; series: SubjectSeries; history: Observations }) {
  const list = useMemo(() => origins(result.past ?? [], history), [result.past, history]);
  const [picked, setPicked] = useState<number | null>(null);
  const at = Math.min(picked ?? list.length - 1, list.length - 1);
  const digits = seriesDigits(history.values);
  const data = useMemo<SpaghettiData>(
    () => ({ unit: series.unit, frequency: series.frequency, digits, history, at, errors: true, strands: list.map((origin) => ({ ...origin, name: `the forecast of ${formatPeriod(origin.knownTo, series.frequency)}` })) }),
    [series, digits, history, at, list],
  );
  const draw = useMemo(() => spaghettiOption(data), [data]);
  const rows = useMemo(() => pastSteps(list), [list]);
  const columns = useMemo<GridColumn<PastStep>[]>(
    () => [
      { id: "known", head: "Known to", value: (row) => isoDate(row.knownTo), width: 28, cell: (row) => formatPeriod(row.knownTo, series.frequency) },
      { id: "step", head: "Step", value: (row) => row.step, digits: 0, width: 16 },
      { id: "time", head: "Date", value: (row) => isoDate(row.time), width: 28, cell: (row) => formatPeriod(row.time, series.frequency) },
      { id: "said", head: "Said", unit: series.unit, value: (row) => row.said, digits, width: 32 },
      { id: "actual", head: "Came true", unit: series.unit, value: (row) => row.actual, digits, width: 36, why: () => "the value is missing" },
      { id: "error", head: "Error", unit: series.unit, value: (row) => row.error, digits, width: 32, why: () => "the value is missing" },
      { id: "mae", head: "Mean error of this origin", unit: series.unit, value: (row) => row.mae, digits, width: 52, grow: true, why: () => "nothing has come true" },
    ],
    [series, digits],
  );
  if (result.past === null) return <EmptyState>{OLDER_ENGINE}</EmptyState>;
  const origin = list[at];
  // Naive against itself tells nothing.
  const benchmark = result.model === "naive";
  const summary = overall(list, series, digits, benchmark);
  if (!origin) return <EmptyState>No past forecast fits into this history: it is too short, or its values are all equal.</EmptyState>;
  return (
    <ChartPanel
      title="How good were we?"
      unit={`${modelName(result.model)} at ${count(list.length, "origin")} in the past, ${series.unit}`}
      facts={{ source: series.name, asOf: isoDate(result.cutOff), trace: `${result.model}, rolling origin, ${result.engine}` }}
      sentence={summary}
      draw={draw}
      points={spaghettiTimes(data).length}
      table={{ rows, columns }}
      chartClass="h-80 flex-none"
    >
      <div className="border-t border-grid px-4 pt-2 pb-3 text-small max-desk:px-3">
        <div className="flex items-center gap-3">
          <span className="shrink-0 text-ink-3">Origin</span>
          <input type="range" aria-label="Origin" className="min-w-0 flex-1 accent-azurite" min={0} max={list.length - 1} value={at} aria-valuetext={`known to ${formatPeriod(origin.knownTo, series.frequency)}`} onChange={(event) => setPicked(Number(event.target.value))} />
          <span className="w-20 shrink-0 text-right font-strong">{formatPeriod(origin.knownTo, series.frequency)}</span>
        </div>
        <p className="mt-1.5 text-pretty" aria-live="polite">
          {originSentence(origin, series, digits, benchmark)}
        </p>
        <p className="mt-0.5 text-pretty text-ink-3">{summary}</p>
      </div>
    </ChartPanel>
  );
}

function originSentence(origin: Origin, series: SubjectSeries, digits: number, benchmark: boolean): string {
  const last = origin.times.length - 1;
  const show = (value: number | null | undefined) => formatNumber(value ?? null, { digits });
  const end = origin.actual[last];
  const truth = end === null || end === undefined ? "what came true is missing" : `${show(end)} came true`;
  const error = origin.mae === null ? "" : ` Mean error over ${steps(origin.times.length, series.frequency)}: ${show(origin.mae)}${origin.naive === null || benchmark ? "" : `, naive’s ${show(origin.naive)}`}.`;
  return `Known to ${formatPeriod(origin.knownTo, series.frequency)}, it said ${show(origin.said[last])} ${series.unit} for ${formatPeriod(origin.times[last], series.frequency)}; ${truth}.${error}`;
}

function overall(list: readonly Origin[], series: SubjectSeries, digits: number, benchmark: boolean): string {
  const pairs = list.flatMap((origin) => (origin.mae === null || origin.naive === null ? [] : [[origin.mae, origin.naive] as const]));
  if (pairs.length === 0) return "Nothing of these forecasts has come true.";
  const mean = (of: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  const better = pairs.filter(([own, naive]) => own < naive).length;
  const against = benchmark ? "" : `, naive’s ${formatNumber(mean(1), { digits })}; it was the smaller one at ${formatNumber(better)} of them`;
  return `Over ${count(pairs.length, "origin")} the mean error was ${formatNumber(mean(0), { digits })} ${series.unit}${against}. The leaderboard counts every origin, this picture some.`;
}
