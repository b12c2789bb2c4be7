import { useMemo, useState } from "react";
import { Panel } from "@/page/Panel";
import { EmptyState } from "@/page/States";
import type { BaseCase } from "@/pages/simulations/model/result";
import { Button, IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { computedLines } from "../grid/ComputedRows";
import { EditGrid } from "../grid/EditGrid";
import type { Selection } from "../model/gridKeys";
import { at } from "../model/gridKeys";
import { applyEdits, type Edit, type Line } from "../model/lines";
import type { Trouble } from "../model/problems";
import { addRow, removeRow, ROW_KINDS } from "../model/rows";
import type { Scenario } from "../model/scenario";
import { SHEETS, type SheetId } from "../model/sheets";
import { BasisSheet } from "./BasisSheet";
import { PhoneCell } from "./PhoneCell";
import { UncertaintySheet } from "./UncertaintySheet";
import { usePhone } from "@/lib/phone";

export interface ScheduleSheetProps {
  sheet: SheetId;
  scenario: Scenario;
  saved: Scenario;
  lines: readonly Line[];
  troubles: readonly Trouble[];
  selection: Selection;
  /** The draft's own evaluation, for the rows it computes. */
  base: BaseCase | null;
  readOnly: boolean;
  canUndo: boolean;
  canRedo: boolean;
  onSelection: (selection: Selection) => void;
  onEdit: (change: (draft: Scenario) => Scenario) => void;
  onUndo: () => void;
  onRedo: () => void;
}

/** The sheet in view: a form, a table of inputs, or the grid of periods and lines, under one head. */
export function ScheduleSheet({ sheet, scenario, saved, lines, troubles, selection, base, readOnly, canUndo, canRedo, onSelection, onEdit, onUndo, onRedo }: ScheduleSheetProps) {
  const phone = usePhone();
  const [tapped, setTapped] = useState(false);
  const computed = useMemo(() => computedLines(base, sheet), [base, sheet]);
  const label = SHEETS.find((entry) => entry.id === sheet)?.label ?? sheet;
  const kinds = ROW_KINDS[sheet] ?? [];
  const edits = (list: Edit[]) => {
    if (list.length > 0) onEdit((draft) => applyEdits(draft, lines, list));
  };
  const add = (kind: (typeof kinds)[number]) => {
    onEdit((draft) => addRow(draft, kind).scenario);
    onSelection(at(lines.length, 0));
  };
  const current = lines[selection.active.row];
  const adding = readOnly || kinds.length === 0 ? null : (
    <Menu
      label="Add a row"
      trigger={
        <Button small icon="plus">
          Row
        </Button>
      }
      entries={kinds.map((kind) => ({ label: kind.label, onSelect: () => add(kind) }))}
    />
  );
  const grid = sheet !== "basis" && sheet !== "uncertainty";
  return (
    <Panel
      title={label}
      unit={grid && !phone ? "periods across; type to replace, F2 to edit, Ctrl D and Ctrl R fill" : undefined}
      className="min-h-0"
      tools={
        readOnly ? null : (
          <>
            {adding}
            {grid && current ? <IconButton small icon="trash" label={`Remove the row ${current.label}`} onClick={() => onEdit((draft) => removeRow(draft, current.row))} /> : null}
            <IconButton small icon="retry" className="-scale-x-100" label="Undo" disabled={!canUndo} onClick={onUndo} />
            <IconButton small icon="retry" label="Redo" disabled={!canRedo} onClick={onRedo} />
          </>
        )
      }
    >
      {sheet === "basis" ? <BasisSheet scenario={scenario} troubles={troubles} readOnly={readOnly} onEdit={onEdit} /> : null}
      {sheet === "uncertainty" ? <UncertaintySheet scenario={scenario} readOnly={readOnly} warnings={base?.warnings ?? []} onEdit={onEdit} /> : null}
      {grid && lines.length === 0 ? <EmptyState actions={adding}>No row on this sheet. The scenario works without; add one where the project has it.</EmptyState> : null}
      {grid && lines.length > 0 ? (
        <EditGrid
          name={label}
          scenario={scenario}
          saved={saved}
          lines={lines}
          troubles={troubles}
          selection={selection}
          readOnly={readOnly}
          onSelection={(next) => {
            onSelection(next);
            if (phone) setTapped(true);
          }}
          onEdits={edits}
          computed={computed}
          onTap={phone ? () => setTapped(true) : undefined}
        />
      ) : null}
      {phone && tapped && grid && current ? <PhoneCell scenario={scenario} line={current} cell={selection.active} readOnly={readOnly} onMove={(cell) => onSelection(at(cell.row, cell.column))} onEdits={edits} onClose={() => setTapped(false)} /> : null}
    </Panel>
  );
}
