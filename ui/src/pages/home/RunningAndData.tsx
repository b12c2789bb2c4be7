import { useMutation, useQueryClient } from "@tanstack/react-query";
import { cancelJob, isActive, useJobs } from "@/api/jobs";
import { useMay } from "@/api/session";
import type { Job, Series } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { ErrorPanel } from "@/page/States";
import { kindName } from "@/pages/jobs/columns";
import { PlaceLink } from "@/shell/PlaceLink";
import { Progress } from "@/ui/Progress";

/** What runs, and where the data stands, by source. */
export function RunningAndData({ series }: { series: readonly Series[] | undefined }) {
  const jobs = useJobs();
  const active = (jobs.data?.items ?? []).filter(isActive);
  const sources = bySource(series ?? []);
  const current = sources.filter((source) => source.stale === 0).length;
  return (
    <div className="flex flex-col bg-surface">
      <Panel title="Running" unit={active.length === 0 ? "nothing" : count(active.length, "job")} tools={<PlaceLink to="/jobs" className="text-micro text-ink-3 hover:text-ink">All jobs</PlaceLink>}>
        {jobs.error ? <ErrorPanel error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
        {active.length === 0 && !jobs.error ? <p className="border-t border-line px-4 py-2.5 text-small text-ink-2 max-desk:px-3">Nothing runs now.</p> : null}
        <ul>
          {active.slice(0, 4).map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      </Panel>
      <div className="border-t border-line">
        <Panel title="Sources" unit={sources.length === 0 ? "none yet" : `${formatNumber(current)} of ${formatNumber(sources.length)} current`}>
          <ul className="pb-1.5">
            {sources.slice(0, 6).map((source) => (
              <li key={source.name} className="source-row px-4 text-small max-desk:px-3">
                <span aria-hidden="true" className={`size-1.75 ${source.stale > 0 ? "border-2 border-warn" : "bg-pos"} rounded-full`} />
                <PlaceLink to={`/series?source=${encodeURIComponent(source.name)}`} className="truncate font-strong hover:text-azurite">
                  {source.name}
                </PlaceLink>
                <span className="truncate text-ink-2">{`${count(source.size, "series", "series")}, last ${formatDay(source.last)}`}</span>
                <span className={`text-micro ${source.stale > 0 ? "text-warn" : "text-ink-3"}`}>{source.stale > 0 ? `${formatNumber(source.stale)} stale` : "current"}</span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  );
}

interface Source {
  name: string;
  size: number;
  stale: number;
  last: string | null;
}

function bySource(series: readonly Series[]): Source[] {
  const found = new Map<string, Source>();
  for (const entry of series) {
    const source = found.get(entry.source) ?? { name: entry.source, size: 0, stale: 0, last: null };
    source.size += 1;
    if (entry.staleness === "stale") source.stale += 1;
    if (entry.last_time && (source.last === null || entry.last_time > source.last)) source.last = entry.last_time;
    found.set(entry.source, source);
  }
  return [...found.values()].sort((a, b) => b.size - a.size);
}

function JobLine({ job }: { job: Job }) {
  const client = useQueryClient();
  const may = useMay();
  const cancel = useMutation({ mutationFn: () => cancelJob(job.id), onSuccess: () => client.invalidateQueries({ queryKey: ["jobs"] }) });
  return (
    <li className="border-t border-grid px-4 py-1.5 first:border-line max-desk:px-3">
      <Progress label={job.subject || kindName(job.kind)} fraction={job.progress / 100} text={job.cancel_requested ? "Stopping" : (job.note ?? (job.state === "queued" ? "Waiting for a worker" : undefined))} onCancel={!may || job.cancel_requested ? undefined : () => cancel.mutate()} />
      {cancel.error ? <ErrorPanel error={cancel.error} /> : null}
    </li>
  );
}
