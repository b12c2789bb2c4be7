import { useMemo } from "react";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { formatFigure, formatPercent } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { EmptyState } from "@/page/States";
import { PlaceLink } from "@/shell/PlaceLink";
import { Segmented } from "@/ui/Segmented";
import { drawRank, drawSwing } from "./charts/tornado";
import { chartFacts, type ResultContext } from "./context";
import { SobolPanel } from "./SobolPanel";
import { rankSentence, swingRows, swingSentence } from "./model/drivers";
import type { RankEntry, SwingEntry } from "./model/result";

const BY = [
  { value: "swing", label: "Swing", hint: "One input at its P10 and P90, the others at the base case" },
  { value: "rank", label: "Rank", hint: "Rank correlation of the input with the NPV over the iterations" },
  { value: "sobol", label: "Sobol", hint: "Share of the variance each input makes alone and with others; for independent inputs" },
] as const;
type By = (typeof BY)[number]["value"];

export function DriversPanel({ context, by, onBy }: { context: ResultContext; by: By; onBy: (by: By) => void }) {
  const { tornado, money_unit: unit } = context.result;
  const rows = useMemo(() => swingRows(tornado.swing, tornado.base), [tornado]);
  const swing = useMemo(() => drawSwing(rows, tornado.base), [rows, tornado.base]);
  const rank = useMemo(() => drawRank(tornado.rank), [tornado.rank]);
  const below = (
    <div className="px-3 pb-2 desk:hidden">
      <Segmented label="Order of drivers" value={by} options={BY} onChange={onBy} />
    </div>
  );
  const tools = <Segmented className="max-desk:hidden" label="Order of drivers" value={by} options={BY} onChange={onBy} />;
  if (tornado.swing.length === 0) {
    const { scenario_slug: slug } = context.simulation;
    return (
      <Panel title="What moves it">
        <EmptyState actions={slug ? <PlaceLink to={`/scenarios/${slug}?sheet=uncertainty`} className="text-azurite hover:underline">Add one in the scenario</PlaceLink> : null}>No input is uncertain, so every iteration gave the same value.</EmptyState>
      </Panel>
    );
  }
  const facts = chartFacts(context);
  if (by === "sobol") return <SobolPanel context={context} tools={tools}>{below}</SobolPanel>;
  if (by === "rank") {
    return <ChartPanel title="What moves it" unit="rank correlation with the NPV" sentence={rankSentence(tornado.rank)} draw={rank} facts={facts} table={{ rows: tornado.rank, columns: RANK }} tools={tools} chartClass="chart-tall">{below}</ChartPanel>;
  }
  return (
    <ChartPanel
      title="What moves it"
      unit={unit}
      sentence={swingSentence(context.result)}
      draw={swing}
      facts={facts}
      table={{ rows: tornado.swing, columns: swingColumns(unit) }}
      tools={
        <>
          <span className="text-micro text-ink-3">
            input at
            <span className="swatch swatch-low" />
            P10
            <span className="swatch swatch-high" />
            P90
          </span>
          {tools}
        </>
      }
      chartClass="chart-tall"
    >
      {below}
    </ChartPanel>
  );
}

const RANK: GridColumn<RankEntry>[] = [
  { id: "label", head: "Input", value: (row) => row.label, width: 48, grow: true },
  { id: "correlation", head: "Rank correlation", value: (row) => row.correlation, digits: 3, width: 32, why: () => "the input did not vary" },
  { id: "share", head: "Share of squares", value: (row) => row.share, num: true, width: 32, cell: (row) => formatPercent(row.share), why: () => "the input did not vary" },
  { id: "shapley", head: "Shapley share", value: (row) => row.shapley ?? null, num: true, width: 32, cell: (row) => formatPercent(row.shapley ?? null), why: () => "there are more than 12 inputs, or one did not vary" },
];

function swingColumns(unit: string): GridColumn<SwingEntry>[] {
  return [
    { id: "label", head: "Input", value: (row) => row.label, width: 44, grow: true },
    { id: "unit", head: "Unit", value: (row) => (row.unit === "1" ? "" : row.unit), width: 20 },
    { id: "low", head: "P10", value: (row) => row.low.input, num: true, width: 20, cell: (row) => formatFigure(row.low.input) },
    { id: "base", head: "Base", value: (row) => row.base, num: true, width: 20, cell: (row) => formatFigure(row.base) },
    { id: "high", head: "P90", value: (row) => row.high.input, num: true, width: 20, cell: (row) => formatFigure(row.high.input) },
    { id: "npv_low", head: "NPV at P10", unit, value: (row) => row.low.npv, digits: 1, width: 32 },
    { id: "npv_high", head: "NPV at P90", unit, value: (row) => row.high.npv, digits: 1, width: 32 },
    { id: "swing", head: "Swing", unit, value: (row) => row.swing, digits: 1, width: 28 },
  ];
}
