import { count } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { describeMisfit, type PastePlan } from "../model/paste";

/** Names what does not fit and how ambiguous numbers were read; the good part is pasted only if asked. */
export function PasteDialog({ plan, columnName, onPaste, onClose }: { plan: PastePlan; columnName: (column: number) => string; onPaste: () => void; onClose: () => void }) {
  const guesses = plan.cells.filter((cell) => cell.guess !== undefined && cell.problem === undefined);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={plan.misfits.length > 0 ? `${count(plan.misfits.length, "cell does", "cells do")} not fit` : "Check how the numbers were read"}
      description={`${count(plan.cells.length, "cell")} copied, ${count(plan.edits.length, "fits", "fit")}.`}
      actions={
        <>
          <Button onClick={onClose}>Paste nothing</Button>
          {plan.edits.length > 0 ? (
            <Button look="primary" onClick={onPaste}>
              {plan.misfits.length > 0 ? `Paste the ${plan.edits.length} that fit` : "Paste"}
            </Button>
          ) : null}
        </>
      }
    >
      <ul className="grid gap-1 text-small">
        {plan.misfits.slice(0, 50).map((cell, i) => (
          <li key={i} className="text-neg">
            {describeMisfit(cell, columnName)}
          </li>
        ))}
        {plan.misfits.length > 50 ? <li>and {count(plan.misfits.length - 50, "more", "more")}</li> : null}
        {guesses.slice(0, 10).map((cell, i) => (
          <li key={`g${i}`} className="text-ink-2">
            {cell.line?.label}, {columnName(cell.column)}: “{cell.text.trim()}”. {cell.guess}.
          </li>
        ))}
        {guesses.length > 10 ? <li>and {count(guesses.length - 10, "more", "more")} read the same way</li> : null}
      </ul>
    </Dialog>
  );
}
