import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { tally, tallyWords, useBatch } from "@/api/batch";
import { cancelJob, isActive } from "@/api/jobs";
import type { Job, Series } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { ErrorPanel } from "@/page/States";
import { resultPath, STATE } from "@/pages/jobs/columns";
import { PlaceLink } from "@/shell/PlaceLink";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Progress } from "@/ui/Progress";

/** The jobs of a batch: how many ended, each by name with its forecast, and all of them stopped at once. */
export function BatchProgress({ jobs, series }: { jobs: readonly { series_id: string; job_id: string }[]; series: readonly Series[] }) {
  const client = useQueryClient();
  const batch = useBatch(jobs.map((entry) => entry.job_id));
  const known = new Map((batch.data ?? []).map((job) => [job.id, job]));
  const sum = tally(jobs.length, batch.data ?? []);
  const ended = sum.done + sum.failed + sum.cancelled;
  const cancel = useMutation({
    mutationFn: () => Promise.all((batch.data ?? []).filter(isActive).map((job) => cancelJob(job.id))),
    onSettled: () => client.invalidateQueries({ queryKey: ["batch"] }),
  });
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["list", "/api/v1/forecasts"] });
  }, [client, sum.done]);
  return (
    <div className="flex flex-col gap-3">
      <div role="status">
        <Progress label={ended === jobs.length ? "All have ended" : `${formatNumber(ended)} of ${formatNumber(jobs.length)} ended`} fraction={ended / jobs.length} text={tallyWords(sum)} />
      </div>
      {ended < jobs.length ? (
        <Button small icon="close" className="self-start" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel all
        </Button>
      ) : null}
      {batch.error ?? cancel.error ? <ErrorPanel error={batch.error ?? cancel.error} /> : null}
      <ul className="border-t border-line text-small">
        {jobs.map((entry) => (
          <Row key={entry.job_id} name={series.find((one) => one.id === entry.series_id)?.name ?? entry.series_id} job={known.get(entry.job_id)} />
        ))}
      </ul>
    </div>
  );
}

function Row({ name, job }: { name: string; job: Job | undefined }) {
  const state = job ? STATE[job.state] : STATE.queued;
  const to = resultPath(job?.result ?? null);
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-2 border-b border-grid">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {job?.state === "running" && job.progress > 0 ? <span className="text-ink-3">{formatNumber(job.progress)} %</span> : null}
      <Chip tone={state.tone}>{job?.state === "dead" ? "failed" : state.word}</Chip>
      {to ? (
        <PlaceLink to={to} className="cell-link text-azurite" aria-label={`Open the forecast of ${name}`}>
          Open
        </PlaceLink>
      ) : null}
      {job?.error ? <span className="basis-full pb-1 text-micro text-pretty text-ink-3">{job.error}</span> : null}
    </li>
  );
}
