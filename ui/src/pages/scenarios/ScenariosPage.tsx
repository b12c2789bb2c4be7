import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { archiveScenario, scenariosQuery, versionFile, versionQuery, type ScenarioVersion } from "@/api/scenarios";
import { mayChange, useSession } from "@/api/session";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools, useHidden } from "@/grid/GridTools";
import { useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { useFileDrop } from "@/lib/drop";
import { count, formatNumber } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/Field";
import { Menu } from "@/ui/Menu";
import { scenarioColumns } from "./columns";
import { listUnit, scenarioRows, type ScenarioRow } from "./model/list";
import { NewScenario, type NewScenarioProps } from "./NewScenario";

const route = getRouteApi("/w/$workspace/scenarios");

export function ScenariosPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = useGo();
  const may = mayChange(useSession());
  useCrumbs([{ label: "Projects" }, { label: "Scenarios" }]);
  const filter = useRef<HTMLInputElement>(null);
  const [preset, setPreset] = useState<Partial<NewScenarioProps>>({});
  const [leaving, setLeaving] = useState<ScenarioRow | null>(null);
  const list = useQuery(scenariosQuery);
  const summaries = useMemo(() => list.data?.items ?? [], [list.data]);
  const versions = useQueries({
    queries: summaries.map((summary) => versionQuery(summary.slug, summary.latest_simulation?.version ?? summary.version)),
    combine: useCallback((answers: { data?: ScenarioVersion | undefined }[]) => new Map(answers.flatMap(({ data }) => (data ? [[data.slug, data] as const] : []))), []),
  });
  const unit = useMemo(() => listUnit(summaries, versions), [summaries, versions]);
  const all = useMemo(() => scenarioRows(summaries, versions, unit), [summaries, versions, unit]);
  const q = (search.q ?? "").toLowerCase();
  const rows = useMemo(() => all.filter((row) => `${row.name} ${row.author} ${row.note}`.toLowerCase().includes(q)), [all, q]);
  const columns = useMemo(() => [...scenarioColumns(all, unit), ...(may ? [rowMenu(go, setLeaving, (row) => open({ copyOf: row.slug }))] : [])], [all, unit, may]); // eslint-disable-line react-hooks/exhaustive-deps
  const [hidden, setHidden] = useHidden("scenarios", columns);
  const open = (next: Partial<NewScenarioProps> = {}) => {
    setPreset(next);
    void navigate({ search: (previous) => ({ ...previous, new: "1" as const }) });
  };
  const over = useFileDrop((file) => may && open({ file }));
  useActions([
    { id: "filter", label: "Filter this list", keys: "/", section: "Here", run: () => filter.current?.focus() },
    ...(may ? [{ id: "new-here", label: "New scenario", keys: "c", section: "Here" as const, run: () => open() }] : []),
  ]);
  const studies = summaries.length === 0 && !list.isPending;
  return (
    <>
      <PageHead
        title="Scenarios"
        facts={summaries.length > 0 ? `${formatNumber(rows.length)} of ${count(summaries.length, "scenario")}; every saved version is kept` : "Projects and their versions"}
        actions={
          <>
            <div className="max-desk:order-last max-desk:min-w-full">
              <TextInput ref={filter} type="search" aria-label="Filter scenarios" className="desk:w-60" placeholder="Project, scenario or author" value={search.q ?? ""} onChange={(event) => void navigate({ search: (previous) => ({ ...previous, q: event.target.value || undefined }), replace: true })} />
            </div>
            {may ? (
              <Button look="primary" icon="plus" keys="C" onClick={() => open()}>
                New
              </Button>
            ) : null}
          </>
        }
      />
      <div className="sheets">
        <Panel title="Projects" unit={unit ? `NPV in ${unit}: P10 to P90, median in blue, base case in ink` : undefined} className="min-h-96" tools={<GridTools name="scenarios" rows={rows} columns={columns} hidden={hidden} onHidden={setHidden} />}>
          {list.error ? (
            <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
          ) : list.isPending ? (
            <LoadingRows rows={8} label="Loading scenarios" />
          ) : rows.length === 0 ? (
            <EmptyState
              actions={
                studies ? (
                  may ? (
                    <>
                      <Button icon="plus" onClick={() => open({ way: "example" })}>Open a published study</Button>
                      <Button onClick={() => open({ way: "blank" })}>Start blank</Button>
                      <Button icon="upload" onClick={() => open({ way: "file" })}>Upload TOML or JSON</Button>
                    </>
                  ) : null
                ) : (
                  <Button onClick={() => void navigate({ search: {} })}>Show all scenarios</Button>
                )
              }
            >
              {studies ? "No scenario yet. A scenario is a project's schedule, prices, costs, capital and taxes, period by period, with what is uncertain in them. Two published studies are ready to open, or drop a TOML or JSON file anywhere on this page." : `No scenario matches “${search.q ?? ""}”.`}
            </EmptyState>
          ) : (
            <DataGrid name="Scenarios" rows={rows} columns={columns} hidden={hidden} getId={(row) => row.slug} onOpen={(row) => go(`/scenarios/${row.slug}${search.forecast ? `?sheet=prices&forecast=${encodeURIComponent(search.forecast)}` : ""}`)} className="border-t border-line" />
          )}
        </Panel>
      </div>
      <TraceBar items={[{ label: "scenarios", value: formatNumber(summaries.length) }]} note="Ranges are those of the latest simulation of each scenario" />
      {over ? <div className="pointer-events-none fixed inset-2 z-40 flex items-center justify-center border-2 border-dashed border-azurite bg-azurite-wash/90 text-lead font-strong text-azurite">Drop a TOML or JSON scenario; nothing is written yet</div> : null}
      {search.new && may ? <NewScenario key={list.isPending ? "wait" : "ready"} existing={summaries} {...preset} onClose={() => void navigate({ search: (previous) => ({ ...previous, new: undefined }) })} /> : null}
      {leaving ? <Archive row={leaving} onClose={() => setLeaving(null)} /> : null}
    </>
  );
}

