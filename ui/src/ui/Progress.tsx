import { IconButton } from "./Button";

/** Progress always has words beside it, and Cancel where it can be stopped. */
export function Progress({ label, fraction, text, onCancel }: { label: string; fraction: number | null; text?: string | undefined; onCancel?: (() => void) | undefined }) {
  const percent = fraction === null ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div className="text-small">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-strong">{label}</span>
        {percent === null ? null : <span>{percent} %</span>}
        {onCancel ? <IconButton label={`Cancel ${label}`} icon="close" small onClick={onCancel} /> : null}
      </div>
      <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent ?? undefined} aria-valuetext={text} className="relative mt-1 h-0.75 overflow-hidden rounded-control bg-active">
        {percent === null ? <span className="waiting-line" /> : <span className="block h-full bg-ink" style={{ width: `${percent}%` }} />}
      </div>
      {text ? <p className="mt-1 text-micro text-ink-3">{text}</p> : null}
    </div>
  );
}
