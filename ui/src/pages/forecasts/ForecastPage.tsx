import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { forecastQuery, scoreQuery, type StoredForecast } from "@/api/forecasts";
import { observationsQuery, seriesPath, seriesQuery } from "@/api/series";
import type { ForecastScore, Series } from "@/api/types";
import { useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { formatDateTime, formatPeriod, steps } from "@/lib/dates";
import { formatNumber, formatPercent } from "@/lib/format";
import { Figure, FigureStrip } from "@/page/Figure";
import { PageHead } from "@/page/PageHead";
import { SideButton, SidePanel, useSide } from "@/page/SidePanel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { RESULT_TABS } from "@/routes/prices";
import { TraceBar } from "@/page/TraceBar";
import { FanPanel } from "@/pages/forecast/FanPanel";
import { modelName } from "@/pages/forecast/models";
import { ResultTabs } from "@/pages/forecast/ResultTabs";
import { traceItems } from "@/pages/forecast/StudioTrace";
import { OLDER_ENGINE } from "@/pages/forecast/words";
import { VerdictPanel } from "@/pages/forecast/VerdictPanel";
import { stepName } from "@/lib/dates";
import { PlaceLink } from "@/shell/PlaceLink";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Segmented } from "@/ui/Segmented";
import { coverageAt, SCORE_STATE } from "./columns";
import { scoreHow, type ScoreId } from "./how";
import { ScorePanel } from "./ScorePanel";

const route = getRouteApi("/w/$workspace/forecasts/$id");
const waits = "no actual value has arrived yet";

export function ForecastPage() {
  const { id } = route.useParams();
  const forecast = useQuery(forecastQuery(id));
  const summary = forecast.data?.summary;
  const series = useQuery({ ...seriesQuery(summary?.series_id ?? ""), enabled: summary !== undefined });
  const score = useQuery(scoreQuery(id));
  useCrumbs([{ label: "Prices" }, { label: "Forecasts & scores", to: "/forecasts" }, { label: summary ? `${summary.series_name}, ${modelName(summary.model)}` : "Forecast" }]);
  const error = forecast.error ?? series.error;
  if (error || !forecast.data || !series.data) {
    return (
      <>
        <PageHead title="Forecast" />
        {error ? <ErrorPanel error={error} onRetry={() => void forecast.refetch()} /> : <LoadingRows rows={12} label="Loading the forecast" />}
      </>
    );
  }
  return <Loaded stored={forecast.data} series={series.data} score={score.data} scoreError={score.error} />;
}

function Loaded({ stored, series, score, scoreError }: { stored: StoredForecast; series: Series; score: ForecastScore | undefined; scoreError: Error | null }) {
  const { summary, result } = stored;
  const { scale, tab } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useGo();
  const history = useQuery(observationsQuery(series.id));
  const again = `/forecast?series=${series.id}&h=${summary.horizon}`;
  const side = useSide("Verdict");
  useActions([{ id: "again", label: "Repeat on new data", section: "Here", run: () => go(again) }]);
  const actual = useMemo(() => score?.steps.map((step) => step.actual), [score]);
  const how = (of: ScoreId, level?: number) => scoreHow(of, stored, series, score, level);
  const state = score ? SCORE_STATE[score.state] : null;
  const setScale = (next: string) => void navigate({ search: (previous) => ({ ...previous, scale: next === "log" ? ("log" as const) : undefined }), resetScroll: false });
  return (
    <>
      <PageHead
        title={`${summary.series_name}, ${steps(summary.horizon, series.frequency)}`}
        chips={
          <>
            <Chip tone="modelled">{modelName(summary.model)}</Chip>
            {state ? <Chip tone={state.tone}>{state.word}</Chip> : null}
            <Chip title="A saved forecast never changes" className="desk:max-wide:hidden">immutable</Chip>
          </>
        }
        facts={
          <>
            Made {formatDateTime(summary.made_at)} by {summary.made_by} ·{" "}
            <PlaceLink to={seriesPath(series)} className="hover:text-azurite">
              {series.source} / {series.code}
            </PlaceLink>{" "}
            · known to {formatPeriod(summary.cut_off, series.frequency)}
          </>
        }
        actions={
          <>
            <SideButton side={side} />
            <Button look="primary" icon="retry" onClick={() => go(again)}>
              Repeat on new data
            </Button>
          </>
        }
      />
      <FigureStrip label="Score">
        <Figure wide label="Came true" value={score?.known_steps ?? null} shown={score ? `${formatNumber(score.known_steps)} of ${formatNumber(score.horizon)}` : undefined} reason="reading the score" detail={stepName(series.frequency)} how={how("steps")} />
        <Figure label="Mean error" value={score?.mae ?? null} unit={series.unit} reason={waits} detail="absolute, over what came true" how={how("mae")} />
        <Figure label="Naive’s error" value={score?.naive_mae ?? null} unit={series.unit} reason={waits} detail="from the same cut-off" how={how("naive")} />
        <Figure label="Error against naive" value={score?.relative_mae ?? null} reason={waits} detail="below 1 is better" how={how("relative")} />
        {[80, 95].map((level) => (
          <Figure key={level} label={`Inside ${level} %`} value={coverageAt(score, level)} shown={coverageAt(score, level) === null ? undefined : formatPercent((coverageAt(score, level) ?? 0) / 100, { digits: 0 })} reason={!result || result.bands.some((band) => band.level === level) ? waits : `no interval of ${level} % was asked for`} detail="of what came true" how={how("inside", level)} />
        ))}
      </FigureStrip>
      {scoreError ? <ErrorPanel error={scoreError} /> : null}
      {history.error ? <ErrorPanel error={history.error} onRetry={() => void history.refetch()} /> : null}
      {!result ? <EmptyState actions={<Button icon="retry" onClick={() => go(again)}>Make it again</Button>}>{OLDER_ENGINE}</EmptyState> : history.data ? (
        <div className="sheets one-forecast">
          <div className="studio-middle">
            <FanPanel
              title="Forecast and what came true"
              series={series}
              history={history.data}
              forecast={result}
              years={["business_daily", "daily", "hourly"].includes(series.frequency) ? "1y" : "5y"}
              log={scale === "log"}
              actual={actual}
              storedId={summary.id}
              onKey={(key) => key === "l" && setScale(scale === "log" ? "linear" : "log")}
              tools={<Segmented label="Scale" value={scale ?? "linear"} onChange={setScale} options={[{ value: "linear", label: "Linear" }, { value: "log", label: "Log" }]} />}
            />
            {score ? <ScorePanel score={score} series={series} forecast={result} /> : null}
            <ResultTabs result={result} series={series} history={history.data} stepWord={stepName(series.frequency).replace(/s$/, "")} waiting={false} current={summary.id} tab={tab ?? "candidates"} onTab={(next) => void navigate({ search: (previous) => ({ ...previous, tab: RESULT_TABS.find((entry) => entry === next) }), resetScroll: false })} />
          </div>
          <SidePanel side={side} className="studio-verdict">
            <VerdictPanel result={result} waiting={false} />
          </SidePanel>
        </div>
      ) : (
        <LoadingRows rows={12} label="Loading values" />
      )}
      <TraceBar items={[{ label: "forecast", value: summary.id.slice(0, 13) }, ...(result ? traceItems(result, summary.vintage) : [{ label: "engine", value: summary.engine_version }]), { label: "id", value: summary.id, panelOnly: true }]} note="Made with the values known then; scored with the values known now" />
    </>
  );
}
