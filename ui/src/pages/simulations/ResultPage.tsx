import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { versionQuery } from "@/api/scenarios";
import { resultQuery, simulationQuery, type Simulation } from "@/api/simulations";
import { useCrumbs } from "@/lib/crumbs";
import { formatMoment } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar, type TraceItem } from "@/page/TraceBar";
import { METHODS } from "@/pages/scenarios/model/correlation";
import { PlaceLink } from "@/shell/PlaceLink";
import { CashFlowPanel } from "./CashFlowPanel";
import type { ResultContext } from "./context";
import { DistributionPanel } from "./DistributionPanel";
import { DriversPanel } from "./DriversPanel";
import { samplingName } from "./model/facts";
import { inShownMoney } from "./model/money";
import { NotesPanels } from "./NotesPanels";
import { ResultHead } from "./ResultHead";
import { ResultStrip } from "./ResultStrip";
import { RunningPanel } from "./RunningPanel";
import { TimingPanel } from "./TimingPanel";

const route = getRouteApi("/w/$workspace/simulations/$id");

export function ResultPage() {
  const { id } = route.useParams();
  const simulation = useQuery(simulationQuery(id));
  const data = simulation.data;
  useCrumbs([
    { label: "Simulations", to: "/simulations" },
    ...(data?.scenario_slug ? [{ label: data.scenario_name, to: `/scenarios/${data.scenario_slug}` }] : []),
    { label: data ? `Simulation, ${formatMoment(data.created_at)}` : "Simulation" },
  ]);
  if (simulation.error) return <ErrorPanel error={simulation.error} onRetry={() => void simulation.refetch()} action={<PlaceLink to="/simulations" className="text-azurite hover:underline">All simulations</PlaceLink>} />;
  if (!data) return <LoadingRows label="Loading the simulation" />;
  if (data.state === "queued" || data.state === "running") return <RunningPanel simulation={data} />;
  return <Finished simulation={data} />;
}

function Finished({ simulation }: { simulation: Simulation }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const answer = useQuery({ ...resultQuery(simulation.id), enabled: simulation.state !== "failed" });
  const stored = simulation.scenario_slug !== null && simulation.scenario_version !== null;
  const version = useQuery({ ...versionQuery(simulation.scenario_slug ?? "", simulation.scenario_version ?? 0), enabled: stored });
  const result = useMemo(() => (answer.data ? inShownMoney(answer.data) : null), [answer.data]);
  const context = useMemo<ResultContext | null>(() => (result ? { simulation, result, scenario: version.data?.scenario ?? null, base: version.data?.base_case ?? null } : null), [simulation, result, version.data]);
  if (simulation.state === "failed") return <Failed simulation={simulation} />;
  if (!context && simulation.state === "cancelled") {
    return <EmptyState actions={<PlaceLink to="/simulations" className="text-azurite hover:underline">All simulations</PlaceLink>}>Stopped before a result was kept. Run {simulation.scenario_name} again to see its values.</EmptyState>;
  }
  if (answer.error) return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!context) return <LoadingRows label="Loading the result" />;
  const measure = search.measure ?? "npv";
  const set = (part: Partial<typeof search>) => void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true, resetScroll: false });
  return (
    <>
      <ResultHead context={context} measure={measure} onMeasure={(next) => set({ measure: next === "npv" ? undefined : next, bin: undefined })} />
      {context.result.cancelled ? (
        <p role="status" className="border-b border-line bg-warn-wash px-4 py-1.5 text-warn max-desk:px-3">
          Stopped at {formatNumber(context.result.iterations)} of {formatNumber(simulation.iterations)} iterations. The result so far is kept and marked partial.
        </p>
      ) : null}
      <ResultStrip context={context} hash={version.data?.hash ?? null} />
      <div className="sheets result-sheets">
        <DistributionPanel context={context} measure={measure} shape={search.shape ?? "density"} onShape={(next) => set({ shape: next === "density" ? undefined : next })} bin={search.bin} onBin={(bin) => set({ bin })} />
        <DriversPanel context={context} by={search.drivers ?? "swing"} onBy={(next) => set({ drivers: next === "swing" ? undefined : next })} />
        <CashFlowPanel context={context} />
        <TimingPanel context={context} />
      </div>
      {context.base ? <NotesPanels base={context.base} result={context.result} /> : null}
      <div className="trace-last mt-auto">
        <TraceBar items={traceItems(context, version.data?.hash ?? null)} {...(context.scenario?.source?.report ? { note: `Study: ${context.scenario.source.report}` } : {})} />
      </div>
    </>
  );
}

function traceItems({ simulation, result }: ResultContext, hash: string | null): TraceItem[] {
  const took = simulation.finished_at ? Date.parse(simulation.finished_at) - Date.parse(simulation.created_at) : null;
  return [
    { label: "scenario", value: simulation.scenario_version === null ? "not stored" : `v${simulation.scenario_version}${hash ? ` · ${hash.slice(0, 7)}` : ""}` },
    { label: "seed", value: String(simulation.seed) },
    { label: samplingName(simulation.sampling), value: result.correlation ? `inputs correlated by ${METHODS[result.correlation.method].label}` : "independent inputs" },
    { label: "iterations", value: formatNumber(result.iterations) },
    { label: "engine", value: simulation.engine_version },
    ...(took !== null && took >= 0 ? [{ label: "took", value: took < 1000 ? `${formatNumber(took)} ms` : `${formatNumber(took / 1000, { digits: 1 })} s` }] : []),
    { label: "made", value: simulation.finished_at ?? simulation.created_at, panelOnly: true },
    { label: "by", value: simulation.made_by, panelOnly: true },
    { label: "simulation", value: simulation.id, panelOnly: true },
    { label: "bands from", value: `${formatNumber(result.bands_iterations)} iterations`, panelOnly: true },
    ...(hash ? [{ label: "scenario hash", value: hash, panelOnly: true }] : []),
  ];
}

function Failed({ simulation }: { simulation: Simulation }) {
  return (
    <div role="alert" className="flex flex-col gap-2 px-4 py-4 max-desk:px-3">
      <p className="text-lead font-bold">The simulation of {simulation.scenario_name} failed</p>
      <p className="max-w-160 text-pretty text-ink-2">{simulation.error ?? "No reason was recorded."}</p>
      {simulation.scenario_slug ? (
        <PlaceLink to={`/scenarios/${simulation.scenario_slug}`} className="text-azurite hover:underline">
          Open the scenario
        </PlaceLink>
      ) : null}
    </div>
  );
}
