import type { ReactNode } from "react";

export type Tone = "plain" | "modelled" | "yours" | "good" | "bad" | "doubtful" | "sample";
const TONE: Record<Tone, string> = {
  plain: "bg-hover text-ink-2",
  modelled: "bg-azurite-wash text-azurite",
  yours: "bg-copper-wash text-copper",
  good: "bg-pos-wash text-pos",
  bad: "bg-neg-wash text-neg",
  doubtful: "bg-warn-wash text-warn",
  sample: "border border-dashed border-line-strong text-ink-3",
};

export function Chip({ tone = "plain", title, children, className = "" }: { tone?: Tone; title?: string | undefined; children: ReactNode; className?: string }) {
  return (
    <span title={title} className={`inline-flex h-5 items-center gap-1 rounded-control px-1.5 text-micro font-medium whitespace-nowrap ${TONE[tone]} ${className}`}>
      {children}
    </span>
  );
}
