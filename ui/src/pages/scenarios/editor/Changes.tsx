import { count } from "@/lib/format";
import { Button } from "@/ui/Button";
import { describeChange, type LineChange } from "../model/diff";

/** What changed against the saved version, newest figures beside the old ones. */
export function Changes({ changes, version, onOpen, onDiff }: { changes: readonly LineChange[]; version: number; onOpen: (change: LineChange) => void; onDiff: () => void }) {
  return (
    <section aria-label="What changed" className="border-b border-line px-4 py-3">
      <h2 className="flex items-center gap-2 font-bold">
        What changed
        <span className="text-micro font-regular text-ink-3">{changes.length === 0 ? `nothing since v${version}` : `${count(changes.length, "line")} since v${version}`}</span>
      </h2>
      <ul className="mt-1 grid gap-1">
        {changes.slice(0, 6).map((change) => {
          const words = describeChange(change);
          return (
            <li key={change.key}>
              <button type="button" className="w-full text-left hover:bg-hover" onClick={() => onOpen(change)}>
                <span className="flex gap-1 text-small">
                  <span className="truncate font-strong">{change.label}</span>
                  <span className="truncate text-ink-3">{change.field}</span>
                </span>
                <span className="flex gap-1.5 text-small">
                  {words.before ? <span className="truncate text-ink-3 line-through decoration-1">{words.before}</span> : null}
                  <span className="shrink-0 text-copper">{words.after}</span>
                  <span className="truncate text-micro text-ink-3">{words.note}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {changes.length > 6 ? (
        <Button small className="mt-2" onClick={onDiff}>
          All {count(changes.length, "change")}
        </Button>
      ) : null}
    </section>
  );
}
