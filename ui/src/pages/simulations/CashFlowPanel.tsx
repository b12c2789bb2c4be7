import { useMemo } from "react";
import { simulationFiles } from "@/api/simulations";
import { ChartPanel } from "@/charts/ChartPanel";
import type { GridColumn } from "@/grid/column";
import { drawCashFlow, describePeriod } from "./charts/cashFlow";
import { chartFacts, type ResultContext } from "./context";
import { cashFlowSentence, cashFlowView } from "./model/cashflow";
import type { Band } from "./model/result";

interface Row {
  label: string;
  yearly: Band;
  sum: Band;
}

export function CashFlowPanel({ context }: { context: ResultContext }) {
  const { result, base, scenario } = context;
  const labels = base?.periods ?? scenario?.periods.labels.map((label) => ({ label })) ?? null;
  const view = useMemo(() => cashFlowView(result, labels), [result, labels]);
  const draw = useMemo(() => drawCashFlow(view), [view]);
  const rows: Row[] = view.labels.flatMap((label, i) => {
    const [yearly, sum] = [view.yearly[i], view.cumulative[i]];
    return yearly && sum ? [{ label, yearly, sum }] : [];
  });
  return (
    <ChartPanel
      title="Free cash flow after tax"
      unit={`${view.unit} a period, median with P10–P90; cumulative below`}
      sentence={cashFlowSentence(view)}
      draw={draw}
      facts={chartFacts(context)}
      table={{ rows, columns: columnsFor(view.unit) }}
      files={simulationFiles(context.simulation.id, "cash_flow")[0]?.files ?? []}
      steps={{ count: rows.length, seriesIndex: 0, describe: (i) => describePeriod(view, i) }}
      chartClass="chart-tall"
    />
  );
}

function columnsFor(unit: string): GridColumn<Row>[] {
  const number = (id: string, head: string, value: (row: Row) => number, width = 30): GridColumn<Row> => ({ id, head, unit, value, digits: 1, width });
  return [
    { id: "label", head: "Period", value: (row) => row.label, width: 24 },
    number("p10", "P10", (row) => row.yearly.p10),
    number("p50", "P50", (row) => row.yearly.p50),
    number("p90", "P90", (row) => row.yearly.p90),
    number("base", "Base case", (row) => row.yearly.base),
    number("sum10", "Cumulative P10", (row) => row.sum.p10, 40),
    number("sum50", "Cumulative P50", (row) => row.sum.p50, 40),
    number("sum90", "Cumulative P90", (row) => row.sum.p90, 40),
    number("sumbase", "Cumulative base", (row) => row.sum.base, 40),
  ];
}
