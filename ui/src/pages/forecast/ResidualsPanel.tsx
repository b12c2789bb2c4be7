import { useMemo } from "react";
import type { ForecastResult } from "@/api/forecasts";
import { autocorrelationOption } from "@/charts/autocorrelation";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { isoDate } from "@/lib/dates";
import { count, formatNumber, formatPValue } from "@/lib/format";
import { EmptyState } from "@/page/States";
import { modelName } from "./models";
import { ljungBoxSentence, quantilePairs, tailSentence, type QuantilePair } from "./normal";
import { quantileOption } from "./residualCharts";

interface Lag {
  lag: number;
  value: number;
  outside: boolean;
}
const LAGS: GridColumn<Lag>[] = [
  { id: "lag", head: "Lag", value: (row) => row.lag, digits: 0, width: 20 },
  { id: "value", head: "Autocorrelation", value: (row) => row.value, digits: 3, width: 36 },
  { id: "outside", head: "Outside the bounds of white noise", value: (row) => row.outside, grow: true, width: 48 },
];
const PAIRS: GridColumn<QuantilePair>[] = [
  { id: "p", head: "Share below", value: (row) => row.p, digits: 4, width: 28 },
  { id: "residual", head: "Residual, standard deviations", value: (row) => row.residual, digits: 3, width: 48 },
  { id: "normal", head: "Normal", value: (row) => row.normal, digits: 3, width: 28, grow: true },
];

/** What the one-step errors of the shown model still hold: memory, and their distribution. */
export function ResidualsPanel({ result }: { result: ForecastResult }) {
  const { residuals } = result;
  const bound = residuals.bound ?? 1.96 / Math.sqrt(Math.max(1, residuals.n));
  const lags = useMemo<Lag[]>(() => residuals.acf.map((value, i) => ({ lag: i + 1, value, outside: Math.abs(value) > bound })), [residuals, bound]);
  const pairs = useMemo(() => quantilePairs(residuals.quantiles, residuals.errors), [residuals]);
  const acf = useMemo(() => autocorrelationOption(residuals.acf, residuals.n, { bound, roomy: true }), [residuals, bound]);
  const quantiles = useMemo(() => quantileOption(pairs), [pairs]);
  if (residuals.acf.length === 0) return <EmptyState>{`${modelName(result.model)} leaves no residuals to look at: ${residuals.n < 5 ? "there are fewer than five" : "they do not vary"}.`}</EmptyState>;
  const test = ljungBoxSentence(residuals, formatPValue(residuals.p));
  const outside = lags.filter((lag) => lag.outside).length;
  const facts = { source: modelName(result.model), asOf: isoDate(result.cutOff), trace: `one-step residuals in sample, ${result.engine}` };
  return (
    <div className="residuals border-t border-line">
      <ChartPanel title="Autocorrelation" unit={`one-step residuals, n ${formatNumber(residuals.n)}`} facts={facts} sentence={`${test} ${count(outside, "lag")} of ${formatNumber(lags.length)} outside ±${formatNumber(bound, { digits: 2 })}.`} draw={acf} steps={{ count: lags.length, seriesIndex: 1, describe: (i) => `Lag ${i + 1}: ${formatNumber(lags[i]?.value, { digits: 2 })}` }} table={{ rows: lags, columns: LAGS }} chartClass="h-60 flex-none">
        <p className="px-4 pb-3 text-small text-pretty text-ink-2 max-desk:px-3">
          {test} {outside === 0 ? "No lag lies" : outside === 1 ? "1 lag lies" : `${formatNumber(outside)} lags lie`} outside the bounds of white noise, ±{formatNumber(bound, { digits: 2 })}; about {formatNumber(lags.length * 0.05, { digits: 0 })} would by chance.
        </p>
      </ChartPanel>
      {pairs.length > 0 ? (
        <ChartPanel title="Against the normal" unit="quantiles of the residuals" facts={facts} sentence={tailSentence(pairs, residuals.errors)} draw={quantiles} table={{ rows: pairs, columns: PAIRS }} chartClass="h-60 flex-none">
          <p className="px-4 pb-3 text-small text-pretty text-ink-2 max-desk:px-3">{tailSentence(pairs, residuals.errors)} On the dashed line the two agree.</p>
        </ChartPanel>
      ) : (
        <EmptyState>The engine that made this forecast kept no quantiles of its residuals.</EmptyState>
      )}
    </div>
  );
}
