import type { Job, JobState } from "@/api/types";
import type { GridColumn } from "@/grid/column";
import { formatDuration, formatMoment } from "@/lib/dates";
import { Chip, type Tone } from "@/ui/Chip";

export const STATE: Record<JobState, { word: string; tone: Tone }> = {
  queued: { word: "queued", tone: "plain" },
  running: { word: "running", tone: "modelled" },
  done: { word: "done", tone: "good" },
  dead: { word: "gave up", tone: "bad" },
  cancelled: { word: "cancelled", tone: "doubtful" },
};
const KINDS: Record<string, string> = { simulate: "Simulation", simulation: "Simulation", backup: "Backup", import: "Import", score: "Scoring", score_forecasts: "Scoring", forecast: "Forecast" };
export const kindName = (kind: string) => KINDS[kind] ?? (kind.charAt(0).toUpperCase() + kind.slice(1)).replaceAll("_", " ");

/** The page of what a job made: `simulation/{id}` is at `/simulations/{id}`. */
export function resultPath(result: string | null): string | null {
  const [kind, id] = result?.split("/") ?? [];
  if (!kind || !id) return null;
  return kind === "simulation" ? `/simulations/${id}` : kind === "forecast" ? `/forecasts/${id}` : null;
}

export function elapsed(job: Job, now: number): number | null {
  if (!job.started_at) return null;
  return (job.finished_at ? Date.parse(job.finished_at) : now) - Date.parse(job.started_at);
}

export const finishedColumns = (now: number): GridColumn<Job>[] => [
  { id: "subject", head: "Subject", value: (row) => row.subject || kindName(row.kind), width: 64, grow: true, cell: (row) => <span className="truncate font-strong">{row.subject || kindName(row.kind)}</span> },
  { id: "kind", head: "Kind", value: (row) => kindName(row.kind), width: 28 },
  { id: "state", head: "State", value: (row) => STATE[row.state].word, width: 28, cell: (row) => <Chip tone={STATE[row.state].tone}>{STATE[row.state].word}</Chip> },
  { id: "note", head: "What happened", value: (row) => row.error ?? row.note, width: 72, grow: true, why: () => "nothing to remark", cell: (row) => <span className="truncate text-ink-2">{row.error ?? row.note ?? "finished without remark"}</span> },
  { id: "elapsed", head: "Took", num: true, value: (row) => elapsed(row, now), width: 24, why: () => "it never started", cell: (row) => (elapsed(row, now) === null ? <span className="text-ink-3">not started</span> : formatDuration(elapsed(row, now))) },
  { id: "tries", head: "Tries", num: true, value: (row) => row.attempts, width: 20, cell: (row) => `${row.attempts} of ${row.max_attempts}` },
  { id: "by", head: "Who", value: (row) => row.created_by, width: 28, why: () => "the server started it" },
  { id: "finished", head: "Finished", num: true, value: (row) => row.finished_at, width: 32, why: () => "still under way", cell: (row) => <span className="text-ink-3">{formatMoment(row.finished_at)}</span> },
];
