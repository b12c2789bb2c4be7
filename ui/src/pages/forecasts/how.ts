/** How the figures of a stored forecast were made. */
import type { ForecastResult, StoredForecast } from "@/api/forecasts";
import type { ForecastScore, Series } from "@/api/types";
import { isoDate, isoMinute } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import type { HowMade } from "@/page/How";
import type { TraceItem } from "@/page/TraceBar";
import { modelName } from "@/pages/forecast/models";

export type ScoreId = "steps" | "mae" | "naive" | "relative" | "inside";

const METHOD: Record<Exclude<ScoreId, "inside">, string> = {
  steps: "Steps of the forecast for which an actual value is known now, of all its steps.",
  mae: "The mean of the absolute differences between forecast and actual value, over the steps that came true.",
  naive: "The same mean for the naive forecast made from the same cut-off.",
  relative: "The forecast’s mean error divided by the naive one; below 1 the forecast was the better one.",
};

export function scoreMethod(id: ScoreId, result: ForecastResult | null, level = 0): string {
  if (id !== "inside") return METHOD[id];
  const band = result?.bands.find((entry) => entry.level === level);
  return `The actual values inside the interval of ${formatNumber(level)} %, divided by all that came true.${band ? ` Interval: ${band.method}.` : ""}`;
}

export function forecastItems(result: ForecastResult, series: Series, vintage: string | null | undefined): TraceItem[] {
  return [
    { label: "series", value: `${series.source} / ${series.code}` },
    { label: "inputs", value: `${count(result.used, "value")} to ${isoDate(result.cutOff)}${result.missing > 0 ? `, ${formatNumber(result.missing)} missing` : ""}` },
    { label: "method", value: modelName(result.model) },
    { label: "as of", value: isoMinute(vintage) },
    { label: "seed", value: String(result.seed) },
    { label: "engine", value: result.engine },
  ];
}

export function scoreHow(id: ScoreId, stored: StoredForecast, series: Series, score: ForecastScore | undefined, level = 0): HowMade {
  const known = score?.steps.findLast((step) => step.actual !== null)?.time;
  return {
    method: scoreMethod(id, stored.result, level),
    items: [...(stored.result ? forecastItems(stored.result, series, stored.summary.vintage) : []), { label: "scored to", value: known ? isoDate(known) : "nothing came true yet" }, { label: "forecast", value: stored.summary.id }],
  };
}
