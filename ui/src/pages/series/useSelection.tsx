/** Rows chosen in the catalogue for something done to all of them. */
import { useMemo, useState } from "react";
import type { Series } from "@/api/types";
import type { GridColumn } from "@/grid/column";
import { Icon } from "@/ui/Icon";

export function useSelection(rows: readonly Series[], columns: readonly GridColumn<Series>[], on: boolean) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => rows.filter((row) => ids.has(row.id)), [rows, ids]);
  // The box stands in the first column, which stays in view when the others scroll.
  const withBoxes = useMemo(() => {
    const set = (id: string, add: boolean) => setIds((before) => new Set(add ? [...before, id] : [...before].filter((entry) => entry !== id)));
    if (!on) return columns;
    return columns.map((column, i) =>
      i > 0 ? column : {
        ...column,
        cell: (row: Series) => (
          <span className="flex min-w-0 items-center gap-1">
            <ChooseBox name={row.name} checked={ids.has(row.id)} onChange={(add) => set(row.id, add)} />
            {column.cell?.(row)}
          </span>
        ),
      },
    );
  }, [columns, ids, on]);
  return { chosen, columns: withBoxes, all: () => setIds(new Set(rows.map((row) => row.id))), clear: () => setIds(new Set()) };
}

/** As large as a target must be; the box inside is as small as the row. */
function ChooseBox({ name, checked, onChange }: { name: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <button type="button" role="checkbox" aria-checked={checked} aria-label={`Choose ${name}`} className="-ml-1.5 flex size-6 shrink-0 items-center justify-center" onClick={() => onChange(!checked)}>
      <span className={`flex size-3.5 items-center justify-center rounded-control border ${checked ? "border-ink bg-ink text-inverse" : "border-field-line bg-surface"}`}>{checked ? <Icon name="check" size={12} /> : null}</span>
    </button>
  );
}
