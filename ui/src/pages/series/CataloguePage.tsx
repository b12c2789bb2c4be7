import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { useList } from "@/api/list";
import { mayChange, useSession } from "@/api/session";
import { seriesPath } from "@/api/series";
import { DataGrid } from "@/grid/DataGrid";
import { GridTools, useHidden } from "@/grid/GridTools";
import { useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { frequencyName } from "@/lib/dates";
import { useFileDrop } from "@/lib/drop";
import { count, formatNumber } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Drawer } from "@/ui/Dialog";
import { TextInput } from "@/ui/Field";
import { seriesColumns } from "./columns";
import { BatchDialog } from "@/pages/forecast/BatchDialog";
import { FilterGroups, Filters, matches } from "./Filters";
import { UploadSheet } from "./UploadSheet";
import { useSelection } from "./useSelection";

const route = getRouteApi("/w/$workspace/series");

export function CataloguePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const go = useGo();
  useCrumbs([{ label: "Prices" }, { label: "Series" }]);
  const [now] = useState(() => new Date());
  const [file, setFile] = useState<File | null>(null);
  const [filtering, setFiltering] = useState(false);
  const filter = useRef<HTMLInputElement>(null);
  const list = useList("/api/v1/series", { q: search.q });
  const columns = useMemo(() => seriesColumns(now), [now]);
  const [hidden, setHidden] = useHidden("series", columns);
  const shown = useMemo(() => list.rows.filter((row) => matches(row, search)), [list.rows, search]);
  const canChange = mayChange(session);
  const selection = useSelection(shown, columns, canChange);
  const [batch, setBatch] = useState(false);
  const openUpload = useCallback((chosen: File | null) => { setFile(chosen); void navigate({ search: (previous) => ({ ...previous, upload: "1" as const }) }); }, [navigate]);
  const over = useFileDrop((dropped) => canChange && openUpload(dropped));
  const set = (part: Partial<typeof search>, replace = false) => void navigate({ search: (previous) => ({ ...previous, ...part }), replace });
  useActions([
    { id: "filter", label: "Filter this list", keys: "/", section: "Here", run: () => filter.current?.focus() },
    ...(canChange ? [{ id: "upload-here", label: "Upload a file with series", section: "Here" as const, run: () => openUpload(null) }] : []),
  ]);
  const filtered = Boolean(search.q ?? search.source ?? search.freq ?? search.stale);
  return (
    <div className="fit">
      <PageHead
        title="Series"
        facts={!list.total ? "Prices and quantities over time, with every vintage kept" : `${formatNumber(shown.length)} of ${count(list.total, "series", "series")}, each with its source, unit and every vintage`}
        actions={
          <>
            <div className="max-desk:order-last max-desk:min-w-full">
              <TextInput ref={filter} type="search" aria-label="Filter series" className="desk:w-60" placeholder="Name, code or source" value={search.q ?? ""} onChange={(event) => set({ q: event.target.value || undefined }, true)} />
            </div>
            <Button icon="settings" className="wide:hidden" onClick={() => setFiltering(true)}>Filters</Button>
            {canChange ? <Button look="primary" icon="upload" onClick={() => openUpload(null)}>Upload a file</Button> : null}
          </>
        }
      />
      <div className="sheets catalogue">
        <Filters rows={list.rows} search={search} onChange={set} />
        <Panel
          title="Catalogue"
          unit={
            <span className="flex gap-1.5">
              {search.source ? <Removable label={search.source} onRemove={() => set({ source: undefined })} /> : null}
              {search.freq ? <Removable label={frequencyName(search.freq)} onRemove={() => set({ freq: undefined })} /> : null}
              {search.stale ? <Removable label="Stale" onRemove={() => set({ stale: undefined })} /> : null}
              {selection.chosen.length > 0 ? <Chip tone="yours">{`${formatNumber(selection.chosen.length)} chosen`}</Chip> : null}
            </span>
          }
          waiting={list.waiting}
          tools={
            <>
              {selection.chosen.length > 0 ? (
                <>
                  {selection.chosen.length < shown.length ? <Button small look="quiet" onClick={selection.all}>Choose all</Button> : null}
                  <Button small look="quiet" onClick={selection.clear}>Choose none</Button>
                  <Button small icon="forecast" onClick={() => setBatch(true)}>Forecast…</Button>
                </>
              ) : null}
              <GridTools name="series" rows={shown} columns={columns} hidden={hidden} onHidden={setHidden} />
            </>
          }
          className="min-h-0"
        >
          {list.error ? (
            <ErrorPanel error={list.error} onRetry={list.refetch} />
          ) : list.loading ? (
            <LoadingRows rows={12} />
          ) : shown.length === 0 ? (
            <EmptyState actions={filtered ? <Button onClick={() => set({ q: undefined, source: undefined, freq: undefined, stale: undefined })}>Show all series</Button> : canChange ? <Button icon="upload" onClick={() => openUpload(null)}>Choose a file</Button> : undefined}>
              {filtered ? `No series matches${search.q ? ` “${search.q}”` : " these filters"}.` : "No series yet. Drop a CSV or XLSX file anywhere on this page."}
            </EmptyState>
          ) : (
            <DataGrid name="Series" rows={shown} columns={selection.columns} hidden={hidden} getId={(row) => row.id} onOpen={(row) => go(seriesPath(row))} onEnd={list.more} className="border-t border-line" />
          )}
        </Panel>
      </div>
      <TraceBar items={[{ label: "series", value: formatNumber(list.total ?? 0) }, { label: "read", value: now.toISOString().slice(0, 16) + "Z" }]} note="The last value and its date are those of the latest vintage" />
      {over && !search.upload && canChange ? <div className="pointer-events-none fixed inset-2 z-40 flex items-center justify-center border-2 border-dashed border-azurite bg-azurite-wash/90 text-lead font-strong text-azurite">Drop to preview; nothing is written yet</div> : null}
      <Drawer open={filtering} onOpenChange={setFiltering} title="Filters">
        <FilterGroups rows={list.rows} search={search} onChange={set} />
      </Drawer>
      {batch ? <BatchDialog chosen={selection.chosen} onClose={() => setBatch(false)} /> : null}
      {search.upload && canChange ? <UploadSheet file={file} onFile={setFile} onClose={() => { setFile(null); set({ upload: undefined }); }} onDone={list.refetch} /> : null}
    </div>
  );
}

function Removable({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Chip tone="modelled">
      {label}
      <button type="button" aria-label={`Remove the filter ${label}`} className="px-0.5" onClick={onRemove}>
        ×
      </button>
    </Chip>
  );
}
