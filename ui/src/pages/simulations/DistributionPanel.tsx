import { useMemo } from "react";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { simulationFiles } from "@/api/simulations";
import { formatFigure, formatNumber, formatPercent, formatProbability } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { EmptyState } from "@/page/States";
import { Segmented } from "@/ui/Segmented";
import { drawCumulative } from "./charts/cumulative";
import { drawHistogram } from "./charts/histogram";
import { chartFacts, type ResultContext } from "./context";
import { PinnedBin, describeBin, type BinRow } from "./PinnedBin";
import { cumulative, irrShares, MEASURE_LABEL, measureSentence, measureView, type MeasureId, type MeasureView } from "./model/measure";

const SHAPES = [
  { value: "density", label: "Density" },
  { value: "cumulative", label: "Cumulative" },
] as const;
type ShapeId = (typeof SHAPES)[number]["value"];

export interface DistributionPanelProps {
  context: ResultContext;
  measure: MeasureId;
  shape: ShapeId;
  onShape: (shape: ShapeId) => void;
  /** Index of the pinned bin. */
  bin: number | undefined;
  onBin: (bin: number | undefined) => void;
}

export function DistributionPanel({ context, measure, shape, onShape, bin, onBin }: DistributionPanelProps) {
  const { result } = context;
  const view = useMemo(() => measureView(result, measure), [result, measure]);
  // An address may name a bin that this measure does not have.
  const pinned = bin !== undefined && view && bin < view.bins.length ? bin : null;
  const draw = useMemo(() => (view ? (shape === "density" ? drawHistogram(view, pinned) : drawCumulative(view, pinned)) : null), [view, shape, pinned]);
  if (!view || !draw) {
    const why = measure === "irr" ? "No iteration has exactly one rate of return, so there is no distribution of it. The cash flow changes sign several times, or never." : "No iteration pays back, so there is no distribution of the payback.";
    return (
      <Panel title={MEASURE_LABEL[measure]}>
        <EmptyState>{why}</EmptyState>
      </Panel>
    );
  }
  const rows = binRows(view);
  const columns: GridColumn<BinRow>[] = [
    { id: "from", head: "From", unit: view.unit, value: (row) => row.from, num: true, cell: (row) => formatFigure(row.from) },
    { id: "to", head: "To", unit: view.unit, value: (row) => row.to, num: true, cell: (row) => formatFigure(row.to) },
    { id: "count", head: "Iterations", value: (row) => row.count, digits: 0 },
    { id: "share", head: "Share", value: (row) => row.share, num: true, cell: (row) => formatPercent(row.share, { digits: 2 }) },
    { id: "below", head: "At or below", value: (row) => row.below, num: true, cell: (row) => formatPercent(row.below, { digits: 2 }) },
  ];
  const bins = view.step > 0 ? `, bins of ${formatNumber(view.step, { digits: view.step >= 1 ? 0 : 2 })}` : "";
  return (
    <ChartPanel
      title={view.name}
      unit={`${view.unit} per iteration${shape === "density" ? bins : ""}`}
      sentence={measureSentence(view)}
      draw={draw}
      facts={chartFacts(context)}
      table={{ rows, columns }}
      files={simulationFiles(context.simulation.id, "iterations")[0]?.files ?? []}
      steps={shape === "density" ? { count: rows.length, seriesIndex: 0, describe: (i) => describeBin(rows[i], view.unit) } : undefined}
      pick={{ locate: (x) => view.bins.findIndex((entry) => x >= entry.from && x < entry.to), onPick: (index) => onBin(index === pinned ? undefined : index), onClear: () => onBin(undefined), pinned }}
      tools={<Segmented className="max-desk:hidden" label="Shape" value={shape} options={SHAPES} onChange={onShape} />}
      chartClass="chart-tall"
    >
      <div className="px-3 pb-2 desk:hidden">
        <Segmented label="Shape" value={shape} options={SHAPES} onChange={onShape} />
      </div>
      <PinnedBin row={pinned === null ? undefined : rows[pinned]} unit={view.unit} n={view.n} onUnpin={() => onBin(undefined)} />
      {measure === "irr" ? <IrrStatus context={context} /> : view.leftOut ? <p className="px-4 pb-2 text-micro text-ink-3 max-desk:px-3">{view.leftOut}</p> : null}
    </ChartPanel>
  );
}

function binRows(view: MeasureView): BinRow[] {
  const edges = cumulative(view);
  return view.bins.map((bin, i) => ({ ...bin, share: bin.count / view.n, below: edges[i + 1]?.share ?? 1 }));
}

/** How many iterations have one rate, none or several; only the first are in the distribution. */
function IrrStatus({ context }: { context: ResultContext }) {
  return (
    <p className="px-4 pb-2 text-micro text-ink-3 max-desk:px-3">
      {irrShares(context.result)
        .map((entry) => `${entry.name} ${formatProbability(entry.share)}${entry.why ? ` (${entry.why})` : ""}`)
        .join(" · ")}
    </p>
  );
}
