import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { diffQuery, versionQuery } from "@/api/scenarios";
import { mayChange, useSession } from "@/api/session";
import type { ScenarioSummary } from "@/api/types";
import { useActions } from "@/lib/actions";
import { isoMinute } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { SidePanel, useSide } from "@/page/SidePanel";
import { TraceBar } from "@/page/TraceBar";
import { RunDialog } from "@/pages/simulations/RunDialog";
import type { EditorSearch } from "@/routes/projects";
import type { LineChange } from "../model/diff";
import { at } from "../model/gridKeys";
import { linesOf } from "../model/lines";
import { pointerIn } from "../model/merge";
import { nextTrouble, placeOf, pointerAt } from "../model/place";
import { normalise } from "../model/readScenario";
import { Changes } from "./Changes";
import { Conflict } from "./Conflict";
import { DiffView } from "./DiffView";
import { EditorHead } from "./EditorHead";
import { ForecastNotice } from "./ForecastNotice";
import { LineInspector } from "./LineInspector";
import { LivePanel } from "./LivePanel";
import { SaveDialog } from "./SaveDialog";
import { ScheduleSheet } from "./ScheduleSheet";
import { SheetList } from "./SheetList";
import type { Saved } from "./useDraft";
import { useDraft } from "./useDraft";
import { PREVIEW_ITERATIONS, useEvaluation } from "./useEvaluation";
import { useHandover } from "./useHandover";
import { useSaving } from "./useSaving";
import { useUndoKeys } from "./useUndoKeys";

export interface WorkbenchProps {
  summary: ScenarioSummary;
  latest: Saved;
  readOnly: boolean;
  search: EditorSearch;
  onSearch: (part: Partial<EditorSearch>, push?: boolean) => void;
}

