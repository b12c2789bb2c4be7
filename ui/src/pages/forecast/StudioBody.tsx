import { getRouteApi } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";
import type { ForecastResult } from "@/api/forecasts";
import type { Observations, Series } from "@/api/types";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { Panel } from "@/page/Panel";
import { SidePanel, type Side } from "@/page/SidePanel";
import { RANGES, STUDIO_TABS } from "@/routes/prices";
import { Segmented } from "@/ui/Segmented";
import type { Tab } from "@/ui/Tabs";
import { stepName } from "@/lib/dates";
import { FanPanel, unmade } from "./FanPanel";
import { ResultTabs, TabsLoading } from "./ResultTabs";
import { VerdictPanel } from "./VerdictPanel";

const route = getRouteApi("/w/$workspace/forecast");
const LABELS = { "1y": "1y", "5y": "5y", "10y": "10y", all: "All" } as const;

export interface StudioBodyProps {
  series: Series;
  history: Observations | undefined;
  historyError: Error | null;
  forecast: ForecastResult | undefined;
  forecastError: Error | null;
  /** The forecast without the regressors of the what-if. */
  without: ForecastResult | undefined;
  waiting: boolean;
  /** In place of the leaderboard while models race. */
  race: ReactNode;
  more: (result: ForecastResult) => readonly Tab[];
  onRetry: () => void;
  side: Side;
}

export function StudioBody({ series, history, historyError, forecast, forecastError, without, waiting, race, more, onRetry, side }: StudioBodyProps) {
  const { range, scale, tab } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = range ?? (["business_daily", "daily", "hourly"].includes(series.frequency) ? "1y" : "5y");
  const word = useMemo(() => stepName(series.frequency).replace(/s$/, ""), [series.frequency]);
  if (forecastError ?? historyError) {
    return (
      <>
        <Panel title="Forecast" bare className="studio-middle">
          <div className="flex h-full bg-surface">
            <ErrorPanel error={forecastError ?? historyError} onRetry={onRetry} />
          </div>
        </Panel>
        <SidePanel side={side} className="studio-verdict">
          <Panel title="Verdict" bare />
        </SidePanel>
      </>
    );
  }
  if (!forecast || !history) {
    return (
      <>
        <div className="studio-middle">
          {history ? (
            <FanPanel series={series} history={history} forecast={unmade(history)} years={shown} log={scale === "log"} />
          ) : (
            <Panel title="History and forecast" unit={series.unit}>
              <LoadingRows rows={10} label="Loading values" />
            </Panel>
          )}
          <TabsLoading race={race} />
        </div>
        <SidePanel side={side} className="studio-verdict">
          <Panel title="Verdict" bare />
        </SidePanel>
      </>
    );
  }
  const set = (part: { range?: (typeof RANGES)[number]; scale?: "log" | undefined; tab?: (typeof STUDIO_TABS)[number] | undefined }) => void navigate({ search: (previous) => ({ ...previous, ...part }), resetScroll: false });
  return (
    <>
      <div className="studio-middle">
        <FanPanel
          series={series}
          history={history}
          forecast={forecast}
          years={shown}
          log={scale === "log"}
          waiting={waiting}
          without={without}
          onKey={(key) => key === "l" && set({ scale: scale === "log" ? undefined : "log" })}
          tools={
            <>
              <Segmented label="History shown" value={shown} onChange={(next) => set({ range: next })} options={RANGES.map((value) => ({ value, label: LABELS[value] }))} />
              <Segmented label="Scale" value={scale ?? "linear"} onChange={(next) => set({ scale: next === "log" ? "log" : undefined })} options={[{ value: "linear", label: "Linear" }, { value: "log", label: "Log" }]} />
            </>
          }
        />
        <ResultTabs result={forecast} series={series} history={history} stepWord={word} waiting={waiting} race={race} tab={tab ?? "candidates"} onTab={(next) => set({ tab: STUDIO_TABS.find((entry) => entry === next) })} more={more(forecast)} />
      </div>
      <SidePanel side={side} className="studio-verdict">
        <VerdictPanel result={forecast} waiting={waiting} />
      </SidePanel>
    </>
  );
}
