import { useState } from "react";
import { count } from "@/lib/format";
import { ErrorPanel } from "@/page/States";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { describeChange, type LineChange } from "../model/diff";

/** A new version needs one line that says why. */
export function SaveDialog({ next, changes, saving, error, onSave, onClose }: { next: number; changes: readonly LineChange[]; saving: boolean; error: unknown; onSave: (note: string) => void; onClose: () => void }) {
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const save = () => {
    if (note.trim()) onSave(note.trim());
    else setMissing(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Save as v${next}`}
      description={`${count(changes.length, "line")} changed. A saved version is kept as it is.`}
      actions={
        <>
          <Button onClick={onClose}>Go on editing</Button>
          <Button look="primary" icon="save" busy={saving} onClick={save}>
            Save version
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField label="What changed and why" value={note} maxLength={500} error={missing && !note.trim() ? "A version needs a note; say in one line what changed." : undefined} onChange={(event) => setNote(event.target.value)} />
        <ul className="grid gap-0.5 text-small">
          {changes.slice(0, 8).map((change) => {
            const words = describeChange(change);
            return (
              <li key={change.key} className="flex gap-2">
                <span className="truncate">
                  {change.label} <span className="text-ink-3">{change.field}</span>
                </span>
                <span className="ml-auto shrink-0 text-copper">{words.after}</span>
                <span className="shrink-0 text-ink-3">{words.note}</span>
              </li>
            );
          })}
          {changes.length > 8 ? <li className="text-ink-3">and {count(changes.length - 8, "more", "more")}</li> : null}
        </ul>
      </form>
      {error ? <ErrorPanel error={error} /> : null}
    </Dialog>
  );
}
