import { useState } from "react";
import { useList } from "@/api/list";
import type { AuditEntry } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools, useHidden } from "@/grid/GridTools";
import type { GridColumn } from "@/grid/column";
import { formatDateTime } from "@/lib/dates";
import { count } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { Drawer } from "@/ui/Dialog";

const show = (value: unknown): string => (value === null || value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));
const changed = (entry: AuditEntry) => (entry.diff ? Object.keys(entry.diff).join(", ") : "");

const columns: GridColumn<AuditEntry>[] = [
  { id: "at", head: "When", value: (row) => row.at, width: 44, cell: (row) => formatDateTime(row.at) },
  { id: "actor", head: "Who", value: (row) => row.actor.name, width: 36 },
  { id: "action", head: "Did", value: (row) => row.action, width: 28 },
  { id: "kind", head: "To a", value: (row) => row.subject_kind.replaceAll("_", " "), width: 32 },
  { id: "subject", head: "Subject", value: (row) => row.subject_name ?? row.subject_id, width: 56, grow: true, why: () => "the action has no single subject" },
  { id: "changed", head: "Changed", value: (row) => changed(row) || null, width: 44, why: () => "no field is compared for this action" },
  { id: "address", head: "From", value: (row) => row.address, width: 32, why: () => "done by the server itself" },
];

export function AuditPanel() {
  const list = useList("/api/v1/audit");
  const [hidden, setHidden] = useHidden("audit", columns);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  return (
    <Panel title="Audit" unit={list.total === null ? undefined : count(list.total, "entry", "entries")} className="min-h-0 flex-1" tools={<GridTools name="audit" rows={list.rows} columns={columns} hidden={hidden} onHidden={setHidden} />}>
      {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : list.loading ? <LoadingRows /> : list.rows.length === 0 ? <EmptyState>Nothing has been written yet.</EmptyState> : <DataGrid name="Audit log" rows={list.rows} columns={columns} hidden={hidden} manual getId={(row) => row.id} onOpen={setOpen} onEnd={list.more} className="border-t border-line" />}
      <Drawer open={open !== null} onOpenChange={(next) => !next && setOpen(null)} title={open ? `${open.action} ${open.subject_name ?? open.subject_kind}` : ""}>
        {open ? (
          <dl>
            {(
              [
                ["When", formatDateTime(open.at)],
                ["Who", open.actor.name],
                ["From", open.address],
                ["Subject", open.subject_id],
              ] as const
            ).map(([label, value]) => (
              <div key={label} className="flex gap-3 border-b border-line px-4 py-2">
                <dt className="w-24 shrink-0 text-ink-3">{label}</dt>
                <dd className="min-w-0 break-words">{value ?? <Reason why="not recorded for this action" />}</dd>
              </div>
            ))}
            {Object.entries(open.diff ?? {}).map(([field, { from, to }]) => (
              <div key={field} className="border-b border-line px-4 py-2">
                <dt className="font-strong">{field}</dt>
                <dd className="text-small break-words">
                  <del className="block text-neg no-underline">− {show(from)}</del>
                  <ins className="block text-pos no-underline">+ {show(to)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
      </Drawer>
    </Panel>
  );
}
