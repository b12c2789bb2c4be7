import { useQuery } from "@tanstack/react-query";
import { forecastQuery, previewQuery, type ForecastRequest, type ForecastResult } from "@/api/forecasts";
import { useList } from "@/api/list";
import { observationsQuery } from "@/api/series";
import { useMay } from "@/api/session";
import type { Series } from "@/api/types";
import { steps } from "@/lib/dates";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { FanPanel } from "@/pages/forecast/FanPanel";
import { defaultHorizon } from "@/pages/forecast/settings";
import { asOfInstant, useAsOf } from "@/shell/AsOf";
import { PlaceLink } from "@/shell/PlaceLink";
import { useGo } from "@/shell/place";
import { Button, buttonClass } from "@/ui/Button";
import { Icon } from "@/ui/Icon";

/** The newest saved forecast; without one, a forecast of the first series made now. */
export function HomeForecast({ series }: { series: readonly Series[] | undefined }) {
  const go = useGo();
  const may = useMay();
  const asOf = asOfInstant(useAsOf());
  const list = useList("/api/v1/forecasts", { limit: 1 });
  const newest = list.rows[0];
  const subject = newest ? series?.find((entry) => entry.id === newest.series_id) : series?.find((entry) => entry.observations >= 3);
  const stored = useQuery({ ...forecastQuery(newest?.id ?? ""), enabled: newest !== undefined });
  // An older engine's answer cannot be drawn; a forecast made now takes its place.
  const outdated = stored.data?.result === null;
  const request: ForecastRequest | null = !list.loading && (!newest || outdated) && subject ? { series_id: subject.id, horizon: defaultHorizon(subject.frequency), levels: [50, 80], models: "automatic", ...(asOf ? { as_of: asOf } : {}) } : null;
  const made = useQuery(previewQuery(request));
  const result = newest && !outdated ? stored.data?.result : made.data;
  const history = useQuery({ ...observationsQuery(subject?.id ?? "", { as_of: asOf }), enabled: subject !== undefined });
  const error = stored.error ?? made.error ?? history.error ?? list.error;
  if (error) {
    return (
      <Panel title="Forecast">
        <ErrorPanel error={error} onRetry={() => void history.refetch()} />
      </Panel>
    );
  }
  if (series?.length === 0) {
    return (
      <Panel title="Forecast">
        <EmptyState actions={may && <Button onClick={() => go("/series?upload=1")}>Upload a file</Button>}>A forecast appears here once there is a series.</EmptyState>
      </Panel>
    );
  }
  if (!subject || !result || !history.data) {
    return (
      <Panel title="Forecast">
        <LoadingRows rows={9} label="Loading a forecast" />
      </Panel>
    );
  }
  const to = newest && !outdated ? `/forecasts/${newest.id}` : `/forecast?series=${subject.id}`;
  return (
    <FanPanel
      title={`${subject.name}, ${steps(result.median.length, subject.frequency)}`}
      series={subject}
      history={history.data}
      forecast={narrowed(result)}
      years={["business_daily", "daily", "hourly"].includes(subject.frequency) ? "1y" : "5y"}
      log={false}
      chartClass="min-h-60 max-desk:h-70 max-desk:flex-none"
      tools={
        <PlaceLink to={to} aria-label={newest && !outdated ? "Open the forecast" : "Open in the studio"} title={newest && !outdated ? "Open the forecast" : "Open in the studio"} className={`${buttonClass("quiet", true)} text-ink-3`}>
          <Icon name="expand" size={14} />
        </PlaceLink>
      }
    >
      <p className="px-4 pt-0.5 pb-2.5 text-small text-pretty text-ink-2 max-desk:px-3">{result.verdict.sentence}</p>
    </FanPanel>
  );
}

/** Two bands are enough beside other panels. */
function narrowed(result: ForecastResult): ForecastResult {
  const wide = result.bands.filter((band) => band.level <= 80);
  return { ...result, bands: wide.length > 0 ? wide : result.bands };
}
