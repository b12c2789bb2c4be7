import { useMemo } from "react";
import type { ForecastResult } from "@/api/forecasts";
import type { Series } from "@/api/types";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, isoDate } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { seriesDigits } from "@/pages/series/columns";
import { Button } from "@/ui/Button";
import { Combobox } from "@/ui/Combobox";
import { effectOption } from "./effectChart";
import { modelName, takesRegressors } from "./models";
import { RegressorRow } from "./RegressorRow";
import { effect, REGRESSORS_MAX, type EffectStep, type WhatIf } from "./regressors";
import { effectSentence } from "./whatIfWords";

export interface WhatIfPanelProps {
  series: Series;
  all: readonly Series[];
  regressors: readonly WhatIf[];
  models: readonly string[] | null;
  result: ForecastResult;
  /** The forecast without the regressors. */
  without: ForecastResult | undefined;
  withoutError: Error | null;
  waiting: boolean;
  onChange: (regressors: WhatIf[]) => void;
  onModels: (models: string[]) => void;
}

/** Other series as drivers, each with its own future, and what they change. */
export function WhatIfPanel({ series, all, regressors, models, result, without, withoutError, waiting, onChange, onModels }: WhatIfPanelProps) {
  const free = all.filter((entry) => entry.id !== series.id && entry.observations > 0 && !regressors.some((regressor) => regressor.series === entry.id));
  const onlyArima = models?.every(takesRegressors) ?? false;
  const replace = (at: number, next: WhatIf | null) => onChange(regressors.flatMap((entry, i) => (i === at ? (next ? [next] : []) : [entry])));
  return (
    <div className="whatif border-t border-line">
      <div className="flex flex-col">
        <div className="flex flex-col gap-2 border-b border-line px-4 py-2.5 max-desk:px-3">
          {regressors.length >= REGRESSORS_MAX ? (
            <p className="text-small text-ink-3">{formatNumber(REGRESSORS_MAX)} regressors are the most.</p>
          ) : (
            <Combobox label="Add a series that drives this one" value={undefined} placeholder="Search series" empty="No other series matches." options={free.map((entry) => ({ value: entry.id, label: entry.name, note: `${entry.source} / ${entry.code}` }))} onChange={(id) => onChange([...regressors, { series: id, known: false, future: "forecast" }])} />
          )}
          <p className="text-small text-pretty text-ink-2">ARIMA models, harmonic regression and trend and season take regressors, and ensembles through their ARIMA member. All other models run without them.</p>
          {regressors.length > 0 && !onlyArima ? (
            <Button small className="self-start" onClick={() => onModels(["arima", "arima_average"])}>
              Race ARIMA models only
            </Button>
          ) : null}
        </div>
        {regressors.map((regressor, at) => (
          <RegressorRow key={regressor.series} regressor={regressor} source={all.find((entry) => entry.id === regressor.series)} result={result} frequency={series.frequency} onChange={(next) => replace(at, next)} onRemove={() => replace(at, null)} />
        ))}
      </div>
      <div className="flex flex-col">
        {regressors.length === 0 ? (
          <EmptyState>Add a series that drives {series.name}, say where it goes, and see what that changes. Nothing is stored before you save the forecast.</EmptyState>
        ) : withoutError ? (
          <ErrorPanel error={withoutError} />
        ) : without ? (
          <Effect series={series} result={result} without={without} waiting={waiting} />
        ) : (
          <LoadingRows rows={8} label="Making the forecast without the regressors" />
        )}
      </div>
    </div>
  );
}

function Effect({ series, result, without, waiting }: { series: Series; result: ForecastResult; without: ForecastResult; waiting: boolean }) {
  const digits = seriesDigits(result.median);
  const rows = useMemo(() => effect(result.times, without.median, result.median), [result, without]);
  const draw = useMemo(() => effectOption(rows, { unit: series.unit, frequency: series.frequency, digits }), [rows, series, digits]);
  const columns = useMemo<GridColumn<EffectStep>[]>(
    () => [
      { id: "step", head: "Step", value: (row) => row.step, digits: 0, width: 16 },
      { id: "time", head: "Date", value: (row) => isoDate(row.time), width: 28, cell: (row) => formatPeriod(row.time, series.frequency) },
      { id: "without", head: "Without", unit: series.unit, value: (row) => row.without, digits, width: 36 },
      { id: "with", head: "With", unit: series.unit, value: (row) => row.with, digits, width: 36 },
      { id: "difference", head: "Difference", unit: series.unit, value: (row) => row.difference, digits, width: 40, cell: (row) => <span className="font-strong">{formatNumber(row.difference, { digits, sign: true })}</span> },
      { id: "percent", head: "Of it", unit: "%", value: (row) => row.percent, digits: 1, width: 24, grow: true, why: () => "the forecast without is zero" },
    ],
    [series, digits],
  );
  const sentence = effectSentence(rows, result, without, { unit: series.unit, frequency: series.frequency, digits });
  return (
    <ChartPanel title="What it changes" unit={`median with less median without, ${series.unit}`} facts={{ source: series.name, asOf: isoDate(result.cutOff), trace: `${modelName(result.model)} with, ${modelName(without.model)} without` }} sentence={sentence} draw={draw} waiting={waiting} table={{ rows, columns }} chartClass="h-40 flex-none">
      <p className="px-4 pb-2 text-small text-pretty text-ink-2 max-desk:px-3">{sentence}</p>
      <EffectTable rows={rows} unit={series.unit} frequency={series.frequency} digits={digits} />
    </ChartPanel>
  );
}

/** The numbers stay beside the picture. */
function EffectTable({ rows, unit, frequency, digits }: { rows: readonly EffectStep[]; unit: string; frequency: string; digits: number }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label="Effect by step, scrollable">
      <table className="data-table effect">
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col" className="num">Without</th>
            <th scope="col" className="num">With, {unit}</th>
            <th scope="col" className="num">Difference</th>
            <th scope="col" className="num">%</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.step}>
              <td>{formatPeriod(row.time, frequency)}</td>
              <td className="num text-ink-3">{formatNumber(row.without, { digits })}</td>
              <td className="num">{formatNumber(row.with, { digits })}</td>
              <td className="num font-strong">{formatNumber(row.difference, { digits, sign: true })}</td>
              <td className="num text-ink-3">{formatNumber(row.percent, { digits: 1, sign: true })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
