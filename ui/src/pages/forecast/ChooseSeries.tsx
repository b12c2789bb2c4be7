import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useMay } from "@/api/session";
import type { Series } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { seriesColumns } from "@/pages/series/columns";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";

const route = getRouteApi("/w/$workspace/forecast");

/** The studio without a series: the list to choose from. */
export function ChooseSeries({ all, lost }: { all: readonly Series[]; lost: boolean }) {
  const navigate = route.useNavigate();
  const go = useGo();
  const may = useMay();
  const [now] = useState(() => new Date());
  const columns = useMemo(() => seriesColumns(now).filter((column) => !["observations", "vintages"].includes(column.id)).map((column) => (column.id === "name" ? { ...column, cell: (row: Series) => <span className="truncate font-strong">{row.name}</span> } : column)), [now]);
  return (
    <div className="fit">
      <PageHead title="Forecast studio" facts={lost ? "The series of this address is not in this workspace; choose another" : "Choose a series; its candidates are tested at once"} />
      <Panel title="Series" unit="Enter opens" className="min-h-0 flex-1">
        {all.length === 0 ? (
          <EmptyState actions={may && <Button icon="upload" onClick={() => go("/series?upload=1")}>Upload a file</Button>}>No series yet. A forecast needs a price history: drop a CSV or XLSX file on the Series page.</EmptyState>
        ) : (
          <DataGrid name="Series to forecast" rows={all} columns={columns} getId={(row) => row.id} onOpen={(row) => void navigate({ search: (previous) => ({ ...previous, series: row.id }) })} className="border-t border-line" />
        )}
      </Panel>
      <TraceBar items={[{ label: "series", value: String(all.length) }]} />
    </div>
  );
}
