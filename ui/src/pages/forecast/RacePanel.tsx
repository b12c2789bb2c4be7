import type { RaceStage } from "@/api/engine";
import { formatNumber } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { Button } from "@/ui/Button";
import { raceRows, raceWords, stageWords } from "./running";

export interface RacePanelProps {
  stage: RaceStage | null;
  asked: "automatic" | readonly string[];
  /** False when it was cancelled. */
  running: boolean;
  onCancel: () => void;
  onAgain: () => void;
}

/** Candidates while they race: rows change places when a stage ends, stopped ones are greyed. */
export function RacePanel({ stage, asked, running, onCancel, onAgain }: RacePanelProps) {
  const rows = raceRows(stage, asked);
  const text = stageWords(stage);
  return (
    <div className="relative border-t border-line" role="region" aria-label="Race of models" aria-busy={running}>
      {running ? <span className="waiting-line" /> : null}
      <div className="flex min-h-10 flex-wrap items-center gap-2 px-4 text-small max-desk:px-3">
        <p aria-live="polite" className="min-w-0 flex-1">
          {running ? raceWords(stage) : `Cancelled${stage ? ` after ${text}` : ""}. Nothing of this race was kept.`}
        </p>
        {running ? <span className="text-ink-3">{text}</span> : null}
        {running ? (
          <Button small icon="close" onClick={onCancel}>
            Cancel the race
          </Button>
        ) : (
          <Button small icon="retry" onClick={onAgain}>
            Race again
          </Button>
        )}
      </div>
      <ol className="race" style={{ height: `calc(var(--spacing) * 7 * ${rows.length})` }}>
        {rows.map((row) => (
          <li key={row.model} className="race-row" data-stopped={row.stopped} style={{ transform: `translateY(calc(var(--spacing) * 7 * ${row.place}))` }}>
            <span className="text-ink-3">{stage ? formatNumber(row.place + 1) : ""}</span>
            <span className="truncate">{row.name}</span>
            <span className="race-track" aria-hidden="true">
              <span className={`race-bar ${row.stopped ? "bg-line-strong" : row.place === 0 && stage ? "bg-azurite" : "bg-s4"}`} style={{ width: `${row.width * 100}%` }} />
            </span>
            <span className="text-right font-strong">{row.mase === null ? <Reason why={stage ? "an ensemble is made of its members when they have run" : "its first stage has not ended"} /> : formatNumber(row.mase, { digits: 2 })}</span>
            <span className="truncate text-right text-micro text-ink-3">{row.stopped ? "stopped" : row.origins > 0 ? `${formatNumber(row.origins)} origins` : stage ? "after the others" : "waiting"}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
