import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useList } from "@/api/list";
import { allSeriesQuery } from "@/api/series";
import { mayChange, useSession } from "@/api/session";
import { runAction, useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { formatDateTime, isoMinute } from "@/lib/dates";
import { count } from "@/lib/format";
import { visitBefore } from "@/lib/visit";
import { PageHead } from "@/page/PageHead";
import { TraceBar } from "@/page/TraceBar";
import { useAsOf } from "@/shell/AsOf";
import { useGo, useWorkspace } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Segmented } from "@/ui/Segmented";
import { Changes } from "./Changes";
import { FirstSteps } from "./FirstSteps";
import { HomeForecast } from "./HomeForecast";
import { HomeScenarios } from "./HomeScenarios";
import { Quotes } from "./Quotes";
import { RunningAndData } from "./RunningAndData";

const route = getRouteApi("/w/$workspace/");
const SINCE = [{ value: "visit", label: "Since last visit" }, { value: "24h", label: "24 h" }, { value: "7d", label: "7 days" }] as const;

function sinceInstant(since: "visit" | "24h" | "7d", visit: string, now: number): string {
  if (since === "visit") return visit;
  return new Date(now - (since === "24h" ? 1 : 7) * 86_400_000).toISOString();
}

export function HomePage() {
  const { since = "visit" } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const slug = useWorkspace();
  const go = useGo();
  const asOf = useAsOf();
  const workspace = session.workspaces.find((entry) => entry.slug === slug);
  const [now] = useState(() => Date.now());
  const [visit] = useState(() => visitBefore(slug));
  useCrumbs([{ label: "Home" }]);
  const from = sinceInstant(since, visit, now);
  const changes = useList("/api/v1/activity", { since: from, limit: 50 });
  const series = useQuery(allSeriesQuery);
  const scenarios = useList("/api/v1/scenarios");
  const may = mayChange(session);
  useActions([{ id: "home-forecast", label: "New forecast", section: "Here", words: "studio", run: () => go("/forecast") }]);
  const empty = series.data?.items.length === 0 && scenarios.rows.length === 0 && !scenarios.loading;
  const facts = changes.total === null ? "Reading what changed" : `${count(changes.total, "change")} since ${since === "visit" ? `${formatDateTime(from)}` : since === "24h" ? "yesterday at this time" : "seven days ago"}`;
  return (
    <>
      <PageHead
        title={workspace?.name ?? slug}
        browserTitle={`Home, ${workspace?.name ?? slug}`}
        chips={workspace?.demo ? <Chip tone="sample">Demo: public-domain prices, published studies</Chip> : null}
        facts={facts}
        actions={
          <>
            <Segmented tall label="Changes since" className="max-desk:min-w-full max-desk:*:flex-1" value={since} options={SINCE} onChange={(next) => void navigate({ search: (previous) => ({ ...previous, since: next === "visit" ? undefined : next }) })} />
            {may ? (
              <Button look="primary" icon="plus" keys="c" onClick={() => runAction("new")}>
                New
              </Button>
            ) : null}
          </>
        }
      />
      {empty ? (
        <FirstSteps />
      ) : (
        <>
          <Quotes series={series.data?.items} error={series.error} />
          <div className="sheets home">
            <Changes changes={changes} since={since === "visit" ? "since your last visit" : since === "24h" ? "in 24 hours" : "in seven days"} series={series.data?.items ?? []} />
            <HomeForecast series={series.data?.items} />
            <HomeScenarios list={scenarios} />
            <RunningAndData series={series.data?.items} />
          </div>
        </>
      )}
      <TraceBar
        items={[
          { label: "as of", value: isoMinute(asOf ?? new Date(now)) },
          { label: "changes since", value: isoMinute(from) },
          { label: "series", value: String(series.data?.total ?? 0) },
          { label: "engine", value: session.version },
        ]}
        note="Each figure opens where it comes from"
      />
    </>
  );
}
