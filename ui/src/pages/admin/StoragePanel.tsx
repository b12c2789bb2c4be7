import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { makeBackup, storageQuery } from "@/api/admin";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { formatDateTime } from "@/lib/dates";
import { formatBytes } from "@/lib/format";
import { Figure, FigureStrip } from "@/page/Figure";
import { Panel } from "@/page/Panel";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/Toast";

const columns: GridColumn<{ table: string; rows: number }>[] = [
  { id: "table", head: "Kind", value: (row) => row.table.replaceAll("_", " "), width: 56 },
  { id: "rows", head: "Rows", value: (row) => row.rows, digits: 0, width: 36 },
];

export function StoragePanel() {
  const storage = useQuery(storageQuery);
  const client = useQueryClient();
  const backup = useMutation({
    mutationFn: makeBackup,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["admin", "storage"] });
      await client.invalidateQueries({ queryKey: ["jobs"] });
      toast("The backup runs as a job; it is listed here once it is done.");
    },
  });
  if (storage.error) return <ErrorPanel error={storage.error} onRetry={() => void storage.refetch()} />;
  if (!storage.data) return <LoadingRows />;
  const { engine, location, schema_version, size_bytes, tables, last_backup } = storage.data;
  return (
    <>
      <FigureStrip label="Storage">
        <Figure label="Size" value={size_bytes} shown={formatBytes(size_bytes)} detail={location} />
        <Figure label="Engine" value={0} shown={engine === "sqlite" ? "SQLite" : engine === "postgres" || engine === "postgresql" ? "PostgreSQL" : engine} detail={`schema ${schema_version}`} />
        <Figure label="Last backup" value={last_backup?.size_bytes ?? null} shown={last_backup ? formatBytes(last_backup.size_bytes) : undefined} reason="no backup has been made" detail={last_backup ? `${formatDateTime(last_backup.made_at)}, ${last_backup.file}` : "make the first one now"} />
      </FigureStrip>
      {backup.error ? <ErrorPanel error={backup.error} /> : null}
      <Panel
        title="Rows by kind"
        className="min-h-0 flex-1"
        tools={
          <Button small icon="save" busy={backup.isPending} onClick={() => backup.mutate()}>
            Back up now
          </Button>
        }
      >
        <DataGrid name="Rows by kind" rows={tables} columns={columns} getId={(row) => row.table} className="border-t border-line" />
      </Panel>
    </>
  );
}
