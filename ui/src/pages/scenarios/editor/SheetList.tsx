import { Select } from "@/ui/Select";
import type { LineChange } from "../model/diff";
import type { Trouble } from "../model/problems";
import { countBySheet, SHEETS, type SheetId } from "../model/sheets";

export interface SheetListProps {
  sheet: SheetId;
  troubles: readonly Trouble[];
  changes: readonly LineChange[];
  onSheet: (sheet: SheetId) => void;
}

/** The sheets in report order, each with how much is wrong on it and how much is yours. */
export function SheetList({ sheet, troubles, changes, onSheet }: SheetListProps) {
  const wrong = countBySheet(troubles.map((trouble) => trouble.pointer));
  const yours = (id: SheetId) => changes.filter((change) => change.sheet === id).length;
  return (
    <nav aria-label="Sheets" className="bg-surface max-desk:p-3 desk:overflow-y-auto desk:py-2">
      <div className="desk:hidden">
        <Select label="Sheet" value={sheet} options={SHEETS.map(({ id, label }) => ({ value: id, label: wrong[id] > 0 ? `${label}, ${wrong[id]} to mend` : label }))} onChange={onSheet} />
      </div>
      <ul className="max-desk:hidden">
        {SHEETS.map(({ id, label }) => (
          <li key={id} className="px-2">
            <button type="button" aria-current={id === sheet ? "page" : undefined} onClick={() => onSheet(id)} className="flex h-7 w-full items-center gap-2 rounded-control px-2 text-left text-ink-2 hover:bg-hover aria-[current]:bg-active aria-[current]:font-strong aria-[current]:text-ink">
              <span className="min-w-0 flex-1 truncate">{label}</span>
              {yours(id) > 0 ? (
                <span className="text-micro font-strong text-copper" title={`${yours(id)} changed against the saved version`}>
                  {yours(id)}
                  <span className="sr-only"> changed</span>
                </span>
              ) : null}
              {wrong[id] > 0 ? (
                <span className="rounded-control bg-neg-wash px-1 text-micro font-strong text-neg" title={`${wrong[id]} to mend`}>
                  {wrong[id]}
                  <span className="sr-only"> to mend</span>
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
