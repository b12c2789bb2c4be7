import { commonSpan, RangeAxis, RangeBar } from "@/charts/RangeBar";
import type { GridColumn } from "@/grid/column";
import { formatDay } from "@/lib/dates";
import { formatNumber, formatProbability } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { PlaceLink } from "@/shell/PlaceLink";
import { Chip } from "@/ui/Chip";
import type { ScenarioRow } from "./model/list";

const WIDTH = 200;

function why(row: ScenarioRow): string {
  if (row.otherUnit) return `counted in ${row.otherUnit}, which does not compare`;
  return row.state === "none" ? "not simulated yet" : "its version is being read";
}

export function scenarioColumns(rows: readonly ScenarioRow[], unit: string | null): GridColumn<ScenarioRow>[] {
  const span = commonSpan(rows.map((row) => row.values));
  return [
    { id: "project", head: "Project", value: (row) => row.project, width: 44, grow: true, cell: (row) => <span className={`truncate ${row.first ? "font-strong" : "text-ink-3"}`}>{row.project}</span> },
    {
      id: "scenario",
      head: "Scenario",
      value: (row) => `${row.variant} v${row.version}`,
      width: 40,
      cell: (row) => (
        <span className="truncate">
          <PlaceLink to={`/scenarios/${row.slug}`} className="hover:text-azurite">
            {row.variant}
          </PlaceLink>
          <span className="ml-1.5 text-micro text-ink-3">v{row.version}</span>
        </span>
      ),
    },
    { id: "author", head: "Author", value: (row) => row.author, width: 24, cell: (row) => <span className="truncate text-ink-2">{row.author}</span> },
    { id: "p50", head: "P50", ...(unit ? { unit } : {}), value: (row) => row.values?.p50, num: true, width: 26, why, cell: (row) => (row.values ? <span className="font-strong">{formatNumber(row.values.p50)}</span> : <Reason why={why(row)} />) },
    {
      id: "range",
      head: "NPV from P10 to P90, median and base case",
      ...(span ? { headCell: <RangeAxis span={span} width={WIDTH} /> } : {}),
      value: () => null,
      visual: true,
      sortable: false,
      width: 56,
      cell: (row) => (row.values && span && unit ? <RangeBar values={row.values} span={span} unit={unit} width={WIDTH} /> : <span className="truncate text-micro text-ink-3">{why(row)}</span>),
    },
    { id: "negative", head: "P(NPV < 0)", value: (row) => row.negative, num: true, width: 24, why, cell: (row) => (row.negative === null ? <Reason why="not simulated yet" /> : formatProbability(row.negative)) },
    { id: "changed", head: "Changed", num: true, value: (row) => row.changed, width: 22, cell: (row) => <span className="text-ink-3">{formatDay(row.changed)}</span> },
    { id: "state", head: "Result", value: (row) => stateText(row), width: 36, cell: (row) => <State row={row} /> },
    { id: "note", head: "Last note", value: (row) => row.note, width: 48, hidden: true },
    { id: "p10", head: "P10", value: (row) => row.values?.p10, digits: 0, hidden: true, why },
    { id: "p90", head: "P90", value: (row) => row.values?.p90, digits: 0, hidden: true, why },
    { id: "base", head: "Base case", value: (row) => row.values?.study, digits: 0, hidden: true, why },
  ];
}

function stateText(row: ScenarioRow): string {
  if (row.state === "none") return "none";
  return row.state === "current" ? "current" : `of v${row.ranOn}, out of date`;
}

function State({ row }: { row: ScenarioRow }) {
  if (row.state === "none" || row.simulation === null) return <span className="text-ink-3">none</span>;
  return (
    <PlaceLink to={`/simulations/${row.simulation}`} className="hover:underline">
      {row.state === "current" ? <Chip tone="good">current</Chip> : <Chip tone="doubtful" title={`The newest version is v${row.version}`}>of v{row.ranOn}, out of date</Chip>}
    </PlaceLink>
  );
}
