/** What every panel of a result needs: the result in shown money, and where it came from. */
import type { Simulation } from "@/api/simulations";
import type { ChartFacts } from "@/charts/export";
import { isoMinute } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import type { Scenario } from "@/pages/scenarios/model/scenario";
import { samplingName } from "./model/facts";
import type { BaseCase, SimulationResult } from "./model/result";

export interface ResultContext {
  simulation: Simulation;
  /** Money in the shown unit. */
  result: SimulationResult;
  /** The version it was run on; null for a scenario that was not stored. */
  scenario: Scenario | null;
  base: BaseCase | null;
}

export function chartFacts({ simulation, result, scenario }: ResultContext): Omit<ChartFacts, "title" | "unit"> {
  const version = simulation.scenario_version === null ? "" : ` v${simulation.scenario_version}`;
  return {
    source: `${simulation.scenario_name}${version}${scenario?.source?.report ? `, ${scenario.source.report}` : ""}`,
    asOf: isoMinute(simulation.finished_at ?? simulation.created_at),
    trace: `seed ${simulation.seed}, ${samplingName(simulation.sampling)}, ${formatNumber(result.iterations)} iterations, engine ${simulation.engine_version}`,
  };
}
