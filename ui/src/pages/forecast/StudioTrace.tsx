import type { ForecastResult } from "@/api/forecasts";
import type { Series } from "@/api/types";
import { isoDate, isoMinute } from "@/lib/dates";
import { formatExact, formatNumber } from "@/lib/format";
import { TraceBar, type TraceItem } from "@/page/TraceBar";
import { fallbackWords, methodName } from "./words";

export function traceItems(result: ForecastResult, vintage: string | null | undefined): TraceItem[] {
  const methods = [...new Set(result.bands.map((band) => methodName(band.method)))].join(", ");
  return [
    { label: "data cut-off", value: isoDate(result.cutOff) },
    { label: "vintage", value: isoMinute(vintage) },
    { label: "intervals", value: methods || "none" },
    { label: "windows", value: `${formatNumber(result.windows.selection)} + ${formatNumber(result.windows.calibration)} + ${formatNumber(result.windows.test)}` },
    { label: "engine", value: result.engine },
    { label: "seed", value: String(result.seed), panelOnly: true },
    { label: "values used", value: formatNumber(result.used), panelOnly: true },
    { label: "missing", value: formatNumber(result.missing), panelOnly: true },
    { label: "model", value: result.model, panelOnly: true },
    ...(result.form ? [{ label: "form", value: result.form, panelOnly: true }] : []),
    { label: "transform", value: result.transform.replaceAll("_", " "), panelOnly: true },
    ...(result.fallbacks.length > 0 ? [{ label: "fallbacks", value: result.fallbacks.map(fallbackWords).join(" "), panelOnly: true }] : []),
    ...Object.entries(result.parameters).map(([name, value]) => ({ label: name, value: formatExact(value), panelOnly: true })),
  ];
}

export function StudioTrace({ result, series, asOf }: { result: ForecastResult | undefined; series: Series; asOf: string | undefined }) {
  const items: TraceItem[] = result ? traceItems(result, series.as_of) : [{ label: "series", value: `${series.source} / ${series.code}` }];
  return <TraceBar items={asOf ? [...items, { label: "as of", value: isoMinute(asOf) }] : items} note="No value later than the cut-off was seen by any model" />;
}
