import type { Series } from "@/api/types";
import { seriesPath } from "@/api/series";
import { Spark } from "@/charts/Spark";
import type { GridColumn } from "@/grid/column";
import { formatDate, formatPeriod, frequencyName, staleness } from "@/lib/dates";
import { figureDigits, formatNumber } from "@/lib/format";
import { PlaceLink } from "@/shell/PlaceLink";

/** Decimals of the values of one series: enough for its own size, the same for all of its values. */
export function seriesDigits(values: readonly (number | null)[]): number {
  const largest = values.reduce<number>((most, value) => Math.max(most, value === null ? 0 : Math.abs(value)), 0);
  return largest === 0 ? 2 : Math.min(6, largest >= 1000 ? 0 : Math.max(2, figureDigits(largest)));
}

export function seriesColumns(now: Date): GridColumn<Series>[] {
  return [
    { id: "name", head: "Name", value: (row) => row.name, width: 56, grow: true, cell: (row) => <PlaceLink to={seriesPath(row)} className="cell-link font-strong">{row.name}</PlaceLink> },
    { id: "code", head: "Source / code", value: (row) => `${row.source} / ${row.code}`, width: 48, cell: (row) => <span className="truncate text-ink-2">{row.source} / <span className="font-mono text-micro">{row.code}</span></span> },
    { id: "spark", head: "Recent", value: () => null, visual: true, width: 20, cell: (row) => <Spark values={row.recent} label={row.name} /> },
    { id: "last", head: "Last value", num: true, value: (row) => row.last_value, width: 24, why: () => "the series is empty", cell: (row) => (row.last_value === null ? <span className="text-ink-3">empty</span> : <span className="font-strong">{formatNumber(row.last_value, { digits: seriesDigits([row.last_value]) })}</span>) },
    { id: "unit", head: "Unit", value: (row) => row.unit, width: 24, cell: (row) => <span className="truncate text-ink-3">{row.unit}</span> },
    { id: "date", head: "Date", num: true, value: (row) => row.last_time, width: 36, why: () => "the series is empty", cell: (row) => <LastDate series={row} now={now} /> },
    { id: "frequency", head: "Frequency", value: (row) => row.frequency, width: 28, cell: (row) => <span className="truncate">{frequencyName(row.frequency)}</span> },
    { id: "observations", head: "Values", value: (row) => row.observations, digits: 0, width: 20 },
    { id: "vintages", head: "Vintages", value: (row) => row.vintages, digits: 0, width: 20 },
    { id: "first", head: "First", num: true, hidden: true, value: (row) => row.first_time, width: 28, why: () => "the series is empty", cell: (row) => <span>{formatPeriod(row.first_time, row.frequency)}</span> },
    { id: "updated", head: "Changed", num: true, hidden: true, value: (row) => row.updated_at, width: 28, cell: (row) => <span className="text-ink-3">{formatDate(row.updated_at)}</span> },
  ];
}

/** The date of the last value, with the word stale when it is late. */
export function LastDate({ series, now }: { series: Series; now: Date }) {
  const late = series.staleness === "stale" ? (staleness(series.last_time, series.frequency, now) ?? "behind") : null;
  return (
    <span className="truncate">
      {formatPeriod(series.last_time, series.frequency)}
      {late ? <span className="ml-1 text-warn" title={`stale: ${late}`}>stale</span> : null}
    </span>
  );
}
