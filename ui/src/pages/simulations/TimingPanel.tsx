import { useMemo } from "react";
import { Chart } from "@/charts/Chart";
import { exportChart } from "@/charts/export";
import { exportTable } from "@/grid/export";
import type { GridColumn } from "@/grid/column";
import { formatNumber, formatPercent } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { IconButton } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Menu } from "@/ui/Menu";
import { drawConvergence } from "./charts/convergence";
import { chartFacts, type ResultContext } from "./context";
import { TIMING_NAME } from "./model/facts";
import type { ConvergencePoint } from "./model/result";
import { timingRows, timingSpread } from "./model/timing";
import { ScrollTable } from "./ScrollTable";

/** Three conventions side by side, and below them how the mean settled. Two heads in one sheet, as they are read together. */
export function TimingPanel({ context }: { context: ResultContext }) {
  const { result, base } = context;
  const rows = timingRows(result, base);
  const spread = timingSpread(result);
  const { points, settled_at: settled, note } = result.convergence;
  const draw = useMemo(() => drawConvergence(points, settled), [points, settled]);
  const last = points.at(-1);
  const sentence = last ? `After ${formatNumber(last.iterations)} iterations the mean is ${formatNumber(last.mean)} ± ${formatNumber(1.96 * last.standard_error, { digits: 1 })} ${result.money_unit}; ${settled === null ? "it has not settled" : `settled at ${formatNumber(settled)}`}.` : "";
  const facts = { ...chartFacts(context), title: "Convergence of the mean", unit: `${result.money_unit}, ±1.96 standard errors` };
  return (
    <div className="flex min-w-0 flex-col bg-surface">
      <section aria-label="Timing convention">
        <Head title="Timing convention" unit={spread === null ? result.money_unit : `moves the base case by ±${formatPercent(spread, { digits: 0 })}; ${result.money_unit}`} />
        <ScrollTable name="Timing convention">
          <table className="data-table">
            <thead>
              <tr>
                <th>Discounting</th>
                <th className="num">Base case</th>
                <th className="num">Printed</th>
                <th className="num">Gap</th>
                <th className="num">Simulated P50</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.timing} data-selected={row.headline}>
                  <td>
                    {TIMING_NAME[row.timing]}
                    {row.headline ? <span className="sr-only">, the headline</span> : null}
                  </td>
                  <td className="num">{formatNumber(row.base, { digits: 1 })}</td>
                  <td className="num">{row.printed === null ? <Reason why="the study prints no figure for this convention" /> : formatNumber(row.printed, { digits: Number.isInteger(row.printed) ? 0 : 1 })}</td>
                  <td className="num text-ink-3">{row.gap === null ? <Reason why="there is no printed figure" /> : formatNumber(row.gap, { digits: 1 })}</td>
                  <td className="num">{formatNumber(row.simulated)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      </section>
      <section aria-label="Convergence of the mean" className="flex min-h-0 flex-1 flex-col">
        <Head
          title="Convergence of the mean"
          unit={`${result.money_unit}, ±1.96 standard errors${note ? `; ${note}` : ""}`}
          tools={
            <>
              {settled === null ? <Chip tone="doubtful">not settled</Chip> : <Chip tone="good">settled at {formatNumber(settled)}</Chip>}
              <Menu label="Export convergence" trigger={<IconButton small label="Export convergence" icon="export" />} entries={[{ label: "PNG, 2×", onSelect: () => void exportChart("png", draw, facts, document.documentElement.dataset["theme"] === "dark" ? "dark" : "light") }, { label: "SVG", onSelect: () => void exportChart("svg", draw, facts, "light") }, { kind: "rule" }, ...exportTable("Convergence of the mean", points, POINTS)]} />
            </>
          }
        />
        <Chart name="Convergence of the mean" sentence={sentence} draw={draw} className="chart-low" />
      </section>
    </div>
  );
}

const POINTS: GridColumn<ConvergencePoint>[] = [
  { id: "iterations", head: "Iterations", value: (row) => row.iterations, digits: 0 },
  { id: "mean", head: "Mean", value: (row) => row.mean, digits: 2 },
  { id: "se", head: "Standard error", value: (row) => row.standard_error, digits: 3 },
];

function Head({ title, unit, tools }: { title: string; unit: string; tools?: React.ReactNode }) {
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 px-4 max-desk:h-11 max-desk:px-3">
      <h2 className="shrink-0 font-bold whitespace-nowrap">{title}</h2>
      <span className="min-w-0 truncate text-micro text-ink-3" title={unit}>
        {unit}
      </span>
      {tools ? <div className="ml-auto flex shrink-0 items-center gap-1.5">{tools}</div> : null}
    </div>
  );
}
