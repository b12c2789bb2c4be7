import type { ReactNode } from "react";
import { copyText } from "@/lib/download";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import type { TraceItem } from "./TraceBar";

/** How one figure was made: the formula or method in a sentence, then what went into it. */
export interface HowMade {
  method: string;
  items: readonly TraceItem[];
}

export interface HowProps {
  /** The figure's name. */
  name: string;
  /** The value with all its digits and its unit; or why there is none. */
  value: string;
  how: HowMade;
  /** The figure as it stands on the page; it opens the panel. */
  children: ReactNode;
}

/** A figure that says how it was made: by click, Enter, or `.` while it has the focus. */
export function How({ name, value, how, children }: HowProps) {
  const lines = [`${name}\t${value}`, how.method, ...how.items.map((item) => `${item.label}\t${item.value}`)];
  return (
    <Popover
      label={`How ${name} was made`}
      align="start"
      className="w-88 max-w-11/12"
      trigger={
        <button type="button" data-trace className="figure-how" title={`${value}. How this was made`}>
          {children}
          <span className="sr-only">How {name} was made</span>
        </button>
      }
    >
      <div className="border-b border-line px-4 py-2.5">
        <p className="text-micro text-ink-3">{name}</p>
        <p className="font-strong break-words">{value}</p>
        <p className="mt-1 text-small text-pretty text-ink-2">{how.method}</p>
      </div>
      <dl className="text-small">
        {how.items.map((item) => (
          <div key={item.label} className="flex gap-3 border-b border-grid px-4 py-1.25">
            <dt className="w-24 shrink-0 text-ink-3">{item.label}</dt>
            <dd className="min-w-0 flex-1 font-mono text-micro leading-4 break-words">{item.value}</dd>
          </div>
        ))}
      </dl>
      <div className="flex justify-end bg-sunken px-4 py-2">
        <Button small icon="copy" onClick={() => void copyText(lines.join("\n"))}>
          Copy
        </Button>
      </div>
    </Popover>
  );
}
