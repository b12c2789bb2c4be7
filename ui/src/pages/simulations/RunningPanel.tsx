import { useMutation } from "@tanstack/react-query";
import { cancelJob, useJob } from "@/api/jobs";
import { useMay } from "@/api/session";
import type { Simulation } from "@/api/simulations";
import { formatNumber } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { ErrorPanel } from "@/page/States";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Progress } from "@/ui/Progress";
import { nameParts } from "../scenarios/model/name";

/** A run that is not done: progress in words, and Stop. The page may be left. */
export function RunningPanel({ simulation }: { simulation: Simulation }) {
  const job = useJob(simulation.job_id).data;
  const may = useMay();
  const stop = useMutation({ mutationFn: () => cancelJob(simulation.job_id ?? "") });
  const { project, variant } = nameParts(simulation.scenario_name);
  const stopping = stop.isPending || job?.cancel_requested === true;
  const fraction = job && job.state !== "queued" ? job.progress / 100 : null;
  const words = stopping ? "Stopping." : (job?.note ?? (simulation.state === "queued" ? "Waiting for a worker." : `${formatNumber((fraction ?? 0) * simulation.iterations)} of ${formatNumber(simulation.iterations)} iterations`));
  return (
    <>
      <PageHead
        title={project}
        browserTitle={`Simulation of ${simulation.scenario_name}`}
        chips={
          <>
            {variant ? <Chip>{variant}</Chip> : null}
            {simulation.scenario_version === null ? null : <Chip>v{simulation.scenario_version}</Chip>}
            <Chip tone="modelled">{simulation.state}</Chip>
          </>
        }
        facts={`${formatNumber(simulation.iterations)} iterations, seed ${simulation.seed}`}
        actions={
          simulation.job_id && may ? (
            <Button icon="close" busy={stopping} onClick={() => stop.mutate()}>
              Stop
            </Button>
          ) : null
        }
      />
      <div className="sheets">
        <Panel title="Running">
          <div className="max-w-160 px-4 pb-4 max-desk:px-3">
            <Progress label={simulation.scenario_name} fraction={fraction} text={words} />
            <p className="mt-3 text-ink-2">The page may be left; the result is kept and listed under Simulations.</p>
          </div>
          {stop.isError ? <ErrorPanel error={stop.error} /> : null}
        </Panel>
      </div>
    </>
  );
}
