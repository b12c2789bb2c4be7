import { useQueries } from "@tanstack/react-query";
import { observationsQuery, seriesPath } from "@/api/series";
import type { Series } from "@/api/types";
import { Spark } from "@/charts/Spark";
import { formatDay, formatPeriod, staleness } from "@/lib/dates";
import { formatChange, formatExact, formatNumber } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { ErrorPanel } from "@/page/States";
import { asOfInstant, useAsOf } from "@/shell/AsOf";
import { PlaceLink } from "@/shell/PlaceLink";
import { figures } from "@/pages/series/SeriesPage";
import { seriesDigits } from "@/pages/series/columns";

const SHOWN = 6;

function yearBefore(series: Series): string | undefined {
  if (!series.last_time) return undefined;
  const date = new Date(series.last_time);
  date.setUTCDate(date.getUTCDate() - 400);
  return date.toISOString().slice(0, 10);
}

/** Six quoted series: last value, change, a year, and a sparkline. */
export function Quotes({ series, error }: { series: readonly Series[] | undefined; error: Error | null }) {
  const asOf = asOfInstant(useAsOf());
  const shown = (series ?? []).filter((entry) => entry.observations > 0).slice(0, SHOWN);
  const observations = useQueries({ queries: shown.map((entry) => observationsQuery(entry.id, { from: yearBefore(entry), as_of: asOf })) });
  if (error) return <ErrorPanel error={error} />;
  return (
    <div className="strip quotes border-b border-line" role="list" aria-label="Quoted series">
      {series === undefined ? Array.from({ length: SHOWN }, (_, i) => <div key={i} className="h-18 border-r border-line" />) : null}
      {shown.map((entry, i) => (
        <Quote key={entry.id} series={entry} times={observations[i]?.data?.times ?? []} values={observations[i]?.data?.values ?? entry.recent} />
      ))}
    </div>
  );
}

function Quote({ series, times, values }: { series: Series; times: readonly string[]; values: readonly (number | null)[] }) {
  const facts = figures(times, times.length > 0 ? values : []);
  const last = facts.last ?? series.last_value;
  const digits = seriesDigits([last]);
  const late = series.staleness === "stale" ? staleness(series.last_time, series.frequency, new Date()) : null;
  const date = ["monthly", "quarterly", "yearly"].includes(series.frequency) ? formatPeriod(facts.lastTime ?? series.last_time, series.frequency) : formatDay(facts.lastTime ?? series.last_time);
  return (
    <div role="listitem" className="min-w-0 border-r border-line last:border-r-0 max-desk:border-b max-desk:border-grid">
      <PlaceLink to={seriesPath(series)} className="grid h-full quote-cells items-end gap-x-2 py-2 pr-3 pl-4 hover:bg-sunken max-desk:pl-3 focus-visible:-outline-offset-2">
        <span className="col-span-2 flex min-w-0 text-micro text-ink-3">
          <span className="min-w-0 flex-1 truncate" title={series.name}>
            {series.name}
          </span>
          <span className="pl-2 whitespace-nowrap">
            {date}
            {late ? <span className="ml-1 text-warn" title={late}>stale</span> : null}
          </span>
        </span>
        <span className="min-w-0">
          <span className="block truncate text-title font-strong tracking-title" title={formatExact(last, series.unit)}>
            {last === null ? <Reason why="the series is empty at this moment" /> : formatNumber(last, { digits })}
            <span className="ml-0.5 text-micro font-soft tracking-normal text-ink-3">{series.unit === "1" ? "" : series.unit}</span>
          </span>
          <span className="block truncate text-micro text-ink-3">
            <Change change={facts.change} digits={digits} />
            {facts.year === null ? null : ` ${formatChange(facts.year, "percent")} 1 y`}
          </span>
        </span>
        <Spark values={values.slice(-90)} width={56} height={34} label={series.name} />
      </PlaceLink>
    </div>
  );
}

function Change({ change, digits }: { change: number | null; digits: number }) {
  if (change === null) return null;
  const flat = Number(change.toFixed(digits)) === 0;
  const word = flat ? "unchanged" : change < 0 ? "down" : "up";
  return (
    <span className={`font-medium ${flat ? "text-ink-3" : change < 0 ? "text-neg" : "text-pos"}`}>
      <span aria-hidden="true">{flat ? "" : change < 0 ? "▾ " : "▴ "}</span>
      <span className="sr-only">{word} </span>
      {formatNumber(Math.abs(change), { digits })}
    </span>
  );
}
