import { useEffect, useState, type ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { count } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";

/** Nothing here yet: what it would hold, and the next step. */
export function EmptyState({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-1 flex-col items-start gap-3 px-4 py-6 max-desk:px-3">
      <p className="max-w-120 text-lead text-pretty text-ink-2">{children}</p>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}

/** The error where it happened: title, detail, one action, request id. */
export function ErrorPanel({ error, onRetry, action }: { error: unknown; onRetry?: () => void; action?: ReactNode }) {
  const problem = asProblem(error);
  const wait = useCountdown(problem.status === 429 ? problem.retryAfterSeconds : null);
  return (
    <div role="alert" className="flex flex-1 flex-col items-start gap-2 px-4 py-4 max-desk:px-3">
      <p className="flex items-center gap-2 font-bold">
        <Icon name="warn" className="text-neg" />
        {problem.title}
      </p>
      {problem.detail ? <p className="max-w-160 text-pretty text-ink-2">{problem.detail}</p> : null}
      {problem.errors.length > 0 ? (
        <ul className="text-small text-ink-2">
          {problem.errors.slice(0, 8).map((item) => (
            <li key={`${item.pointer} ${item.detail}`}>
              <code className="font-mono text-micro">{item.pointer}</code> {item.detail}
            </li>
          ))}
          {problem.errors.length > 8 ? <li>and {count(problem.errors.length - 8, "more")}</li> : null}
        </ul>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {action}
        {onRetry ? (
          <Button icon="retry" disabled={wait > 0} onClick={onRetry}>
            {wait > 0 ? `Retry in ${wait} s` : "Retry"}
          </Button>
        ) : null}
        {problem.requestId ? (
          <Button look="quiet" small icon="copy" onClick={() => void navigator.clipboard.writeText(problem.requestId ?? "")}>
            <span className="font-mono text-micro">{problem.requestId}</span>
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function useCountdown(from: number | null): number {
  const [left, setLeft] = useState(from ?? 0);
  useEffect(() => {
    if (from === null) return undefined;
    const timer = setInterval(() => setLeft((s) => Math.max(0, s - 1)), 1000);
    return () => clearInterval(timer);
  }, [from]);
  return left;
}

/** Rules where rows will be. No shimmer. */
export function LoadingRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="relative flex-1 border-t border-line">
      <span className="waiting-line" />
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="h-row border-b border-grid" />
      ))}
    </div>
  );
}
