import type { ReactNode } from "react";

export interface PanelProps {
  title: string;
  /** The unit, or one short fact beside the title. */
  unit?: ReactNode;
  /** View switch, table and export, at the right of the head. */
  tools?: ReactNode;
  /** Hide the head and keep the title for screen readers. */
  bare?: boolean;
  /** The figures shown are being replaced. */
  waiting?: boolean;
  className?: string;
  children?: ReactNode;
}

/** A ruled sheet with a 36 px head. Panels are put in `sheets`, whose gaps are the rules. */
export function Panel({ title, unit, tools, bare = false, waiting = false, className = "", children }: PanelProps) {
  return (
    <section aria-label={title} aria-busy={waiting || undefined} className={`relative flex min-w-0 flex-col bg-surface ${className}`}>
      {waiting ? <span className="waiting-line" /> : null}
      {bare ? (
        <h2 className="sr-only">{title}</h2>
      ) : (
        <div className="flex h-9 shrink-0 items-center gap-2 px-4 max-desk:h-auto max-desk:min-h-11 max-desk:flex-wrap max-desk:px-3 max-desk:py-1.5">
          <div className="flex min-w-0 flex-1 items-center gap-x-2 max-desk:basis-40 max-desk:flex-wrap">
            <h2 className="max-w-full shrink-0 truncate font-bold">{title}</h2>
            {unit ? <span className="min-w-0 truncate text-micro text-ink-3">{unit}</span> : null}
          </div>
          {tools ? <div className="ml-auto flex shrink-0 items-center gap-1.5 max-desk:shrink max-desk:flex-wrap max-desk:justify-end">{tools}</div> : null}
        </div>
      )}
      <div className={`flex min-h-0 flex-1 flex-col ${waiting ? "waiting" : ""}`}>{children}</div>
    </section>
  );
}
