import { useState, type ClipboardEvent } from "react";
import type { ForecastResult } from "@/api/forecasts";
import type { Series } from "@/api/types";
import { formatPeriod } from "@/lib/dates";
import { formatExact, formatNumber } from "@/lib/format";
import { seriesDigits } from "@/pages/series/columns";
import { IconButton } from "@/ui/Button";
import { Checkbox, inputClass } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { parseValues, type OwnValues as OwnValuesRead, type WhatIf } from "./regressors";

export interface RegressorRowProps {
  regressor: WhatIf;
  source: Series | undefined;
  result: ForecastResult;
  frequency: string;
  onChange: (regressor: WhatIf) => void;
  onRemove: () => void;
}

const RULES = [
  { value: "forecast", label: "Its own forecast" },
  { value: "hold", label: "Stays at its last value" },
  { value: "values", label: "Own values by step" },
] as const;

/** One driver: where it goes after its last value. */
export function RegressorRow({ regressor, source, result, frequency, onChange, onRemove }: RegressorRowProps) {
  const name = source?.name ?? "A series that is gone";
  const rule = typeof regressor.future === "string" ? regressor.future : "values";
  const last = source?.last_value ?? null;
  return (
    <section aria-label={name} className="flex flex-col gap-2 border-b border-line px-4 py-2.5 max-desk:px-3">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-small font-bold">{name}</h3>
        <IconButton small label={`Remove ${name}`} icon="close" onClick={onRemove} />
      </div>
      <p className="text-micro text-ink-3">{source ? `last ${formatNumber(last, { digits: seriesDigits([last]) })} ${source.unit}, ${formatPeriod(source.last_time, source.frequency)}` : "It is not in this workspace any more; remove it."}</p>
      <Checkbox label="Known ahead, as a plan or a calendar is" checked={regressor.known} onChange={(event) => onChange({ ...regressor, known: event.target.checked })} />
      {regressor.known ? (
        <p className="text-small text-pretty text-ink-2">Its stored values after the end of the history are used; the last one holds beyond them. Past forecasts may use what came later.</p>
      ) : (
        <Select label="After its last value" value={rule} options={RULES} onChange={(next) => onChange({ ...regressor, future: next === "values" ? [last ?? 0] : next })} />
      )}
      {!regressor.known && typeof regressor.future !== "string" ? <OwnValues key={`${result.times[0] ?? ""} ${result.times.length}`} values={regressor.future} times={result.times} frequency={frequency} unit={source?.unit ?? ""} onChange={(future) => onChange({ ...regressor, future })} /> : null}
    </section>
  );
}

/** One field per step; a column pasted into one of them fills those after it. What is left empty holds the value before it. */
function OwnValues({ values, times, frequency, unit, onChange }: { values: readonly number[]; times: readonly string[]; frequency: string; unit: string; onChange: (values: number[]) => void }) {
  const text = (list: readonly number[]) => times.map((_, i) => (list[i] === undefined ? "" : formatExact(list[i])));
  const [draft, setDraft] = useState(() => text(values));
  const [note, setNote] = useState<{ text: string; bad: boolean } | null>(null);
  const commit = (next: readonly string[]) => {
    setDraft([...next]);
    const filled: string[] = [];
    for (const [i, cell] of next.entries()) filled.push(cell.trim() || (filled[i - 1] ?? ""));
    const end = next.findLastIndex((cell) => cell.trim() !== "");
    const shown = filled.slice(0, end + 1);
    const read: OwnValuesRead = shown.length > 0 && shown[0] === "" ? { values: [], problem: "Give a value for the first step." } : parseValues(shown.map((cell) => cell.replaceAll(/\s/g, "")).join("\n"), times.length);
    setNote(read.problem ? { text: read.problem, bad: true } : read.guess ? { text: read.guess, bad: false } : null);
    if (!read.problem && read.values.join(";") !== values.join(";")) onChange(read.values);
  };
  const paste = (event: ClipboardEvent, at: number) => {
    const parts = event.clipboardData.getData("text").split(/[\t\r\n;]+/).map((part) => part.trim()).filter(Boolean);
    if (parts.length < 2) return;
    event.preventDefault();
    commit(draft.map((cell, i) => parts[i - at] ?? cell));
    if (parts.length > times.length - at) setNote({ text: `${parts.length} values were pasted and ${times.length - at} fit; the rest is left out.`, bad: true });
  };
  return (
    <div>
      <div className="flex max-h-64 flex-col gap-1 overflow-auto p-0.5">
        {times.map((time, i) => (
          <label key={time} className="own-value text-small">
            <span className="text-ink-3">{formatNumber(i + 1)}</span>
            <span className="truncate">{formatPeriod(time, frequency)}</span>
            <input
              className={`${inputClass.replace("text-ink ", "text-copper ").replace("h-control", "h-6")} text-right`}
              inputMode="decimal"
              aria-label={`Value in ${formatPeriod(time, frequency)}, ${unit}`}
              placeholder={draft.slice(0, i).findLast((cell) => cell.trim() !== "")}
              value={draft[i] ?? ""}
              onChange={(event) => setDraft(draft.map((cell, j) => (j === i ? event.target.value : cell)))}
              onPaste={(event) => paste(event, i)}
              onBlur={() => commit(draft)}
              onKeyDown={(event) => {
                if (event.key === "Enter") commit(draft);
              }}
            />
          </label>
        ))}
      </div>
      <p role={note?.bad ? "alert" : undefined} className={`mt-1 text-micro text-pretty ${note?.bad ? "text-neg" : "text-ink-3"}`}>
        {note?.text ?? `In ${unit}. Paste a column into any field; what is left empty holds the value before it.`}
      </p>
    </div>
  );
}
