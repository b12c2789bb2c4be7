import { useState } from "react";
import { formatExact } from "@/lib/format";
import { parseNumber } from "@/lib/parse";
import { Field } from "./Field";

export interface NumberFieldProps {
  label: string;
  value: number | null;
  onChange: (value: number) => void;
  unit?: string | undefined;
  min?: number;
  max?: number;
  integer?: boolean;
  hint?: string;
  error?: string | undefined;
  disabled?: boolean;
  className?: string;
}

/** A number with its unit inside at the right. Takes `1.2bn`, `15 %` and the user's decimal mark; a guess is shown first. */
export function NumberField({ label, value, onChange, unit, min, max, integer = false, hint, error, disabled = false, className }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const parsed = draft === null ? null : parseNumber(draft);
  const problem = draft === null ? undefined : fault(parsed?.value, draft, { label, min, max, integer, unit });
  const commit = () => {
    if (draft !== null && parsed && !problem && parsed.value !== value) onChange(parsed.value);
    if (!problem) setDraft(null);
  };
  return (
    <Field label={label} error={problem ?? error} hint={parsed?.guess ?? hint} className={className ?? ""}>
      {(ids) => (
        <span className="flex h-control items-center gap-1.5 rounded-control border border-field-line bg-surface px-2 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-azurite">
          <input
            {...ids}
            inputMode="decimal"
            disabled={disabled}
            className="w-full min-w-0 bg-transparent outline-none disabled:text-ink-off"
            value={draft ?? (value === null ? "" : formatExact(value))}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === "Enter") commit();
              if (event.key === "Escape") setDraft(null);
            }}
          />
          {unit ? <span className="shrink-0 text-micro text-ink-3">{unit}</span> : null}
        </span>
      )}
    </Field>
  );
}

function fault(value: number | undefined, draft: string, rule: { label: string; min: number | undefined; max: number | undefined; integer: boolean; unit: string | undefined }): string | undefined {
  if (value === undefined) return draft.trim() === "" ? `${rule.label} is empty; give a number.` : `“${draft}” is not a number; write it like 12 or 1.5k.`;
  if (rule.integer && !Number.isInteger(value)) return `${rule.label} is ${draft}; it must be a whole number.`;
  const { min, max } = rule;
  const outside = (min !== undefined && value < min) || (max !== undefined && value > max);
  if (!outside) return undefined;
  const unit = rule.unit ? ` ${rule.unit}` : "";
  if (min !== undefined && max !== undefined) return `${rule.label} is ${formatExact(value)}; it must lie between ${formatExact(min)} and ${formatExact(max)}${unit}.`;
  return min !== undefined ? `${rule.label} is ${formatExact(value)}; it must be at least ${formatExact(min)}${unit}.` : `${rule.label} is ${formatExact(value)}; it must be at most ${formatExact(max)}${unit}.`;
}
