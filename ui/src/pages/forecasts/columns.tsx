import type { ForecastScore, ForecastSummary, Series } from "@/api/types";
import type { GridColumn } from "@/grid/column";
import { formatMoment, formatPeriod, steps } from "@/lib/dates";
import { formatNumber, formatPercent } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { PlaceLink } from "@/shell/PlaceLink";
import { modelName } from "@/pages/forecast/models";
import { Chip, type Tone } from "@/ui/Chip";

export const SCORE_STATE: Record<ForecastScore["state"], { word: string; tone: Tone }> = {
  open: { word: "open", tone: "plain" },
  partial: { word: "partly scored", tone: "modelled" },
  scored: { word: "scored", tone: "good" },
};

export interface ForecastRow {
  forecast: ForecastSummary;
  series: Series | undefined;
  score: ForecastScore | undefined;
}

/** The coverage of one level in percent, from the steps that came true. */
export function coverageAt(score: ForecastScore | undefined, level: number): number | null {
  return score?.coverage.find((entry) => Math.abs(entry.level - level) < 1e-6)?.measured ?? null;
}

const waits = "no actual value has arrived yet";

export const forecastColumns: GridColumn<ForecastRow>[] = [
  { id: "series", head: "Series", value: (row) => row.forecast.series_name, width: 56, grow: true, cell: (row) => <PlaceLink to={`/forecasts/${row.forecast.id}`} className="cell-link font-strong">{row.forecast.series_name}</PlaceLink> },
  { id: "model", head: "Model", value: (row) => modelName(row.forecast.model), width: 36 },
  { id: "made", head: "Made", num: true, value: (row) => row.forecast.made_at, width: 34, cell: (row) => formatMoment(row.forecast.made_at) },
  { id: "horizon", head: "Horizon", num: true, value: (row) => row.forecast.horizon, width: 34, cell: (row) => steps(row.forecast.horizon, row.series?.frequency) },
  { id: "known", head: "Known to", num: true, value: (row) => row.forecast.cut_off, width: 30, cell: (row) => formatPeriod(row.forecast.cut_off, row.series?.frequency) },
  { id: "state", head: "State", value: (row) => (row.score ? SCORE_STATE[row.score.state].word : null), width: 32, cell: (row) => (row.score ? <Chip tone={SCORE_STATE[row.score.state].tone}>{SCORE_STATE[row.score.state].word}</Chip> : <span className="text-ink-3">reading</span>) },
  { id: "due", head: "Came true", num: true, value: (row) => row.score?.known_steps, width: 28, cell: (row) => (row.score ? `${formatNumber(row.score.known_steps)} of ${formatNumber(row.score.horizon)}` : null) },
  { id: "relative", head: "Error / naive", num: true, value: (row) => row.score?.relative_mae, digits: 2, width: 30, why: () => waits, cell: (row) => (row.score?.relative_mae === null || row.score?.relative_mae === undefined ? <Reason why={waits} /> : <span className={row.score.relative_mae < 1 ? "text-pos" : "text-neg"}>{formatNumber(row.score.relative_mae, { digits: 2 })}</span>) },
  { id: "coverage", head: "Inside 80 %", num: true, value: (row) => coverageAt(row.score, 80), width: 28, why: () => waits, cell: (row) => (coverageAt(row.score, 80) === null ? <Reason why={waits} /> : formatPercent((coverageAt(row.score, 80) ?? 0) / 100, { digits: 0 })) },
  { id: "by", head: "By", value: (row) => row.forecast.made_by, width: 28 },
];