function rowMenu(go: (to: string) => void, onArchive: (row: ScenarioRow) => void, onCopy: (row: ScenarioRow) => void) {
  return {
    id: "menu",
    head: "Actions",
    headCell: <span />,
    value: () => null,
    visual: true,
    sortable: false,
    width: 12,
    cell: (row: ScenarioRow) => (
      <Menu
        label={`Actions on ${row.name}`}
        trigger={<IconButton small label={`Actions on ${row.name}`} icon="menu" />}
        entries={[
          { label: "Open", onSelect: () => go(`/scenarios/${row.slug}`) },
          { label: "What changed in the last version", disabled: row.version < 2, onSelect: () => go(`/scenarios/${row.slug}/v/${row.version}?diff=${row.version - 1}`) },
          { label: "Simulations", onSelect: () => go(`/simulations?scenario=${row.slug}`) },
          { label: "Copy", icon: "copy", onSelect: () => onCopy(row) },
          { kind: "rule" },
          { label: "Export TOML", onSelect: () => location.assign(versionFile(row.slug, row.version, "toml")) },
          { label: "Export JSON", onSelect: () => location.assign(versionFile(row.slug, row.version, "json")) },
          { kind: "rule" },
          { label: "Archive", icon: "trash", danger: true, onSelect: () => onArchive(row) },
        ]}
      />
    ),
  };
}

function Archive({ row, onClose }: { row: ScenarioRow; onClose: () => void }) {
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () => archiveScenario(row.slug),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["scenarios"] });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={`Archive ${row.name}?`}
      description={`${count(row.version, "version")} leave the list. Stored simulations keep their figures.`}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate()}>
            Archive scenario
          </Button>
        </>
      }
    >
      {archive.isError ? <ErrorPanel error={archive.error} /> : null}
    </Dialog>
  );
}
