import { useEffect, type ReactNode } from "react";

/** Title, state chips, one line of facts; secondary actions first, the one primary action last. */
export function PageHead({ title, chips, facts, actions, browserTitle }: { title: ReactNode; chips?: ReactNode; facts?: ReactNode; actions?: ReactNode; browserTitle?: string }) {
  const name = browserTitle ?? (typeof title === "string" ? title : "Prospect");
  useEffect(() => {
    document.title = name === "Prospect" ? name : `${name} · Prospect`;
  }, [name]);
  return (
    <header className="flex shrink-0 items-center gap-3 border-b border-line px-4 desk:h-14 max-desk:flex-wrap max-desk:p-3">
      <div className="min-w-0 max-desk:w-full">
        <div className="flex items-center gap-2.5 max-desk:flex-wrap max-desk:gap-1.5">
          <h1 className="truncate text-title font-bold tracking-title">{title}</h1>
          {chips}
        </div>
        {facts ? <div className="truncate text-small text-ink-3 max-desk:whitespace-normal">{facts}</div> : null}
      </div>
      {actions ? <div className="ml-auto flex shrink-0 items-center gap-2 max-desk:ml-0 max-desk:w-full max-desk:flex-wrap max-desk:*:flex-1">{actions}</div> : null}
    </header>
  );
}
