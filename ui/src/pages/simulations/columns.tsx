import type { Simulation, SimulationState } from "@/api/simulations";
import type { GridColumn } from "@/grid/column";
import { formatMoment } from "@/lib/dates";
import { formatFigure, formatInterval, formatProbability } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { PlaceLink } from "@/shell/PlaceLink";
import { IconButton } from "@/ui/Button";
import { Chip, type Tone } from "@/ui/Chip";
import { samplingName } from "./model/facts";

const TONE: Record<SimulationState, Tone> = { queued: "plain", running: "modelled", done: "good", failed: "bad", cancelled: "doubtful" };

const why = (row: Simulation) => (row.state === "failed" ? (row.error ?? "the run failed") : row.state === "cancelled" ? "it was stopped" : "it is not done yet");

/** The NPV in readable money; without its unit known, as stored. */
export type MoneyOf = (row: Simulation) => { factor: number; unit: string } | null;

export function simulationColumns(money: MoneyOf, onRemove: ((row: Simulation) => void) | null): GridColumn<Simulation>[] {
  const scaled = (row: Simulation, x: number) => x * (money(row)?.factor ?? 1);
  const columns: GridColumn<Simulation>[] = [
    {
      id: "scenario",
      head: "Scenario",
      value: (row) => row.scenario_name,
      width: 48,
      grow: true,
      cell: (row) => (
        <span className="truncate">
          <PlaceLink to={`/simulations/${row.id}`} className="font-strong hover:text-azurite">
            {row.scenario_name}
          </PlaceLink>
          <span className="ml-1.5 text-micro text-ink-3">{row.scenario_version === null ? "not stored" : `v${row.scenario_version}`}</span>
        </span>
      ),
    },
    { id: "state", head: "State", value: (row) => row.state, width: 26, cell: (row) => <Chip tone={TONE[row.state]}>{row.state}</Chip> },
    { id: "p50", head: "NPV, P50", value: (row) => (row.summary ? scaled(row, row.summary.p50) : null), num: true, width: 22, why, cell: (row) => (row.summary ? <span className="font-strong">{formatFigure(scaled(row, row.summary.p50))}</span> : <Reason why={why(row)} />) },
    { id: "unit", head: "Unit", value: (row) => money(row)?.unit, width: 20, cell: (row) => <span className="truncate text-ink-3">{money(row)?.unit ?? ""}</span> },
    { id: "range", head: "P10 to P90", value: (row) => (row.summary ? formatInterval(scaled(row, row.summary.p10), scaled(row, row.summary.p90)) : null), width: 40, num: true, why },
    { id: "negative", head: "P(NPV < 0)", value: (row) => row.summary?.p_negative, num: true, width: 22, why, cell: (row) => (row.summary ? formatProbability(row.summary.p_negative) : <Reason why={why(row)} />) },
    { id: "iterations", head: "Iterations", value: (row) => row.iterations, digits: 0, width: 22 },
    { id: "seed", head: "Seed", value: (row) => String(row.seed), num: true, width: 22 },
    { id: "sampling", head: "Sampling", value: (row) => samplingName(row.sampling), width: 28 },
    { id: "by", head: "By", value: (row) => row.made_by, width: 18 },
    { id: "made", head: "Made", value: (row) => row.created_at, num: true, width: 28, cell: (row) => <span className="text-ink-3">{formatMoment(row.created_at)}</span> },
    { id: "engine", head: "Engine", value: (row) => row.engine_version, width: 20, hidden: true },
    { id: "id", head: "Id", value: (row) => row.id, width: 72, hidden: true },
  ];
  if (!onRemove) return columns;
  return [...columns, { id: "remove", head: "Delete", headCell: <span />, value: () => null, visual: true, sortable: false, width: 12, cell: (row) => <IconButton small icon="trash" label={`Delete the simulation of ${row.scenario_name}`} onClick={() => onRemove(row)} /> }];
}
