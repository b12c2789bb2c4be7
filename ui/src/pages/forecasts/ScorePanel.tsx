import { useMemo } from "react";
import { forecastFiles, type ForecastResult } from "@/api/forecasts";
import type { ForecastScore, Series } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools } from "@/grid/GridTools";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, isoDate } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { seriesDigits } from "@/pages/series/columns";

const NONE: ReadonlySet<string> = new Set();

interface Step {
  step: number;
  time: string;
  point: number;
  actual: number | null;
  error: number | null;
  inside: string | null;
}

/** Score by step: what was said, what came true, the error, and the narrowest interval that held. */
export function ScorePanel({ score, series, forecast }: { score: ForecastScore; series: Series; forecast: ForecastResult }) {
  const digits = seriesDigits(score.steps.map((step) => step.point));
  const rows = useMemo<Step[]>(() => {
    const bands = [...forecast.bands].sort((a, b) => a.level - b.level);
    return score.steps.map((step, i) => {
      const holds = step.actual === null ? undefined : bands.find((band) => (band.lower[i] ?? Number.POSITIVE_INFINITY) <= (step.actual ?? 0) && (step.actual ?? 0) <= (band.upper[i] ?? Number.NEGATIVE_INFINITY));
      return { step: i + 1, ...step, inside: step.actual === null ? null : holds ? `${formatNumber(holds.level)} %` : "outside all" };
    });
  }, [score, forecast]);
  const columns = useMemo<GridColumn<Step>[]>(
    () => [
      { id: "step", head: "Step", value: (row) => row.step, digits: 0, width: 16 },
      { id: "time", head: "Date", value: (row) => isoDate(row.time), width: 30, cell: (row) => formatPeriod(row.time, series.frequency) },
      { id: "point", head: "Forecast", unit: series.unit, value: (row) => row.point, digits, width: 36 },
      { id: "actual", head: "Came true", unit: series.unit, value: (row) => row.actual, digits, width: 36, why: () => "not known yet" },
      { id: "error", head: "Error", unit: series.unit, value: (row) => row.error, digits, width: 32, why: () => "the actual value is not known yet" },
      { id: "inside", head: "Held by", value: (row) => row.inside, width: 28, grow: true, why: () => "the actual value is not known yet" },
    ],
    [series, digits],
  );
  return (
    <Panel title="Score by step" unit={series.unit} tools={<GridTools name="score" rows={rows} columns={columns} hidden={NONE} onHidden={() => undefined} files={forecastFiles(score.forecast_id)} />}>
      <DataGrid name="Score by step" rows={rows} columns={columns} getId={(row) => String(row.step)} className="h-60 flex-none border-t border-line" />
    </Panel>
  );
}
