import { useMemo } from "react";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { formatFigure } from "@/lib/format";
import { drawHistogram } from "@/pages/simulations/charts/histogram";
import type { Bin } from "@/pages/simulations/model/result";
import { type Comparison, differenceView, verdict } from "./model";

/** How far apart the two are, iteration by iteration. */
export function DifferencePanel({ comparison }: { comparison: Comparison }) {
  const view = useMemo(() => differenceView(comparison), [comparison]);
  const draw = useMemo(() => drawHistogram(view), [view]);
  const { a, b, settings, iterations, engine_version: engine } = comparison;
  const columns: GridColumn<Bin>[] = [
    { id: "from", head: "From", unit: view.unit, value: (row) => row.from, num: true, cell: (row) => formatFigure(row.from) },
    { id: "to", head: "To", unit: view.unit, value: (row) => row.to, num: true, cell: (row) => formatFigure(row.to) },
    { id: "count", head: "Iterations", value: (row) => row.count, digits: 0 },
  ];
  return (
    <ChartPanel
      title={view.name}
      unit={`${view.unit} per iteration`}
      sentence={verdict(comparison)}
      draw={draw}
      facts={{ source: `${a.name} less ${b.name}`, trace: `seed ${settings.seed}, ${iterations} iterations on the same draws, engine ${engine}` }}
      table={{ rows: view.bins, columns }}
      chartClass="chart-tall"
    >
      <p className="px-4 pb-2 text-small text-ink-2 max-desk:px-3">{verdict(comparison)}</p>
    </ChartPanel>
  );
}
