import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { observationsQuery, seriesByCodeQuery } from "@/api/series";
import { mayChange, useSession } from "@/api/session";
import type { Series } from "@/api/types";
import { useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { formatDate, formatPeriod, frequencyName, isoDate, isoMinute } from "@/lib/dates";
import { count, formatChange, formatExact, formatNumber } from "@/lib/format";
import { Figure, FigureStrip } from "@/page/Figure";
import { PageHead } from "@/page/PageHead";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { asOfInstant, useAsOf } from "@/shell/AsOf";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { seriesDigits } from "./columns";
import { SeriesActions } from "./SeriesActions";
import { SeriesChart } from "./SeriesChart";
import { SeriesTabs } from "./SeriesTabs";
import { seriesHow } from "./how";

const route = getRouteApi("/w/$workspace/series/$source/$code");

export function SeriesPage() {
  const { source, code } = route.useParams();
  const series = useQuery(seriesByCodeQuery(source, code));
  useCrumbs([{ label: "Prices" }, { label: "Series", to: "/series" }, { label: series.data?.name ?? code }]);
  if (series.error) {
    return (
      <>
        <PageHead title={`${source} / ${code}`} />
        <ErrorPanel error={series.error} onRetry={() => void series.refetch()} />
      </>
    );
  }
  if (!series.data) {
    return (
      <>
        <PageHead title={`${source} / ${code}`} />
        <LoadingRows label="Loading the series" />
      </>
    );
  }
  return <Loaded series={series.data} />;
}

function Loaded({ series }: { series: Series }) {
  const go = useGo();
  const asOf = useAsOf();
  const session = useSession();
  const observations = useQuery(observationsQuery(series.id, { as_of: asOfInstant(asOf) }));
  const studio = `/forecast?series=${series.id}`;
  useActions([{ id: "forecast-this", label: `Forecast ${series.name}`, section: "Here", words: "predict studio fan", run: () => go(studio) }]);
  const values = useMemo(() => observations.data?.values ?? [], [observations.data]);
  const digits = useMemo(() => seriesDigits(values), [values]);
  const facts = useMemo(() => figures(observations.data?.times ?? [], values), [observations.data, values]);
  const how = (method: string) => seriesHow(series, observations.data, method);
  return (
    <>
      <PageHead
        title={series.name}
        chips={
          <>
            <Chip>{frequencyName(series.frequency)}</Chip>
            <Chip>{series.unit}</Chip>
            {series.staleness === "stale" ? <Chip tone="doubtful" title={`The last value is of ${formatDate(series.last_time)}`}>stale since {formatPeriod(series.last_time, series.frequency)}</Chip> : null}
          </>
        }
        facts={`${series.source} · ${count(series.observations, "value")}, ${formatPeriod(series.first_time, series.frequency)} to ${formatPeriod(series.last_time, series.frequency)} · ${count(series.vintages, "vintage")}, last ${formatDate(series.as_of)}`}
        actions={
          <>
            {mayChange(session) ? <SeriesActions series={series} /> : null}
            <Button look="primary" icon="forecast" onClick={() => go(studio)}>
              Forecast
            </Button>
          </>
        }
      />
      <FigureStrip label="Key figures">
        <Figure wide label={`Last, ${formatPeriod(facts.lastTime, series.frequency)}`} value={facts.last} unit={series.unit} reason="the series is empty" detail={asOf ? `as known on ${formatDate(asOf)}` : `known since ${formatDate(series.as_of)}`} how={how("The newest value of the vintage shown.")} />
        <Figure label="Change" value={facts.change} shown={facts.change === null ? undefined : formatChange(facts.change, "number", digits)} unit={series.unit} reason="there is no value before the last" detail="on the value before" how={how("The newest value less the one before it; missing values are passed over.")} />
        <Figure label="One year" value={facts.year} shown={facts.year === null ? undefined : formatChange(facts.year, "percent")} reason={facts.yearReason} detail="on the value a year before" how={how("The newest value against the last one known a year before it.")} />
        <Figure label="Lowest" value={facts.low} unit={series.unit} reason="the series is empty" detail={formatPeriod(facts.lowTime, series.frequency)} how={how("The smallest value of the vintage shown.")} />
        <Figure label="Highest" value={facts.high} unit={series.unit} reason="the series is empty" detail={formatPeriod(facts.highTime, series.frequency)} how={how("The largest value of the vintage shown.")} />
        <Figure label="Missing" value={facts.missing} shown={formatNumber(facts.missing)} detail={`of ${count(values.length, "value")}`} how={how("Dates for which the source published no value.")} />
      </FigureStrip>
      {observations.error ? (
        <ErrorPanel error={observations.error} onRetry={() => void observations.refetch()} />
      ) : !observations.data ? (
        <LoadingRows rows={14} label="Loading values" />
      ) : (
        <div className="sheets">
          <SeriesChart series={series} observations={observations.data} digits={digits} waiting={observations.isPlaceholderData} />
          <SeriesTabs series={series} observations={observations.data} digits={digits} />
        </div>
      )}
      <TraceBar
        items={[
          { label: "source", value: series.source },
          { label: "code", value: series.code },
          { label: "vintage", value: isoMinute(observations.data?.as_of ?? series.as_of) },
          { label: "values", value: formatExact(observations.data?.total ?? series.observations) },
          { label: "first", value: isoDate(series.first_time), panelOnly: true },
          { label: "last", value: isoDate(series.last_time), panelOnly: true },
          { label: "zone", value: series.time_zone, panelOnly: true },
          ...(series.licence ? [{ label: "licence", value: series.licence, panelOnly: true }] : []),
          { label: "id", value: series.id, panelOnly: true },
        ]}
        note={series.licence || series.description}
      />
    </>
  );
}

/** The figures of the strip, from the values as known at the moment. */
export function figures(times: readonly string[], values: readonly (number | null)[]) {
  const known = values.flatMap((value, i) => (value === null ? [] : [{ value, time: times[i] ?? "" }]));
  const last = known.at(-1);
  const before = known.at(-2);
  const low = known.reduce<(typeof known)[number] | undefined>((best, point) => (!best || point.value < best.value ? point : best), undefined);
  const high = known.reduce<(typeof known)[number] | undefined>((best, point) => (!best || point.value > best.value ? point : best), undefined);
  const target = last ? Date.parse(last.time) - 365.25 * 86_400_000 : 0;
  const yearAgo = known.findLast((point) => Date.parse(point.time) <= target + 2 * 86_400_000);
  const positive = yearAgo !== undefined && last !== undefined && yearAgo.value > 0;
  return {
    last: last?.value ?? null,
    lastTime: last?.time ?? null,
    change: last && before ? last.value - before.value : null,
    year: positive ? last.value / yearAgo.value - 1 : null,
    yearReason: yearAgo === undefined ? "there is no value a year before" : "the value a year before is not above zero",
    low: low?.value ?? null,
    lowTime: low?.time ?? null,
    high: high?.value ?? null,
    highTime: high?.time ?? null,
    missing: values.length - known.length,
  };
}
