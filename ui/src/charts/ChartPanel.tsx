import { useState, type ReactNode } from "react";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { asProblem } from "@/api/problem";
import { Panel } from "@/page/Panel";
import { useShownTheme } from "@/lib/settings";
import { IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { toast } from "@/ui/Toast";
import { exportTable } from "@/grid/export";
import { Chart, type ChartProps } from "./Chart";
import { exportChart, type ChartFacts } from "./export";

export interface ChartTable<T extends object> {
  rows: readonly T[];
  columns: readonly GridColumn<T>[];
}

export interface ChartPanelProps<T extends object> extends Omit<ChartProps, "name" | "className"> {
  title: string;
  unit?: string | undefined;
  facts: Omit<ChartFacts, "title" | "unit">;
  /** The same data as a table. */
  table: ChartTable<T>;
  /** Switches that change the view, before the table and export buttons. */
  tools?: ReactNode;
  /** Files the server makes, with every row. */
  files?: { label: string; url: string }[];
  waiting?: boolean;
  className?: string;
  chartClass?: string;
  /** What belongs to the chart and stands above it. */
  above?: ReactNode;
  /** Words below the chart. */
  children?: ReactNode;
}

/** A panel with a chart, the same data as a table, and the ways it can leave. */
export function ChartPanel<T extends object>({ title, unit, facts, table, tools, files, waiting = false, className = "", chartClass = "", above, children, ...chart }: ChartPanelProps<T>) {
  const [asTable, setAsTable] = useState(false);
  const theme = useShownTheme();
  const all: ChartFacts = { ...facts, title, unit };
  const save = (kind: "png" | "svg", shade: "light" | "dark") => {
    exportChart(kind, chart.draw, all, shade).catch((error: unknown) => toast(`The picture could not be made: ${asProblem(error).message}`));
  };
  return (
    <Panel
      title={title}
      unit={unit}
      waiting={waiting}
      className={className}
      tools={
        <>
          {tools}
          <IconButton small label={asTable ? "Show as chart" : "Show as table"} icon={asTable ? "series" : "table"} aria-pressed={asTable} onClick={() => setAsTable(!asTable)} />
          <Menu
            label={`Export ${title}`}
            trigger={<IconButton small label={`Export ${title}`} icon="export" />}
            entries={[
              { label: "PNG, 2×", onSelect: () => save("png", theme) },
              { label: "PNG for print, light", onSelect: () => save("png", "light") },
              { label: "SVG", onSelect: () => save("svg", theme) },
              { kind: "rule" },
              ...exportTable(title, table.rows, table.columns),
              ...(files?.length ? [{ kind: "heading" as const, label: "Every row, from the server" }, ...files.map((file) => ({ label: file.label, onSelect: () => { location.assign(file.url); } }))] : []),
            ]}
          />
        </>
      }
    >
      {above}
      {asTable ? (
        <DataGrid name={title} rows={table.rows} columns={table.columns} getId={(_, index) => String(index)} className={`border-t border-line ${chartClass}`} />
      ) : (
        <Chart name={title} className={chartClass} {...chart} />
      )}
      {children}
    </Panel>
  );
}
