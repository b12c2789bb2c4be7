import { useState } from "react";
import { count } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Segmented } from "@/ui/Segmented";
import { describeChange } from "../model/diff";
import { applyChange, mergeScenarios } from "../model/merge";
import type { Scenario } from "../model/scenario";

export interface ConflictProps {
  /** The version the draft started from, mine, and what somebody else saved meanwhile. */
  base: Scenario;
  mine: Scenario;
  theirs: Scenario;
  version: number;
  author: string;
  onMerge: (merged: Scenario) => void;
  onTakeTheirs: () => void;
}

/** Somebody else saved: their version and my lines side by side; nothing is overwritten. */
export function Conflict({ base, mine, theirs, version, author, onMerge, onTakeTheirs }: ConflictProps) {
  const { merged, conflicts } = mergeScenarios(base, mine, theirs);
  const [choice, setChoice] = useState<Record<string, "mine" | "theirs">>({});
  const merge = () => onMerge(conflicts.reduce((draft, { mine: change }) => ((choice[change.key] ?? "mine") === "mine" ? applyChange(draft, change) : draft), merged));
  return (
    <section role="alert" aria-label="Somebody else saved" className="border-b border-line bg-copper-wash px-4 py-3 max-desk:px-3">
      <p className="font-strong text-copper">
        {author} saved v{version} while you were editing. Nothing was overwritten.
      </p>
      <p className="text-small text-ink-2">{conflicts.length === 0 ? "Your lines and theirs do not touch; merging keeps both." : `${count(conflicts.length, "line was", "lines were")} changed by both. Choose for each, then merge.`}</p>
      {conflicts.length > 0 ? (
        <ul className="mt-2 grid max-w-160 gap-1">
          {conflicts.map(({ mine: change, theirs: other }) => (
            <li key={change.key} className="flex flex-wrap items-center gap-3 text-small">
              <span className="min-w-0 flex-1 truncate">
                <b className="font-strong">{change.label}</b> <span className="text-ink-3">{change.field}</span>
              </span>
              <span>
                yours {describeChange(change).after}, theirs {describeChange(other).after}
              </span>
              <Segmented
                label={`Keep for ${change.label} ${change.field}`}
                value={choice[change.key] ?? "mine"}
                options={[
                  { value: "mine", label: "Yours" },
                  { value: "theirs", label: "Theirs" },
                ]}
                onChange={(next) => setChoice({ ...choice, [change.key]: next })}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={merge}>Merge onto v{version}</Button>
        <Button look="quiet" onClick={onTakeTheirs}>
          Take theirs, drop mine
        </Button>
      </div>
    </section>
  );
}
