import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { cancelJob, isActive, retryJob, useJob } from "@/api/jobs";
import { mayChange, useSession } from "@/api/session";
import { useCrumbs } from "@/lib/crumbs";
import { formatDateTime, formatDuration } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Progress } from "@/ui/Progress";
import { elapsed, kindName, resultPath, STATE } from "./columns";
import { useNow } from "./JobsPage";

const route = getRouteApi("/w/$workspace/jobs/$id");

export function JobPage() {
  const { id } = route.useParams();
  const session = useSession();
  const client = useQueryClient();
  const go = useGo();
  const query = useJob(id);
  const job = query.data;
  const now = useNow(job !== undefined && isActive(job));
  const title = job ? job.subject || kindName(job.kind) : "Job";
  useCrumbs([{ label: "Jobs", to: "/jobs" }, { label: title }]);
  const act = useMutation({
    mutationFn: (deed: "cancel" | "retry") => (deed === "cancel" ? cancelJob(id) : retryJob(id)),
    onSuccess: (next) => {
      client.setQueryData(["job", id], next);
      void client.invalidateQueries({ queryKey: ["jobs"] });
    },
  });
  const path = resultPath(job?.result ?? null);
  const may = mayChange(session);
  return (
    <>
      <PageHead
        title={title}
        chips={job ? <Chip tone={STATE[job.state].tone}>{STATE[job.state].word}</Chip> : null}
        facts={job ? `${kindName(job.kind)}, started by ${job.created_by ?? "the server"} on ${formatDateTime(job.created_at)}` : undefined}
        actions={
          job ? (
            <>
              {may && isActive(job) ? <Button onClick={() => act.mutate("cancel")}>Cancel</Button> : null}
              {may && (job.state === "dead" || job.state === "cancelled") ? <Button icon="retry" onClick={() => act.mutate("retry")}>Retry</Button> : null}
              {path ? <Button look="primary" onClick={() => go(path)}>Open the result</Button> : null}
            </>
          ) : undefined
        }
      />
      {query.error ? <ErrorPanel error={query.error} onRetry={() => void query.refetch()} /> : null}
      {act.error ? <ErrorPanel error={act.error} /> : null}
      {query.isPending ? <LoadingRows /> : null}
      {job ? (
        <Panel title="Progress" bare className="flex-1">
          <div className="max-w-160 px-4 py-4">
            {isActive(job) ? <Progress label={title} fraction={job.progress / 100} text={job.cancel_requested ? "Stopping" : (job.note ?? (job.state === "queued" ? "Waiting for a worker" : undefined))} /> : null}
            {job.error ? <p className="mb-3 text-neg">{job.error}</p> : null}
            <dl className="mt-2">
              <Fact label="Last words" value={job.note} why="it said nothing" />
              <Fact label="Progress" value={`${formatNumber(job.progress)} %`} />
              <Fact label="Took" value={elapsed(job, now) === null ? null : formatDuration(elapsed(job, now))} why="it never started" />
              <Fact label="Tries" value={`${formatNumber(job.attempts)} of ${formatNumber(job.max_attempts)}`} />
              <Fact label="Started" value={job.started_at ? formatDateTime(job.started_at) : null} why="no worker has taken it" />
              <Fact label="Finished" value={job.finished_at ? formatDateTime(job.finished_at) : null} why="still under way" />
            </dl>
          </div>
        </Panel>
      ) : null}
      <TraceBar items={[{ label: "job", value: id }]} />
    </>
  );
}

function Fact({ label, value, why = "not recorded" }: { label: string; value: string | null; why?: string }) {
  return (
    <div className="flex gap-4 border-b border-grid py-1.5">
      <dt className="w-28 shrink-0 text-ink-3">{label}</dt>
      <dd>{value ?? <Reason why={why} />}</dd>
    </div>
  );
}
