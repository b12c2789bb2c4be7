import type { Series } from "@/api/types";
import { frequencyName } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import type { CatalogueSearch } from "@/routes/prices";

/** Whether a row passes the filters that the server's search has not applied. */
export function matches(row: Series, search: CatalogueSearch): boolean {
  return (!search.source || row.source === search.source) && (!search.freq || row.frequency === search.freq) && (!search.stale || row.staleness === "stale");
}

function tally(rows: readonly Series[], key: (row: Series) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

export function Filters({ rows, search, onChange }: { rows: readonly Series[]; search: CatalogueSearch; onChange: (part: Partial<CatalogueSearch>) => void }) {
  return (
    <Panel title="Filters" bare className="max-wide:hidden">
      <FilterGroups rows={rows} search={search} onChange={onChange} />
    </Panel>
  );
}

/** The filters themselves: beside the list, or in a drawer where there is no room beside it. */
export function FilterGroups({ rows, search, onChange }: { rows: readonly Series[]; search: CatalogueSearch; onChange: (part: Partial<CatalogueSearch>) => void }) {
  const stale = rows.filter((row) => row.staleness === "stale").length;
  return (
    <>
      <Group title="Source" entries={tally(rows, (row) => row.source)} chosen={search.source} onChoose={(source) => onChange({ source })} />
      <Group title="Frequency" entries={tally(rows, (row) => row.frequency)} chosen={search.freq} name={frequencyName} onChoose={(freq) => onChange({ freq })} />
      <Group title="State" entries={stale > 0 ? [["1", stale]] : []} chosen={search.stale} name={() => "Stale"} onChoose={(value) => onChange({ stale: value ? "1" : undefined })} />
    </>
  );
}

function Group({ title, entries, chosen, onChoose, name = (value) => value }: { title: string; entries: readonly [string, number][]; chosen: string | undefined; onChoose: (value: string | undefined) => void; name?: (value: string) => string }) {
  if (entries.length === 0) return null;
  return (
    <fieldset className="border-b border-line px-4 py-3">
      <legend className="float-left mb-1.5 w-full text-small font-bold">{title}</legend>
      <div className="clear-both">
        {entries.map(([value, size]) => (
          <button key={value} type="button" aria-pressed={chosen === value} onClick={() => onChoose(chosen === value ? undefined : value)} className="flex h-6.5 w-full items-center gap-2 rounded-control px-1.5 text-left text-small max-desk:h-10 text-ink-2 hover:bg-hover aria-pressed:bg-active aria-pressed:font-strong aria-pressed:text-ink">
            <span className="min-w-0 flex-1 truncate">{name(value)}</span>
            <span className="text-micro text-ink-3">{formatNumber(size)}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}
