/** Three-way merge by line: what I changed is put on top of what somebody else saved meanwhile. */
import { diffScenarios, type LineChange } from "./diff";
import { setAt } from "./pointer";
import type { Scenario } from "./scenario";

type Row = { id?: string; figure?: string };
const rowsOf = (scenario: Scenario, part: string): Row[] => {
  const rows: unknown = scenario[part as keyof Scenario];
  return Array.isArray(rows) ? (rows as Row[]) : [];
};

/** Where a change stands in this document; null when its row is not there. */
export function pointerIn(scenario: Scenario, change: Pick<LineChange, "part" | "id" | "tail">): string | null {
  if (change.id === null) return ["", change.part, ...change.tail].join("/");
  const index = rowsOf(scenario, change.part).findIndex((row) => (row.id ?? row.figure) === change.id);
  return index < 0 ? null : ["", change.part, String(index), ...change.tail].join("/");
}

export function applyChange(scenario: Scenario, change: LineChange): Scenario {
  if (change.kind === "added") return setAt(scenario, pointerIn(scenario, { ...change, tail: [] }) ?? `/${change.part}/-`, change.after);
  const pointer = pointerIn(scenario, change);
  if (pointer === null) return scenario;
  return setAt(scenario, pointer, change.kind === "removed" ? undefined : change.after);
}

export interface Merge {
  /** Theirs, with my changes that nobody else touched. */
  merged: Scenario;
  /** Lines both of us changed, differently. */
  conflicts: { mine: LineChange; theirs: LineChange }[];
}

export function mergeScenarios(base: Scenario, mine: Scenario, theirs: Scenario): Merge {
  const myChanges = diffScenarios(base, mine);
  const theirChanges = diffScenarios(base, theirs);
  const conflicts: Merge["conflicts"] = [];
  let merged = theirs;
  for (const change of myChanges) {
    const other = theirChanges.find((entry) => entry.key === change.key || (entry.id !== null && entry.part === change.part && entry.id === change.id && (entry.kind === "removed" || change.kind === "removed")));
    if (!other) merged = applyChange(merged, change);
    else if (JSON.stringify(other.after) !== JSON.stringify(change.after)) conflicts.push({ mine: change, theirs: other });
  }
  return { merged, conflicts };
}
