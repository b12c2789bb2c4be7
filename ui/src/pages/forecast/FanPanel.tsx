import { useMemo, type ReactNode } from "react";
import { forecastFiles, type ForecastResult } from "@/api/forecasts";
import type { Observations } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import { categories, describePoint, fanOption, type FanData } from "@/charts/fan";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, isoDate, steps } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { usePhone } from "@/lib/phone";
import { seriesDigits } from "@/pages/series/columns";
import { fanSentence } from "./verdict";

export interface FanPanelProps {
  series: { name: string; unit: string; frequency: string; source?: string; code: string };
  history: Observations;
  /** Of a forecast, what is drawn and traced. */
  forecast: Pick<ForecastResult, "model" | "cutOff" | "times" | "median" | "mean" | "bands">;
  years: "1y" | "5y" | "10y" | "all";
  log: boolean;
  waiting?: boolean;
  tools?: ReactNode;
  title?: string;
  /** What came true, by step. */
  actual?: (number | null)[];
  /** The forecast without the what-if, thin and dashed. */
  without?: ForecastResult | undefined;
  /** Set for a stored forecast: the server's files. */
  storedId?: string;
  onKey?: (key: string) => void;
  chartClass?: string;
  children?: ReactNode;
}

const YEARS = { "1y": 1, "5y": 6, "10y": 10 } as const;

interface FanRow {
  time: string;
  kind: "known" | "forecast";
  value: number | null;
  mean: number | null;
  bands: Record<string, number | null>;
}

/** The history up to the cut-off, its end cut to the years asked for. */
export function pastOf(history: Observations, cutOff: string, years: FanPanelProps["years"], phone: boolean): { times: string[]; values: (number | null)[] } {
  const end = history.times.findLastIndex((time) => Date.parse(time) <= Date.parse(cutOff));
  const last = new Date(history.times[end] ?? cutOff);
  if (years !== "all") last.setUTCFullYear(last.getUTCFullYear() - (phone ? Math.ceil(YEARS[years] / 2) : YEARS[years]));
  const from = years === "all" ? 0 : Math.max(0, history.times.findIndex((time) => Date.parse(time) >= last.getTime()));
  return { times: history.times.slice(from, end + 1), values: history.values.slice(from, end + 1) };
}

/** The history alone, while its forecast is being made. */
export const unmade = (history: Observations): FanPanelProps["forecast"] => ({ model: "naive", cutOff: history.times.at(-1) ?? "", times: [], median: [], mean: [], bands: [] });

export function FanPanel({ series, history, forecast, years, log, waiting = false, tools, title = "History and forecast", actual, without, storedId, onKey, chartClass = "max-desk:h-85 max-desk:flex-none", children }: FanPanelProps) {
  const phone = usePhone();
  const data = useMemo<FanData>(() => {
    const past = pastOf(history, forecast.cutOff, years, phone);
    return {
      unit: series.unit,
      frequency: series.frequency,
      digits: seriesDigits(past.values),
      history: past,
      forecast: { times: forecast.times, median: forecast.median, bands: forecast.bands },
      ...(actual ? { actual } : {}),
      ...(without ? { earlier: { times: without.times, values: without.median, name: "without" } } : {}),
      log,
      ahead: forecast.median.length > 0 ? steps(forecast.median.length, series.frequency) : "",
    };
  }, [history, forecast, years, phone, series, actual, without, log]);
  const draw = useMemo(() => fanOption(data), [data]);
  const rows = useMemo<FanRow[]>(
    () => [
      ...forecast.times.map((time, i): FanRow => ({ time, kind: "forecast", value: forecast.median[i] ?? null, mean: forecast.mean[i] ?? null, bands: Object.fromEntries(forecast.bands.flatMap((band) => [[`${band.level}l`, band.lower[i] ?? null], [`${band.level}u`, band.upper[i] ?? null]])) })),
      ...data.history.times.map((time, i): FanRow => ({ time, kind: "known", value: data.history.values[i] ?? null, mean: null, bands: {} })).reverse(),
    ],
    [forecast, data],
  );
  const columns = useMemo<GridColumn<FanRow>[]>(
    () => [
      { id: "time", head: "Date", value: (row) => isoDate(row.time), width: 32, cell: (row) => formatPeriod(row.time, series.frequency) },
      { id: "kind", head: "Kind", value: (row) => row.kind, width: 24 },
      { id: "value", head: "Value or median", unit: series.unit, value: (row) => row.value, digits: data.digits, width: 40, why: () => "no value was published for this date" },
      { id: "mean", head: "Mean", unit: series.unit, value: (row) => row.mean, digits: data.digits, width: 32, why: () => "the value is known" },
      ...[...forecast.bands].sort((a, b) => a.level - b.level).flatMap((band): GridColumn<FanRow>[] =>
        ([["l", "low"], ["u", "high"]] as const).map(([side, word]) => ({ id: `${band.level}${side}`, head: `${formatNumber(band.level)} % ${word}`, value: (row) => row.bands[`${band.level}${side}`] ?? null, digits: data.digits, width: 26, why: (row) => (row.kind === "known" ? "the value is known" : "no interval at this step") })),
      ),
    ],
    [series, forecast, data.digits],
  );
  return (
    <ChartPanel
      title={title}
      unit={series.unit}
      facts={{ source: series.source ? `${series.source} / ${series.code}` : series.code, asOf: isoDate(history.as_of ?? forecast.cutOff), trace: forecast.times.length > 0 ? `cut-off ${isoDate(forecast.cutOff)}, ${forecast.model}` : `cut-off ${isoDate(forecast.cutOff)}` }}
      sentence={fanSentence(forecast, series.name, series.unit, series.frequency, data.digits)}
      draw={draw}
      points={data.history.times.length}
      steps={{ count: categories(data).length, seriesIndex: forecast.bands.length, describe: (index) => describePoint(data, index).join(", ") }}
      onKey={onKey}
      table={{ rows, columns }}
      files={storedId ? forecastFiles(storedId) : []}
      waiting={waiting}
      tools={tools}
      chartClass={chartClass}
    >
      {children}
    </ChartPanel>
  );
}
