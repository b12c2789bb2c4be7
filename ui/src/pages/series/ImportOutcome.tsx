import { useMemo } from "react";
import type { Imported, RejectedRow } from "@/api/import";
import type { Series } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import { exportTable } from "@/grid/export";
import type { GridColumn } from "@/grid/column";
import { formatPeriod, frequencyName } from "@/lib/dates";
import { count, formatNumber } from "@/lib/format";
import { IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";

/** What came of an import: the series, and the cells set aside by row and column with the reason. */
export function ImportOutcome({ outcome }: { outcome: Imported }) {
  const columns = useMemo<GridColumn<RejectedRow>[]>(
    () => [
      { id: "row", head: "Row", value: (row) => row.row, digits: 0, width: 18 },
      { id: "column", head: "Column", value: (row) => row.column, width: 20, why: () => "the whole row" },
      { id: "value", head: "Stands there", value: (row) => row.value, width: 36, why: () => "nothing stands there" },
      { id: "reason", head: "Reason", value: (row) => row.reason, width: 80, grow: true },
    ],
    [],
  );
  const line = (series: Series, word: string) => (
    <li key={series.id} className="flex gap-3 border-b border-grid py-1.5">
      <span className="min-w-0 flex-1 truncate font-strong">{series.name}</span>
      <span className="text-ink-2">{`${count(series.observations, "value")}, ${frequencyName(series.frequency).toLowerCase()}, ${formatPeriod(series.first_time, series.frequency)} to ${formatPeriod(series.last_time, series.frequency)}`}</span>
      <span className="w-20 text-right text-ink-3">{word}</span>
    </li>
  );
  return (
    <div className="flex flex-col gap-4">
      {outcome.created.length + outcome.updated.length === 0 ? <p className="text-ink-2">No row could be read, so nothing was written.</p> : null}
      <ul>
        {outcome.created.map((series) => line(series, "new"))}
        {outcome.updated.map((series) => line(series, "updated"))}
      </ul>
      {outcome.rejected_total > 0 ? (
        <section aria-label="Set aside">
          <div className="flex h-9 items-center gap-2">
            <h3 className="font-bold">Set aside</h3>
            <span className="text-micro text-ink-3">{outcome.rejected_total > outcome.rejected.length ? `first ${formatNumber(outcome.rejected.length)} of ${formatNumber(outcome.rejected_total)}` : formatNumber(outcome.rejected_total)}; the good rows were kept</span>
            <span className="ml-auto">
              <Menu label="Export what was set aside" trigger={<IconButton small label="Export what was set aside" icon="export" />} entries={exportTable("set-aside", outcome.rejected, columns)} />
            </span>
          </div>
          <DataGrid name="Set aside" rows={outcome.rejected} columns={columns} getId={(row, index) => `${row.row} ${row.column ?? ""} ${index}`} className="h-60 border border-line" />
        </section>
      ) : null}
    </div>
  );
}
