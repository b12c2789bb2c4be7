import { formatExact } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Dialog";
import { NumberField } from "@/ui/NumberField";
import { columnName } from "../model/cells";
import type { Cell } from "../model/gridKeys";
import { ALL, cellValue, periodCount, type Edit, type Line } from "../model/lines";
import type { Scenario } from "../model/scenario";

/** One cell at a time, from the foot of the phone; the arrows go along the line. */
export function PhoneCell({ scenario, line, cell, readOnly, onMove, onEdits, onClose }: { scenario: Scenario; line: Line; cell: Cell; readOnly: boolean; onMove: (cell: Cell) => void; onEdits: (edits: Edit[]) => void; onClose: () => void }) {
  const now = cellValue(scenario, line, cell.column);
  const value = now.kind === "own" || now.kind === "spread" ? now.value : null;
  const last = line.perPeriod ? periodCount(scenario) - 1 : ALL;
  const go = (by: number) => onMove({ row: cell.row, column: Math.min(last, Math.max(ALL, cell.column + by)) });
  const shown = value === null ? null : line.percent ? Number((value * 100).toPrecision(12)) : value;
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${line.label}${line.part ? `, ${line.part}` : ""}`}
      actions={
        <>
          <Button icon="left" disabled={cell.column <= ALL} onClick={() => go(-1)}>
            Back
          </Button>
          <Button icon="right" disabled={cell.column >= last} onClick={() => go(1)}>
            Next
          </Button>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="p-3">
        {readOnly ? (
          <p>
            {columnName(scenario, cell.column)}: {formatExact(shown, line.unit)}
          </p>
        ) : (
          <NumberField
            key={`${line.pointer} ${cell.column}`}
            label={cell.column === ALL ? "All periods" : `Period ${columnName(scenario, cell.column)}`}
            unit={line.unit}
            value={shown}
            hint={now.kind === "varies" ? "One value per period now; a number here replaces them all." : now.kind === "spread" ? "The same in all periods now; a number here makes this one its own." : undefined}
            onChange={(next) => onEdits([{ pointer: line.pointer, column: cell.column, value: line.percent ? next / 100 : next }])}
          />
        )}
      </div>
    </Drawer>
  );
}
