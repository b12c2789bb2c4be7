import { useState, type ReactNode } from "react";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { NumberField } from "@/ui/NumberField";
import { Popover } from "@/ui/Popover";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { formOf, FORMS, problemOf, startValues, type Form } from "../model/distribution";
import { setAt } from "../model/pointer";
import type { Uncertain } from "../model/scenario";
import type { Target } from "../model/uncertain";
import { DistributionCurve } from "./DistributionCurve";

export interface DistributionPickerProps {
  entry: Uncertain;
  target: Target | undefined;
  trigger: ReactNode;
  onApply: (entry: Uncertain) => void;
  onRemove?: (() => void) | undefined;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Kind and parameters in an analyst's terms beside the shape they give; taken with Apply, as one step of undo. */
export function DistributionPicker({ entry, target, trigger, onApply, onRemove, ...state }: DistributionPickerProps) {
  const [own, setOwn] = useState(false);
  const open = state.open ?? own;
  const setOpen = state.onOpenChange ?? setOwn;
  return (
    <Popover label={`Distribution of ${entry.label}`} align="end" open={open} onOpenChange={setOpen} className="w-80 p-4" trigger={trigger}>
      {open ? <Picker entry={entry} target={target} onRemove={onRemove} onApply={onApply} onClose={() => setOpen(false)} /> : null}
    </Popover>
  );
}

function Picker({ entry, target, onApply, onRemove, onClose }: Omit<DistributionPickerProps, "trigger"> & { onClose: () => void }) {
  const [draft, setDraft] = useState(entry);
  const known = formOf(draft.distribution);
  const problem = problemOf(draft.distribution);
  const base = draft.kind === "factor" ? 1 : (target?.base ?? 1);
  const take = (form: Form, values: Record<string, number>) => setDraft({ ...draft, distribution: form.make(values) });
  const asKind = (kind: Uncertain["kind"]) => {
    const form = known?.form ?? FORMS[0];
    if (!form || kind === draft.kind) return;
    const distribution = form.make(startValues(form, kind === "factor" ? 1 : (target?.base ?? 1)));
    setDraft(setAt({ ...draft, kind, distribution }, "/unit", kind === "value" ? (target?.unit ?? "1") : undefined));
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem) return;
        onApply(draft);
        onClose();
      }}
    >
      <TextField label="Input" value={draft.label} onChange={(event) => setDraft({ ...draft, label: event.target.value })} />
      {target && target.kinds.length > 1 ? (
        <Segmented
          label="Acts as"
          tall
          value={draft.kind}
          options={[
            { value: "factor", label: "Factor", hint: "Multiplies what is typed" },
            { value: "value", label: "Value", hint: "Takes the place of what is typed" },
          ]}
          onChange={asKind}
        />
      ) : null}
      <Select
        label="Distribution"
        value={known?.form.id}
        placeholder={draft.distribution.kind.replaceAll("_", " ")}
        options={FORMS.map((form) => ({ value: form.id, label: form.label }))}
        onChange={(id) => {
          const form = FORMS.find((candidate) => candidate.id === id);
          if (form) take(form, startValues(form, base));
        }}
        {...(known ? {} : { hint: "Kept as it is in the file until another kind is chosen." })}
      />
      {known ? (
        <div className="grid grid-cols-2 gap-2">
          {known.form.parameters.map((parameter) => {
            const value = known.values[parameter.id];
            return <NumberField key={`${known.form.id} ${parameter.id}`} label={parameter.optional ? `${parameter.label}, optional` : parameter.label} value={value !== undefined && Number.isFinite(value) ? value : null} unit={draft.kind === "factor" ? "×" : draft.unit === "1" ? undefined : draft.unit} error={problem?.field === parameter.id ? problem.text : undefined} onChange={(next) => take(known.form, { ...known.values, [parameter.id]: next })} />;
          })}
        </div>
      ) : null}
      <DistributionCurve distribution={draft.distribution} unit={draft.kind === "factor" ? "" : (draft.unit ?? "")} />
      <TextField label="Note" optional value={draft.note ?? ""} hint="Where the range comes from" onChange={(event) => setDraft(setAt(draft, "/note", event.target.value || undefined))} />
      <div className="flex gap-2">
        {onRemove ? (
          <Button
            icon="trash"
            onClick={() => {
              onRemove();
              onClose();
            }}
          >
            Remove
          </Button>
        ) : null}
        <Button look="primary" type="submit" className="ml-auto">
          Apply
        </Button>
      </div>
    </form>
  );
}