/** The editor: sheets at the left, the sheet in view, the draft's value and the line in focus at the right. */
export function Workbench({ summary, latest, readOnly: past, search, onSearch }: WorkbenchProps) {
  const may = mayChange(useSession());
  const readOnly = past || !may;
  const [saved, setSaved] = useState(latest);
  const draft = useDraft(past ? `${summary.slug}@${latest.version}` : summary.slug, saved);
  const saving = useSaving(summary.slug, saved, draft, setSaved);
  const { evaluated, troubles, waiting, previewWaiting } = useEvaluation(draft.draft);
  const stored = useQuery(versionQuery(summary.slug, saved.version));
  const handover = useHandover(search.forecast, draft, readOnly);
  const [running, setRunning] = useState<number | null>(null);
  const side = useSide("Value and line");
  useUndoKeys(draft.undo, draft.redo);

  const sheet = search.sheet ?? "basis";
  const lines = useMemo(() => linesOf(draft.draft, sheet), [draft.draft, sheet]);
  const [selection, setSelection] = useState(() => {
    const place = search.cell ? placeOf(draft.draft, search.cell) : { row: 0, column: 0 };
    return at(place.row, place.column);
  });
  const row = Math.min(selection.active.row, Math.max(0, lines.length - 1));
  const line = lines[row];
  const shown = row === selection.active.row ? selection : at(row, selection.active.column);
  const goTo = useCallback((pointer: string) => {
    const place = placeOf(draft.draft, pointer);
    setSelection(at(place.row, place.column));
    onSearch({ sheet: place.sheet === "basis" ? undefined : place.sheet, cell: pointer, diff: undefined }, true);
  }, [draft.draft, onSearch]);
  const openChange = (change: LineChange) => goTo(pointerIn(draft.draft, change) ?? `/${change.part}`);
  const walk = () => {
    const next = nextTrouble(draft.draft, troubles, { sheet, row, column: selection.active.column });
    if (next) goTo(next.pointer);
  };
  useActions([{ id: "next-problem", label: "Next problem", keys: "f8", section: "Here", run: walk }]);
  const run = () => {
    if (draft.dirty && !readOnly) saving.open((version) => setRunning(version));
    else setRunning(saved.version);
  };
  const diff = search.diff === undefined ? null : Number(search.diff);
  const theirs = !past && latest.version > saved.version ? latest : null;
  return (
    <div className="editor-page">
      <EditorHead summary={summary} scenario={draft.draft} version={saved.version} edits={draft.changes.length} readOnly={readOnly} may={may} side={side} onSave={() => (draft.dirty ? saving.open() : undefined)} onRun={run} />
      {theirs ? (
        <Conflict
          base={saved.scenario}
          mine={draft.draft}
          theirs={theirs.scenario}
          version={theirs.version}
          author={summary.author}
          onMerge={(merged) => {
            setSaved(theirs);
            draft.replace(merged);
          }}
          onTakeTheirs={() => {
            setSaved(theirs);
            draft.replace(theirs.scenario);
          }}
        />
      ) : null}
      {handover.price && search.forecast ? (
        <ForecastNotice
          id={search.forecast}
          scenario={draft.draft}
          price={handover.price}
          onPrice={handover.choose}
          onDrop={() => {
            handover.drop();
            onSearch({ forecast: undefined });
          }}
        />
      ) : null}
      <div className="sheets editor-sheets">
        <SheetList
          sheet={sheet}
          troubles={troubles}
          changes={draft.changes}
          onSheet={(next) => {
            setSelection(at(0, 0));
            onSearch({ sheet: next === "basis" ? undefined : next, cell: undefined, diff: undefined }, true);
          }}
        />
        {diff !== null && Number.isInteger(diff) ? (
          <Comparison slug={summary.slug} from={diff} to={past ? saved.version : null} draft={draft.draft} npv={evaluated.base?.figures.npv.value ?? null} unit={evaluated.base?.money_unit ?? ""} onOpen={openChange} onClose={() => onSearch({ diff: undefined }, true)} />
        ) : (
          <ScheduleSheet
            key={sheet}
            sheet={sheet}
            scenario={draft.draft}
            saved={saved.scenario}
            lines={lines}
            troubles={troubles}
            selection={shown}
            base={evaluated.base}
            readOnly={readOnly}
            canUndo={draft.canUndo}
            canRedo={draft.canRedo}
            onSelection={(next) => {
              setSelection(next);
              onSearch({ cell: pointerAt(lines, next.active.row, next.active.column) });
            }}
            onEdit={draft.edit}
            onUndo={draft.undo}
            onRedo={draft.redo}
          />
        )}
        <SidePanel side={side} className="min-h-0 desk:overflow-y-auto">
          <LivePanel evaluated={evaluated} troubles={troubles} waiting={waiting} previewWaiting={previewWaiting} saved={stored.data?.base_case ?? null} version={saved.version} onTrouble={(trouble) => goTo(trouble.pointer)} />
          {past ? null : <Changes changes={draft.changes} version={saved.version} onOpen={openChange} onDiff={() => onSearch({ diff: String(saved.version) }, true)} />}
          {line && diff === null ? <LineInspector scenario={draft.draft} line={line} base={evaluated.base} readOnly={readOnly} onEdit={draft.edit} /> : null}
        </SidePanel>
      </div>
      <TraceBar
        items={[
          { label: "scenario", value: `v${saved.version}${draft.dirty ? " with edits" : ""}${stored.data?.hash ? ` · ${stored.data.hash.slice(0, 7)}` : ""}` },
          { label: "base case", value: `engine ${evaluated.base?.engine_version ?? "not asked yet"}` },
          { label: "preview", value: `${formatNumber(PREVIEW_ITERATIONS)} iterations, seed 42` },
          { label: "saved", value: stored.data ? isoMinute(stored.data.created_at) : "", panelOnly: true },
          { label: "by", value: stored.data?.author ?? summary.author, panelOnly: true },
          { label: "note", value: stored.data?.note ?? summary.note, panelOnly: true },
        ]}
        {...(draft.draft.source?.report ? { note: `Study: ${draft.draft.source.report}` } : {})}
      />
      {saving.isOpen ? <SaveDialog next={saved.version + 1} changes={draft.changes} saving={saving.busy} error={saving.error} onSave={saving.save} onClose={saving.close} /> : null}
      {running === null ? null : <RunDialog start={{ slug: summary.slug, name: draft.draft.name, version: running, iterations: 100_000, seed: 42, sampling: "monte_carlo" }} onClose={() => setRunning(null)} />}
    </div>
  );
}

interface ComparisonProps {
  slug: string;
  from: number;
  /** The stored version it is compared with; null for the draft. */
  to: number | null;
  draft: Saved["scenario"];
  npv: number | null;
  unit: string;
  onOpen: (change: LineChange) => void;
  onClose: () => void;
}

function Comparison({ slug, from, to, draft, npv, unit, onOpen, onClose }: ComparisonProps) {
  const before = useQuery(versionQuery(slug, from));
  const effects = useQuery({ ...diffQuery(slug, from, to ?? from + 1), enabled: to !== null });
  const base = before.data?.base_case;
  if (!before.data) return <div className="bg-surface" aria-busy={before.isPending} />;
  return (
    <div className="flex min-h-0 min-w-0 flex-col bg-surface">
      <DiffView before={normalise(before.data.scenario)} after={draft} beforeName={`v${from}`} afterName={to === null ? "your draft" : `v${to}`} npv={base && base.figures.npv.value !== null && npv !== null && base.money_unit === unit ? { before: base.figures.npv.value, after: npv, unit } : null} effects={effects.data?.lines ?? null} onOpen={onOpen} onClose={onClose} />
    </div>
  );
}
