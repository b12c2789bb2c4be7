import { getRouteApi } from "@tanstack/react-router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { cancelJob, isActive, useJobs } from "@/api/jobs";
import { useList } from "@/api/list";
import { mayChange, useSession } from "@/api/session";
import type { Simulation } from "@/api/simulations";
import { removeSimulation } from "@/api/simulations";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools, useHidden } from "@/grid/GridTools";
import { useCrumbs } from "@/lib/crumbs";
import { count, formatNumber } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Dialog } from "@/ui/Dialog";
import { Progress } from "@/ui/Progress";
import { simulationColumns, type MoneyOf } from "./columns";
import { moneyScale } from "./model/money";

const route = getRouteApi("/w/$workspace/simulations");

export function SimulationsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useGo();
  const may = mayChange(useSession());
  const client = useQueryClient();
  useCrumbs([{ label: "Projects" }, { label: "Simulations" }]);
  const list = useList("/api/v1/simulations", { scenario: search.scenario });
  const [removing, setRemoving] = useState<Simulation | null>(null);
  const columns = useMemo(() => simulationColumns(money, may ? setRemoving : null), [may]);
  const [hidden, setHidden] = useHidden("simulations", columns);
  const running = (useJobs().data?.items ?? []).filter((job) => isActive(job) && job.kind.startsWith("simulat"));
  const stop = useMutation({ mutationFn: cancelJob, onSuccess: () => client.invalidateQueries({ queryKey: ["jobs"] }) });
  return (
    <>
      <PageHead
        title="Simulations"
        chips={search.scenario ? <Chip tone="modelled">{search.scenario}</Chip> : null}
        facts={list.total === null ? "Value distributions of scenarios, each with its version and seed" : `${count(list.total, "simulation")}, each with its scenario version, seed and engine`}
        actions={search.scenario ? <Button onClick={() => void navigate({ search: {} })}>Show all simulations</Button> : null}
      />
      <div className={`sheets ${running.length > 0 ? "list-sheets" : ""}`}>
        {running.length > 0 ? (
          <Panel title="Running" unit={count(running.length, "job")}>
            <div className="grid gap-3 px-4 pb-4 max-desk:px-3">
              {running.map((job) => (
                <Progress key={job.id} label={job.subject} fraction={job.state === "queued" ? null : job.progress / 100} text={job.cancel_requested ? "Stopping." : (job.note ?? "Waiting for a worker.")} {...(may && !job.cancel_requested ? { onCancel: () => stop.mutate(job.id) } : {})} />
              ))}
            </div>
            {stop.isError ? <ErrorPanel error={stop.error} /> : null}
          </Panel>
        ) : null}
        <Panel title="Results" className="min-h-96" waiting={list.waiting} tools={<GridTools name="simulations" rows={list.rows} columns={columns} hidden={hidden} onHidden={setHidden} />}>
          {list.error ? (
            <ErrorPanel error={list.error} onRetry={list.refetch} />
          ) : list.loading ? (
            <LoadingRows rows={8} label="Loading simulations" />
          ) : list.rows.length === 0 ? (
            <EmptyState actions={<Button onClick={() => go("/scenarios")}>Open scenarios</Button>}>No simulation yet. Open a scenario and run it: 100,000 iterations take less than a second.</EmptyState>
          ) : (
            <DataGrid name="Simulations" rows={list.rows} columns={columns} hidden={hidden} getId={(row) => row.id} onOpen={(row) => go(`/simulations/${row.id}`)} onEnd={list.more} className="border-t border-line" />
          )}
        </Panel>
      </div>
      <TraceBar items={[{ label: "simulations", value: formatNumber(list.total ?? list.rows.length) }]} note="The same scenario version, seed and engine give the same digits" />
      {removing ? <Remove simulation={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

/** The NPV of a row in readable money. */
const money: MoneyOf = ({ summary }) => (summary?.unit ? moneyScale(summary.unit, Math.max(Math.abs(summary.p10), Math.abs(summary.p90))) : null);

function Remove({ simulation, onClose }: { simulation: Simulation; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeSimulation(simulation.id),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] === "list" || query.queryKey[0] === "scenarios" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete this simulation?"
      description={`${simulation.scenario_name}, seed ${simulation.seed}. Running the same version with the same seed gives the same digits again.`}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete simulation
          </Button>
        </>
      }
    >
      {remove.isError ? <ErrorPanel error={remove.error} /> : null}
    </Dialog>
  );
}
