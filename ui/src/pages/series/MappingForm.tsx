import { DATE_FORMATS, type ColumnPreview, type Mapping, type Preview, type ValueColumn } from "@/api/import";
import type { Problem } from "@/api/problem";
import type { FrequencyName } from "@/api/types";
import { frequencyName } from "@/lib/dates";
import { Checkbox, TextField, TextInput } from "@/ui/Field";
import { Select } from "@/ui/Select";

const DATE_WORDS: Record<string, string> = { iso: "2024-12-31", year_month: "2024-12", month_code: "2024M12", quarter: "2024Q4", compact: "20241231", day_first: "31/12/2024", month_first: "12/31/2024", year: "2024" };
const FREQUENCIES: readonly FrequencyName[] = ["yearly", "quarterly", "monthly", "weekly", "business_daily", "daily", "hourly", "irregular"];

export interface MappingFormProps {
  preview: Preview;
  mapping: Mapping | null;
  source: string;
  onSource: (source: string) => void;
  onSheet: (sheet: string) => void;
  onChange: (mapping: Mapping) => void;
  problem: Problem | null;
}

export const columnTitle = (column: ColumnPreview) => (column.name ? `${column.letters}, ${column.name}` : column.letters);

function codeOf(column: ColumnPreview): string {
  return column.code ?? column.name?.trim() ?? column.letters;
}

/** What each column means. Starts from what was found; every choice can be changed. */
export function MappingForm({ preview, mapping, source, onSource, onSheet, onChange, problem }: MappingFormProps) {
  const start: Mapping = mapping ?? { first_data_row: 2, date_column: 0, date_format: "iso", values: [], decimal_mark: "point" };
  const set = (part: Partial<Mapping>) => onChange({ ...start, ...part });
  const columns = preview.columns.map((column) => ({ value: String(column.column), label: columnTitle(column) }));
  const fault = (pointer: string) => problem?.at(`/mapping${pointer}`) ?? problem?.at(pointer);
  const candidates = preview.columns.filter((column) => column.column !== start.date_column && column.column !== start.id_column && column.kind !== "empty");
  const toggle = (column: ColumnPreview) => {
    const kept = start.values.filter((value) => value.column !== column.column);
    set({ values: kept.length < start.values.length ? kept : [...kept, { column: column.column, code: codeOf(column), name: column.name, unit: column.unit }].sort((a, b) => a.column - b.column) });
  };
  const edit = (column: number, part: Partial<ValueColumn>) => set({ values: start.values.map((value) => (value.column === column ? { ...value, ...part } : value)) });
  return (
    <div className="flex flex-col gap-4">
      {mapping ? null : <p className="text-small text-warn">No column of dates was recognised. Choose it and the columns with values.</p>}
      <div className="grid grid-cols-2 gap-3 desk:grid-cols-4">
        <TextField label="Source" value={source} error={fault("/source")} onChange={(event) => onSource(event.target.value)} />
        {preview.sheets.length > 1 ? <Select label="Sheet" value={preview.sheet ?? undefined} options={preview.sheets.map((name) => ({ value: name, label: name }))} onChange={onSheet} /> : null}
        <Select label="Dates" value={String(start.date_column)} options={columns} error={fault("/date_column")} onChange={(value) => set({ date_column: Number(value) })} />
        <Select label="Dates look like" value={start.date_format} error={fault("/date_format")} options={[...new Set([...DATE_FORMATS, start.date_format])].map((value) => ({ value, label: DATE_WORDS[value] ?? value }))} onChange={(value) => set({ date_format: value })} />
        <Select label="Decimal mark" value={start.decimal_mark} options={[{ value: "point" as const, label: "1234.5" }, { value: "comma" as const, label: "1234,5" }]} onChange={(value) => set({ decimal_mark: value })} />
        <Select label="Series names" value={start.id_column === null || start.id_column === undefined ? "none" : String(start.id_column)} options={[{ value: "none", label: "In the heads" }, ...columns]} error={fault("/id_column")} onChange={(value) => set({ id_column: value === "none" ? null : Number(value), ...(value === "none" ? {} : { values: start.values.slice(0, 1) }) })} />
        <Select label="Frequency" value={start.frequency ?? "infer"} options={[{ value: "infer", label: preview.frequency ? `As found: ${frequencyName(preview.frequency).toLowerCase()}` : "From the dates" }, ...FREQUENCIES.map((value) => ({ value, label: frequencyName(value) }))]} onChange={(value) => set({ frequency: value === "infer" ? null : (value) })} />
        <TextField label="Time zone" optional placeholder="UTC" value={start.time_zone ?? ""} error={fault("/time_zone")} hint="Like America/New_York; plain dates have none" onChange={(event) => set({ time_zone: event.target.value || null })} />
      </div>
      <fieldset>
        <legend className="mb-1 font-bold">Values</legend>
        {fault("/values") ? <p className="text-small text-neg">{fault("/values")}</p> : null}
        <div className="max-h-52 overflow-auto border border-line">
          {candidates.map((column) => {
            const index = start.values.findIndex((value) => value.column === column.column);
            const value = start.values[index];
            return (
              <div key={column.column} className="flex flex-wrap items-center gap-2 border-b border-grid px-2 py-1">
                <Checkbox className="w-44" label={columnTitle(column)} checked={value !== undefined} onChange={() => toggle(column)} />
                {value ? (
                  <>
                    {start.id_column === null || start.id_column === undefined ? <TextInput className="max-w-36 font-mono text-micro" aria-label={`Code of ${columnTitle(column)}`} aria-invalid={fault(`/values/${index}/code`) ? true : undefined} value={value.code} onChange={(event) => edit(column.column, { code: event.target.value })} /> : null}
                    <TextInput className="max-w-56" aria-label={`Name of ${columnTitle(column)}`} placeholder="Name" value={value.name ?? ""} onChange={(event) => edit(column.column, { name: event.target.value || null })} />
                    <TextInput className="max-w-28" aria-label={`Unit of ${columnTitle(column)}`} placeholder="Unit" required aria-invalid={fault(`/values/${index}/unit`) ? true : undefined} value={value.unit ?? ""} onChange={(event) => edit(column.column, { unit: event.target.value || null })} />
                    {fault(`/values/${index}/code`) ?? fault(`/values/${index}/unit`) ? <p className="w-full text-micro text-neg">{fault(`/values/${index}/code`) ?? fault(`/values/${index}/unit`)}</p> : null}
                  </>
                ) : (
                  <span className="text-micro text-ink-3">{column.kind}</span>
                )}
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}
