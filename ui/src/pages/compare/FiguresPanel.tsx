import { exportTable } from "@/grid/export";
import type { GridColumn } from "@/grid/column";
import { formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { ScrollTable } from "@/pages/simulations/ScrollTable";
import { IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { type Comparison, figureRows, type FigureRow } from "./model";

const COLUMNS: GridColumn<FigureRow>[] = [
  { id: "name", head: "Figure", value: (row) => row.name },
  { id: "unit", head: "Unit", value: (row) => row.unit },
  { id: "a", head: "A", value: (row) => row.a, digits: 1 },
  { id: "b", head: "B", value: (row) => row.b, digits: 1 },
  { id: "difference", head: "A less B", value: (row) => row.difference, digits: 1 },
];

/** Figures of both scenarios side by side. */
export function FiguresPanel({ comparison }: { comparison: Comparison }) {
  const rows = figureRows(comparison);
  const show = (value: number | null, sign = false) => (value === null ? "–" : formatNumber(value, { digits: 1, sign }));
  const { only_in_a: a, only_in_b: b, correlation } = comparison;
  return (
    <Panel title="Side by side" unit="A less B: percentiles of the difference" tools={<Menu label="Export figures" trigger={<IconButton small icon="export" label="Export figures" />} entries={exportTable("Comparison", rows, COLUMNS)} />}>
      <ScrollTable name="Side by side">
        <table className="data-table">
          <thead>
            <tr>
              <th>Figure</th>
              <th className="num">
                <abbr title={comparison.a.name}>A</abbr>
              </th>
              <th className="num">
                <abbr title={comparison.b.name}>B</abbr>
              </th>
              <th className="num">A less B</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <td>
                  {row.name} <span className="text-ink-3">{row.unit}</span>
                </td>
                <td className="num">{show(row.a)}</td>
                <td className="num">{show(row.b)}</td>
                <td className="num">{show(row.difference, true)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <p className="px-4 pt-2 text-small text-ink-2 max-desk:px-3">
        A is {comparison.a.name}, B is {comparison.b.name}.
      </p>
      <p className="px-4 py-2 text-small text-ink-2 max-desk:px-3">
        {correlation === null ? "One of the two does not vary." : `Their values correlate by ${formatNumber(correlation, { digits: 3 })}.`}
        {a.length > 0 ? ` Drawn only in A: ${a.join(", ")}.` : ""}
        {b.length > 0 ? ` Drawn only in B: ${b.join(", ")}.` : ""}
      </p>
    </Panel>
  );
}
