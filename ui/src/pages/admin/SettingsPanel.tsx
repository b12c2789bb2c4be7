import { useQuery } from "@tanstack/react-query";
import { healthQuery, settingsQuery, type Setting } from "@/api/admin";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { formatDateTime, formatDuration } from "@/lib/dates";
import { count } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { Chip } from "@/ui/Chip";

const columns: GridColumn<Setting>[] = [
  { id: "name", head: "Setting", value: (row) => row.name, width: 56, cell: (row) => <code className="font-mono text-micro">{row.name}</code> },
  { id: "value", head: "Value", value: (row) => row.value, width: 64, grow: true, why: () => "not set" },
  { id: "source", head: "Comes from", value: (row) => row.source, width: 32 },
  { id: "place", head: "Where", value: (row) => row.place, width: 48, why: () => "a default has no place", cell: (row) => (row.place ? <code className="truncate font-mono text-micro">{row.place}</code> : <span className="text-ink-3">built in</span>) },
];

export function SettingsPanel() {
  const settings = useQuery(settingsQuery);
  const health = useQuery(healthQuery);
  return (
    <div className="sheets health min-h-0">
      <Panel title="Health" unit={health.data ? `version ${health.data.version}, up since ${formatDateTime(health.data.started_at)}` : undefined}>
        {health.error ? <ErrorPanel error={health.error} onRetry={() => void health.refetch()} /> : null}
        {health.isPending ? <LoadingRows rows={3} /> : null}
        <ul>
          {health.data?.checks.map((check) => (
            <li key={check.name} className="flex min-h-8 items-center gap-3 border-t border-grid px-4">
              <Chip tone={check.healthy ? "good" : "bad"}>{check.healthy ? "well" : "failing"}</Chip>
              <span className="w-24 font-strong">{check.name}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2">{check.detail}</span>
              <span className="text-micro text-ink-3">{check.latency_ms === null ? "" : formatDuration(check.latency_ms)}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Settings" unit={settings.data ? `${count(settings.data.length, "setting")}; secrets are never shown` : undefined} className="min-h-0">
        {settings.error ? <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} /> : settings.data ? <DataGrid name="Settings" rows={settings.data} columns={columns} getId={(row) => row.name} className="border-t border-line" /> : <LoadingRows />}
      </Panel>
    </div>
  );
}
