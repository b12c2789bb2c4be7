import { exportTable } from "@/grid/export";
import type { GridColumn } from "@/grid/column";
import type { DiffLine } from "@/api/scenarios";
import { count, formatNumber } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { EmptyState } from "@/page/States";
import { ScrollTable } from "@/pages/simulations/ScrollTable";
import { moneyScale } from "@/pages/simulations/model/money";
import { IconButton } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Menu } from "@/ui/Menu";
import { describeChange, diffScenarios, type LineChange } from "../model/diff";
import { pointerIn } from "../model/merge";
import { isWithin } from "../model/pointer";
import type { Scenario } from "../model/scenario";
import { SHEETS } from "../model/sheets";

export interface DiffViewProps {
  before: Scenario;
  after: Scenario;
  beforeName: string;
  afterName: string;
  /** NPV of both in the same unit, when both are known. */
  npv: { before: number; after: number; unit: string } | null;
  /** What the server computed each line alone to be worth. */
  effects: readonly DiffLine[] | null;
  onOpen: (change: LineChange) => void;
  onClose: () => void;
}

/** Two versions by line: old, new, and the effect on NPV. */
export function DiffView({ before, after, beforeName, afterName, npv, effects, onOpen, onClose }: DiffViewProps) {
  const changes = diffScenarios(before, after);
  const scale = npv ? moneyScale(npv.unit, Math.max(Math.abs(npv.before), Math.abs(npv.after))) : null;
  const effectOf = (change: LineChange): number | null => {
    const pointer = pointerIn(change.kind === "removed" ? before : after, change);
    const found = effects?.find((line) => pointer !== null && (isWithin(line.pointer, pointer) || isWithin(pointer, line.pointer)));
    return found?.npv_effect == null || !scale ? null : found.npv_effect * scale.factor;
  };
  const columns: GridColumn<LineChange>[] = [
    { id: "sheet", head: "Sheet", value: (row) => SHEETS.find((sheet) => sheet.id === row.sheet)?.label },
    { id: "line", head: "Line", value: (row) => `${row.label}${row.field ? `, ${row.field}` : ""}` },
    { id: "old", head: beforeName, value: (row) => describeChange(row).before },
    { id: "new", head: afterName, value: (row) => describeChange(row).after },
    { id: "note", head: "Change", value: (row) => describeChange(row).note },
    { id: "effect", head: "Effect on NPV", ...(scale ? { unit: scale.unit } : {}), value: effectOf },
  ];
  return (
    <section aria-label={`Changes from ${beforeName} to ${afterName}`} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-4 max-desk:h-auto max-desk:flex-wrap max-desk:px-3 max-desk:py-2">
        <h2 className="font-bold">
          {beforeName} to {afterName}
        </h2>
        <span className="min-w-0 truncate text-micro text-ink-3">
          {count(changes.length, "line")}
          {npv && scale ? `; NPV ${formatNumber(npv.before * scale.factor)} to ${formatNumber(npv.after * scale.factor)} ${scale.unit}, ${formatNumber((npv.after - npv.before) * scale.factor, { sign: true, digits: 1 })}` : ""}
        </span>
        <span className="ml-auto flex gap-1">
          <Menu label="Export changes" trigger={<IconButton small icon="export" label="Export changes" />} entries={exportTable(`${beforeName} to ${afterName}`, changes, columns)} />
          <IconButton small icon="close" label="Close the comparison" onClick={onClose} />
        </span>
      </div>
      {changes.length === 0 ? (
        <EmptyState>
          {beforeName} and {afterName} say the same.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-auto">
          <ScrollTable name="changes">
            <table className="data-table">
              <thead>
                <tr>
                  <th>Line</th>
                  <th>Unit</th>
                  <th className="num">{beforeName}</th>
                  <th className="num">{afterName}</th>
                  <th>Change</th>
                  <th className="num">Effect on NPV{scale ? `, ${scale.unit}` : ""}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => {
                  const words = describeChange(change);
                  const effect = effectOf(change);
                  return (
                    <tr key={change.key}>
                      <td>
                        <button type="button" className="text-left hover:text-azurite" onClick={() => onOpen(change)}>
                          <b className="font-strong">{change.label}</b> <span className="text-ink-3">{change.field}</span>
                        </button>
                      </td>
                      <td className="text-ink-3">{change.unit}</td>
                      <td className="num text-ink-3">{words.before}</td>
                      <td className="num">{words.after}</td>
                      <td>{change.kind === "changed" ? <span className="text-ink-2">{words.note}</span> : <Chip tone="yours">{change.kind}</Chip>}</td>
                      <td className="num">{effect === null ? <Reason why={effects ? "this line has no effect of its own" : "computed for saved versions only"} /> : formatNumber(effect, { digits: 1, sign: true })}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </ScrollTable>
        </div>
      )}
    </section>
  );
}
