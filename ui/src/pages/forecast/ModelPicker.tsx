import { useState } from "react";
import { count, formatNumber } from "@/lib/format";
import { Checkbox, TextField } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { Segmented } from "@/ui/Segmented";
import { AUTOMATIC, FAMILIES, isForm, MODELS, ordered, parseForms, type Family } from "./models";

/** Which models race: the automatic choice, or any set by family, with single forms of a family. */
export function ModelPicker({ models, onChange }: { models: string[] | null; onChange: (models: string[] | null) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const chosen = models ?? AUTOMATIC;
  const forms = chosen.filter(isForm);
  const parsed = draft === null ? null : parseForms(draft);
  const set = (codes: readonly string[]) => onChange(ordered(codes));
  const toggle = (codes: readonly string[], on: boolean) => set(on ? [...chosen, ...codes] : chosen.filter((code) => !codes.includes(code)));
  const commit = () => {
    if (!parsed || parsed.wrong.length > 0) return;
    if (parsed.forms.join(" ") !== forms.join(" ")) set([...chosen.filter((code) => !isForm(code)), ...parsed.forms]);
    setDraft(null);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="float-left flex w-full items-baseline text-small font-bold">
        Models
        <span className="ml-auto text-micro font-soft text-ink-3">{models ? `${formatNumber(chosen.length)} chosen` : `${formatNumber(chosen.length)} of ${formatNumber(MODELS.length)}, automatic`}</span>
      </legend>
      <div className="clear-both flex flex-col gap-1 pt-1.5">
        <Segmented label="Choice of models" value={models ? "own" : "automatic"} onChange={(next) => onChange(next === "own" ? [...AUTOMATIC] : null)} className="mb-1 self-start" options={[{ value: "automatic", label: "Automatic", hint: "The candidates that are worth their time" }, { value: "own", label: "Own set", hint: "Any of the models below" }]} />
        {FAMILIES.map((family) => (
          <FamilyRow key={family.id} family={family} chosen={chosen} onToggle={toggle} />
        ))}
        <TextField
          label="Single forms"
          optional
          className="mt-1.5"
          placeholder="ets:MAdM arima:0-1-1"
          hint={forms.length > 0 ? count(forms.length, "form") : "One form of ETS or one order of ARIMA, such as arima:0-1-1-0-1-1-12-c"}
          error={parsed && parsed.wrong.length > 0 ? `“${parsed.wrong[0] ?? ""}” is no form; write it like ets:MAdM or arima:0-1-1.` : undefined}
          value={draft ?? forms.join(" ")}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
            if (event.key === "Escape") setDraft(null);
          }}
        />
      </div>
    </fieldset>
  );
}

function FamilyRow({ family, chosen, onToggle }: { family: Family; chosen: readonly string[]; onToggle: (codes: readonly string[], on: boolean) => void }) {
  const [open, setOpen] = useState(false);
  const codes = family.models.map((model) => model.code);
  const on = codes.filter((code) => chosen.includes(code)).length;
  const [only] = family.models;
  if (family.models.length === 1 && only) return <Checkbox label={only.name} title={only.what} checked={on === 1} onChange={(event) => onToggle(codes, event.target.checked)} />;
  const some = on > 0 && on < codes.length;
  return (
    <div>
      <div className="flex items-center">
        <Checkbox
          label={family.label}
          className="min-w-0 flex-1"
          checked={on === codes.length}
          ref={(input: HTMLInputElement | null) => {
            if (input) input.indeterminate = some;
          }}
          onChange={(event) => onToggle(codes, event.target.checked)}
        />
        <button type="button" aria-expanded={open} aria-label={`${family.label}: ${formatNumber(on)} of ${formatNumber(codes.length)}, single models`} onClick={() => setOpen(!open)} className="flex h-6 min-w-6 items-center gap-1 rounded-control px-1 text-micro text-ink-3 hover:bg-hover">
          {on === codes.length || on === 0 ? formatNumber(codes.length) : `${formatNumber(on)}/${formatNumber(codes.length)}`}
          <Icon name={open ? "down" : "right"} size={12} />
        </button>
      </div>
      {open ? (
        <div className="pl-5.5">
          {family.models.map((model) => (
            <Checkbox key={model.code} label={model.name} title={model.what} checked={chosen.includes(model.code)} onChange={(event) => onToggle([model.code], event.target.checked)} />
          ))}
        </div>
      ) : null}
    </div>
  );
}
