import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { cancelJob, isActive, useJobs } from "@/api/jobs";
import { useMay } from "@/api/session";
import { useLive } from "@/api/live";
import type { Job, JobState } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools, useHidden } from "@/grid/GridTools";
import { useCrumbs } from "@/lib/crumbs";
import { formatDuration, formatMoment } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import { Figure, FigureStrip } from "@/page/Figure";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Progress } from "@/ui/Progress";
import { Segmented } from "@/ui/Segmented";
import { toast } from "@/ui/Toast";
import { elapsed, finishedColumns, kindName } from "./columns";

const route = getRouteApi("/w/$workspace/jobs");
const STATES = [{ value: "all", label: "All" }, { value: "done", label: "Done" }, { value: "cancelled", label: "Cancelled" }, { value: "dead", label: "Gave up" }] as const;

export function useNow(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

export function JobsPage() {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const go = useGo();
  const live = useLive();
  useCrumbs([{ label: "Jobs" }]);
  const jobs = useJobs();
  const active = jobs.data?.items.filter(isActive) ?? [];
  const now = useNow(active.length > 0);
  const finished = useMemo(() => (jobs.data?.items ?? []).filter((job) => !isActive(job) && (!state || job.state === state)), [jobs.data, state]);
  const columns = useMemo(() => finishedColumns(now), [now]);
  const [hidden, setHidden] = useHidden("jobs", columns);
  const items = jobs.data?.items ?? [];
  const size = (wanted: JobState) => items.filter((job) => job.state === wanted).length;
  return (
    <div className="fit">
      <PageHead title="Jobs" facts={live ? "Work over five seconds runs here; figures are live" : "Work over five seconds runs here; figures are read every few seconds"} />
      <FigureStrip label="Jobs by state">
        <Figure label="Running" value={size("running")} shown={formatNumber(size("running"))} />
        <Figure label="Queued" value={size("queued")} shown={formatNumber(size("queued"))} />
        <Figure label="Done" value={size("done")} shown={formatNumber(size("done"))} detail={`of the last ${count(items.length, "job")}`} />
        <Figure label="Cancelled" value={size("cancelled")} shown={formatNumber(size("cancelled"))} />
        <Figure label="Gave up" value={size("dead")} shown={formatNumber(size("dead"))} detail="after the last try" kind={size("dead") > 0 ? "yours" : "measured"} />
      </FigureStrip>
      {jobs.error ? <ErrorPanel error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {jobs.isPending ? <LoadingRows /> : null}
      {jobs.data ? (
        <div className="sheets jobs">
          <Panel title="Running and queued" unit={active.length === 0 ? undefined : count(active.length, "job")}>
            {active.length === 0 ? <p className="border-t border-line px-4 py-3 text-ink-2">Nothing runs. A simulation of many iterations, a backup or a large import would show here.</p> : <ul>{active.map((job) => <Running key={job.id} job={job} now={now} />)}</ul>}
          </Panel>
          <Panel
            title="Finished"
            className="min-h-0"
            tools={
              <>
                <Segmented label="State" value={state ?? "all"} options={STATES} onChange={(next) => void navigate({ search: (previous) => ({ ...previous, state: next === "all" ? undefined : next }) })} />
                <GridTools name="jobs" rows={finished} columns={columns} hidden={hidden} onHidden={setHidden} />
              </>
            }
          >
            {finished.length === 0 ? <EmptyState>{state ? "No finished job is in this state." : "No job has finished yet."}</EmptyState> : <DataGrid name="Finished jobs" rows={finished} columns={columns} hidden={hidden} getId={(job) => job.id} onOpen={(job) => go(`/jobs/${job.id}`)} className="border-t border-line" />}
          </Panel>
        </div>
      ) : null}
      <TraceBar items={[{ label: "jobs shown", value: formatNumber(items.length) }, { label: "by", value: live ? "socket" : "polling" }]} note="Finished jobs are kept with their tries and their last words" />
    </div>
  );
}

function Running({ job, now }: { job: Job; now: number }) {
  const client = useQueryClient();
  const may = useMay();
  const cancel = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["jobs"] });
      toast(`${job.subject || kindName(job.kind)}: stopping; what is done is kept.`);
    },
  });
  const spent = elapsed(job, now);
  const left = spent !== null && job.progress > 3 ? (spent / job.progress) * (100 - job.progress) : null;
  const facts = [
    job.note ?? (job.state === "queued" ? `waiting since ${formatMoment(job.created_at)}` : "under way"),
    spent === null ? null : formatDuration(spent),
    left === null ? null : `about ${formatDuration(left)} left`,
    job.attempts > 1 ? `try ${formatNumber(job.attempts)} of ${formatNumber(job.max_attempts)}` : null,
    job.created_by,
  ].filter(Boolean);
  return (
    <li className="border-t border-line px-4 py-2">
      <Progress label={job.subject || kindName(job.kind)} fraction={job.progress / 100} text={job.cancel_requested ? "Stopping" : facts.join(" · ")} onCancel={!may || job.cancel_requested ? undefined : () => cancel.mutate()} />
      {cancel.error ? <ErrorPanel error={cancel.error} /> : null}
    </li>
  );
}
