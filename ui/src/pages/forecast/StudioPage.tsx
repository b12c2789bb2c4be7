import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { previewQuery, saveForecast } from "@/api/forecasts";
import { raceQuery, stageQuery } from "@/api/race";
import { allSeriesQuery, observationsQuery, seriesPath } from "@/api/series";
import { mayChange, useSession } from "@/api/session";
import type { Series } from "@/api/types";
import { useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { formatDate, formatDuration, formatPeriod, frequencyName } from "@/lib/dates";
import { count } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { SideButton, useSide } from "@/page/SidePanel";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { asOfInstant, useAsOf } from "@/shell/AsOf";
import { PlaceLink } from "@/shell/PlaceLink";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { toast } from "@/ui/Toast";
import { keyText } from "@/lib/actions";
import { ChooseSeries } from "./ChooseSeries";
import { PathDialog } from "./PathDialog";
import { Settings } from "./Settings";
import { RacePanel } from "./RacePanel";
import { raceSentence } from "./running";
import { fromSearch, toRequest, toSearch, withoutRegressors, type StudioSettings } from "./settings";
import { StudioBody } from "./StudioBody";
import { StudioTrace } from "./StudioTrace";
import { WhatIfPanel } from "./WhatIfPanel";

const route = getRouteApi("/w/$workspace/forecast");

export function StudioPage() {
  const search = route.useSearch();
  const list = useQuery(allSeriesQuery);
  const series = list.data?.items.find((entry) => entry.id === search.series);
  useCrumbs([{ label: "Prices" }, { label: "Forecast studio", to: "/forecast" }, ...(series ? [{ label: series.name }] : [])]);
  if (list.error) {
    return (
      <>
        <PageHead title="Forecast studio" />
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      </>
    );
  }
  if (!list.data) {
    return (
      <>
        <PageHead title="Forecast studio" />
        <LoadingRows label="Loading series" />
      </>
    );
  }
  return series ? <Studio key={series.id} series={series} all={list.data.items} /> : <ChooseSeries all={list.data.items} lost={search.series !== undefined} />;
}

/** Holds a value back until it has rested. */
function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  const key = JSON.stringify(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  useEffect(() => {
    const timer = setTimeout(() => setRested(latest.current), ms);
    return () => clearTimeout(timer);
  }, [key, ms]);
  return rested;
}

function Studio({ series, all }: { series: Series; all: readonly Series[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const client = useQueryClient();
  const go = useGo();
  const asOf = asOfInstant(useAsOf());
  const settings = useMemo(() => fromSearch(search, series.frequency), [search, series.frequency]);
  const [path, setPath] = useState(false);
  const [savedKey, setSavedKey] = useState<string | null>(null);
  const request = toRequest(series.id, settings, asOf);
  const rested = useRested(request, 400);
  const forecast = useQuery(raceQuery(rested));
  const stage = useQuery(stageQuery(rested)).data;
  const changed = settings.regressors.length > 0;
  const without = useQuery(previewQuery(changed ? withoutRegressors(rested) : null));
  const history = useQuery({ ...observationsQuery(series.id, { as_of: asOf }), placeholderData: keepPreviousData });
  const started = useRef(0);
  const [took, setTook] = useState<number | null>(null);
  const running = forecast.isFetching;
  // Cancelled: nothing runs, and what is shown, if anything, is of the settings before.
  const cancelled = !running && !forecast.error && (forecast.isPlaceholderData || forecast.data === undefined);
  const cancel = () => void client.cancelQueries({ queryKey: ["forecast-race"] });
  const again = () => void forecast.refetch();
  useEffect(() => {
    if (running) started.current = performance.now();
    else if (started.current > 0) setTook(performance.now() - started.current);
  }, [running]);
  const save = useMutation({
    mutationFn: () => saveForecast(request),
    onSuccess: async (stored) => {
      setSavedKey(JSON.stringify(request));
      await client.invalidateQueries({ queryKey: ["list", "/api/v1/forecasts"] });
      toast("Forecast saved. It will be scored when actual values arrive.", { label: "Open", run: () => go(`/forecasts/${stored.id}`) });
    },
  });
  const change = (part: Partial<StudioSettings>) => void navigate({ search: (previous) => ({ ...previous, ...toSearch(part, series.frequency) }), resetScroll: false });
  const may = mayChange(session);
  const side = useSide("Verdict");
  const ready = forecast.data !== undefined && !cancelled;
  useActions([
    ...(may && ready ? [{ id: "save", label: "Save forecast", keys: "mod+s", section: "Here" as const, run: () => save.mutate() }, { id: "path", label: "Use as price path", section: "Here" as const, run: () => setPath(true) }] : []),
    { id: "open-series", label: `Open ${series.name}`, section: "Here", run: () => go(seriesPath(series)) },
  ]);
  const result = forecast.data;
  const progress = running ? raceSentence(stage) : forecast.error ? "Stopped" : cancelled ? "Cancelled" : result ? `${count(result.candidates.filter((entry) => entry.standing !== "refused").length, "model")} × ${count(result.windows.selection + result.windows.calibration + result.windows.test, "origin")}` : "Waiting";
  const saved = savedKey === JSON.stringify(request);
  return (
    <div className="fit studio-page">
      <PageHead
        title={series.name}
        browserTitle={`${series.name}, forecast studio`}
        chips={
          <>
            <Chip className="desk:max-wide:hidden">{frequencyName(series.frequency)}</Chip>
            <Chip className="desk:max-wide:hidden">{series.unit}</Chip>
            {changed ? <Chip tone="yours">{`what-if, ${count(settings.regressors.length, "regressor")}`}</Chip> : null}
            {saved ? <Chip tone="good">saved</Chip> : may && ready ? <Chip tone="yours" className="max-desk:hidden">Not saved</Chip> : null}
          </>
        }
        facts={
          <>
            <PlaceLink to={seriesPath(series)} className="hover:text-azurite">
              {series.source} / {series.code}
            </PlaceLink>
            {` · ${count(series.observations, "value")}, ${formatPeriod(series.first_time, series.frequency)} to ${formatPeriod(series.last_time, series.frequency)} · last vintage ${formatDate(series.as_of)}`}
          </>
        }
        actions={
          <>
            <SideButton side={side} />
            {may ? (
              <>
                <Button icon="simulation" onClick={() => setPath(true)}>
                  Use as price path
                </Button>
                <Button look="primary" keys={keyText("mod+s")} busy={save.isPending} onClick={() => save.mutate()}>
                  Save forecast
                </Button>
              </>
            ) : null}
          </>
        }
      />
      {save.error ? <ErrorPanel error={save.error} /> : null}
      <div className="sheets studio">
        <Settings all={all} series={series} settings={settings} onSeries={(id) => void navigate({ search: (previous) => ({ ...previous, series: id, h: undefined, reg: undefined }) })} onChange={change} progress={progress} took={running || !result || took === null ? "" : formatDuration(took)} running={running} onCancel={cancel} />
        <StudioBody
          series={series}
          history={history.data}
          historyError={history.error}
          forecast={result}
          forecastError={forecast.error}
          without={changed && !forecast.isPlaceholderData ? without.data : undefined}
          waiting={running || cancelled}
          race={running || cancelled ? <RacePanel stage={stage} asked={rested.models} running={running} onCancel={cancel} onAgain={again} /> : undefined}
          onRetry={again}
          side={side}
          more={(shown) => [
            {
              value: "whatif",
              label: "What-if",
              count: changed ? settings.regressors.length : undefined,
              content: <WhatIfPanel series={series} all={all} regressors={settings.regressors} models={settings.models} result={shown} without={without.data} withoutError={without.error} waiting={running || without.isFetching} onChange={(regressors) => change({ regressors })} onModels={(models) => change({ models })} />,
            },
          ]}
        />
      </div>
      <StudioTrace result={result} series={series} asOf={asOf} />
      {path ? <PathDialog request={request} series={series} onClose={() => setPath(false)} /> : null}
    </div>
  );
}
