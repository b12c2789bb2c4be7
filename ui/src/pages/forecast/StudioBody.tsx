import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import type { ForecastResult } from "@/api/forecasts";
import type { Observations, Series } from "@/api/types";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { Panel } from "@/page/Panel";
import { SidePanel, type Side } from "@/page/SidePanel";
import { RANGES } from "@/routes/prices";
import { Segmented } from "@/ui/Segmented";
import { stepName } from "@/lib/dates";
import { Candidates } from "./Candidates";
import { FanPanel } from "./FanPanel";
import { VerdictPanel } from "./VerdictPanel";

const route = getRouteApi("/w/$workspace/forecast");
const LABELS = { "1y": "1y", "5y": "5y", "10y": "10y", all: "All" } as const;

export interface StudioBodyProps {
  series: Series;
  history: Observations | undefined;
  historyError: Error | null;
  forecast: ForecastResult | undefined;
  forecastError: Error | null;
  waiting: boolean;
  onRetry: () => void;
  side: Side;
}

export function StudioBody({ series, history, historyError, forecast, forecastError, waiting, onRetry, side }: StudioBodyProps) {
  const { range, scale } = route.useSearch();
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
          <Panel title="History and forecast" unit={series.unit}>
            <LoadingRows rows={10} label="Making the forecast" />
          </Panel>
          <Panel title="Candidates">
            <LoadingRows rows={7} label="Testing candidates" />
          </Panel>
        </div>
        <SidePanel side={side} className="studio-verdict">
          <Panel title="Verdict" bare />
        </SidePanel>
      </>
    );
  }
  const set = (part: { range?: (typeof RANGES)[number]; scale?: "log" | undefined }) => void navigate({ search: (previous) => ({ ...previous, ...part }), resetScroll: false });
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
          onKey={(key) => key === "l" && set({ scale: scale === "log" ? undefined : "log" })}
          tools={
            <>
              <Segmented label="History shown" value={shown} onChange={(next) => set({ range: next })} options={RANGES.map((value) => ({ value, label: LABELS[value] }))} />
              <Segmented label="Scale" value={scale ?? "linear"} onChange={(next) => set({ scale: next === "log" ? "log" : undefined })} options={[{ value: "linear", label: "Linear" }, { value: "log", label: "Log" }]} />
            </>
          }
        />
        <Candidates result={forecast} stepWord={word} waiting={waiting} />
      </div>
      <SidePanel side={side} className="studio-verdict">
        <VerdictPanel result={forecast} waiting={waiting} />
      </SidePanel>
    </>
  );
}
