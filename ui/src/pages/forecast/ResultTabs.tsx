import type { ReactNode } from "react";
import type { ForecastResult } from "@/api/forecasts";
import type { Observations, Series } from "@/api/types";
import { exportTable } from "@/grid/export";
import { count, formatNumber } from "@/lib/format";
import { LoadingRows } from "@/page/States";
import { IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { Tabs, type Tab } from "@/ui/Tabs";
import { Candidates } from "./Candidates";
import { RAMP } from "./heat";
import { leaderColumns } from "./leaders";
import { OriginsPanel } from "./OriginsPanel";
import { ResidualsPanel } from "./ResidualsPanel";
import { StoredPanel } from "./StoredPanel";
import { ranked } from "./verdict";

export interface ResultTabsProps {
  result: ForecastResult;
  series: Series;
  history: Observations;
  stepWord: string;
  tab: string;
  onTab: (tab: string) => void;
  waiting: boolean;
  /** The saved forecast the page is about. */
  current?: string;
  /** Shown in place of the leaderboard while models race. */
  race?: ReactNode;
  /** Tabs of the studio only. */
  more?: readonly Tab[];
}

/** Below the chart: who raced, what the errors hold, how good it was. */
export function ResultTabs({ result, series, history, stepWord, tab, onTab, waiting, current, race, more = [] }: ResultTabsProps) {
  const took = result.candidates.filter((entry) => entry.standing !== "refused").length;
  const dim = waiting ? "waiting" : "";
  return (
    <section aria-label="Below the chart" aria-busy={waiting || undefined} className="studio-below flex min-w-0 flex-col bg-surface">
      <Tabs
        label="Below the chart"
        value={tab}
        onChange={onTab}
        aside={tab === "candidates" && !race ? <CandidateTools result={result} /> : null}
        tabs={[
          {
            value: "candidates",
            label: "Candidates",
            count: result.candidates.length > 0 ? formatNumber(result.candidates.length) : undefined,
            content: race ?? (
              <div className={dim}>
                <p className="px-4 py-1.5 text-micro text-ink-3 max-desk:px-3">{result.candidates.length === 0 ? "Models were not compared." : `MASE by ${stepWord} ahead, coloured against naive. ${count(took, "model")} on ${count(result.windows.selection, "past forecast")}; test, DM, p and coverage on ${formatNumber(result.windows.test)} later ones.`}</p>
                {result.candidates.length > 0 ? <Candidates result={result} /> : null}
              </div>
            ),
          },
          { value: "residuals", label: "Residuals", content: <div className={dim}><ResidualsPanel result={result} /></div> },
          {
            value: "past",
            label: "Past forecasts",
            content: (
              <div className={`flex flex-col gap-px bg-line ${dim}`}>
                <div className="flex flex-col bg-surface">
                  <OriginsPanel result={result} series={series} history={history} />
                </div>
                <StoredPanel series={series} history={history} {...(current ? { current } : {})} />
              </div>
            ),
          },
          ...more,
        ]}
      />
    </section>
  );
}

function CandidateTools({ result }: { result: ForecastResult }) {
  return (
    <>
      <span className="flex items-center gap-1.5 text-micro text-ink-3 max-desk:hidden" aria-hidden="true">
        better
        <svg width={RAMP.length * 10} height={8}>
          {RAMP.map((name, i) => (
            <rect key={name} x={i * 10} width={10} height={8} fill={`var(--${name})`} />
          ))}
        </svg>
        worse
      </span>
      <Menu label="Export candidates" trigger={<IconButton small label="Export candidates" icon="export" />} entries={exportTable("candidates", ranked(result), leaderColumns(result))} />
    </>
  );
}

/** Rules where the tabs will be. */
export function TabsLoading({ race }: { race?: ReactNode }) {
  return (
    <section aria-label="Candidates" className="studio-below flex flex-col bg-surface">
      <h2 className="flex h-9 shrink-0 items-center px-4 font-bold max-desk:px-3">Candidates</h2>
      {race ?? <LoadingRows rows={7} label="Testing candidates" />}
    </section>
  );
}
