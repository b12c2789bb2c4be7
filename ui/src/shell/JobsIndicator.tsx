import { cancelJob, isActive, useJobs } from "@/api/jobs";
import { useMay } from "@/api/session";
import { count } from "@/lib/format";
import { PopoverClose, Popover } from "@/ui/Popover";
import { Progress } from "@/ui/Progress";
import { PlaceLink } from "./PlaceLink";

/** A ring that fills with the work under way; opens the running jobs. */
export function JobsIndicator() {
  const jobs = useJobs();
  const active = jobs.data?.items.filter(isActive) ?? [];
  const done = active.reduce((sum, job) => sum + job.progress / 100, 0) / Math.max(1, active.length);
  const may = useMay();
  const label = active.length === 0 ? "No job is running" : `${count(active.length, "job")} running`;
  return (
    <Popover
      label="Jobs"
      className="w-80"
      trigger={
        <button type="button" aria-label={label} title={label} className="flex h-7 shrink-0 items-center gap-1.5 rounded-control px-1.5 text-small text-ink-2 hover:bg-hover max-desk:hidden">
          <Ring fraction={active.length === 0 ? 0 : Math.max(0.06, done)} />
          {active.length > 0 ? active.length : null}
        </button>
      }
    >
      <div className="px-4 py-3">
        {active.length === 0 ? <p className="text-ink-2">No job is running.</p> : null}
        <div className="flex flex-col gap-3">
          {active.slice(0, 6).map((job) => (
            <Progress key={job.id} label={job.subject || job.kind} fraction={job.progress / 100} text={job.note ?? (job.state === "queued" ? "Waiting for a worker" : undefined)} onCancel={may ? () => void cancelJob(job.id) : undefined} />
          ))}
        </div>
      </div>
      <PopoverClose asChild>
        <PlaceLink to="/jobs" className="block border-t border-line px-4 py-2 font-medium text-azurite hover:bg-hover">
          All jobs
        </PlaceLink>
      </PopoverClose>
    </Popover>
  );
}

export function Ring({ fraction, size = 16 }: { fraction: number; size?: number }) {
  const length = 2 * Math.PI * 6;
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="var(--line-strong)" strokeWidth="2" />
      {fraction > 0 ? <circle cx="8" cy="8" r="6" fill="none" stroke="var(--azurite)" strokeWidth="2" strokeDasharray={`${length * fraction} ${length}`} transform="rotate(-90 8 8)" /> : null}
    </svg>
  );
}
