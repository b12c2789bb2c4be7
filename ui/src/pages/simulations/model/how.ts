/** How the figures of a result were made: the method of each in a sentence, and what went into all of them. */
import { isoMinute } from "@/lib/dates";
import { count, formatNumber, formatPercent } from "@/lib/format";
import type { HowMade } from "@/page/How";
import type { TraceItem } from "@/page/TraceBar";
import type { ResultContext } from "../context";
import { samplingName, TIMING_NAME } from "./facts";
import { cvarCount } from "./measure";
import type { SimulationResult } from "./result";
import type { StripId } from "./strip";

export function methodOf(result: SimulationResult, id: StripId): string {
  const all = count(result.npv.n, "iteration");
  const { irr, payback } = result;
  switch (id) {
    case "npv":
      return `The middle value of ${all}. Each draws every uncertain input and discounts the cash flow after tax at ${formatPercent(result.discount_rate)}, ${TIMING_NAME[result.timing].toLowerCase()}.`;
    case "mean":
      return `The mean net present value of ${all}; ± is 1.96 standard errors of that mean.`;
    case "loss":
      return `The iterations with a net present value below zero, divided by all ${formatNumber(result.npv.n)}.`;
    case "irr":
      return `The middle rate of the ${count(irr.unique, "iteration")} with exactly one. Left out: ${formatNumber(irr.none)} with none, ${formatNumber(irr.several)} with several.`;
    case "payback":
      return `The middle time at which the cumulative cash flow, not discounted, first turns positive${payback.production_start_years === null ? "" : ", counted from the first period with sales"}. Left out: ${formatNumber(payback.not_recovered)} that never pay back.`;
    case "peak":
      return `The middle value of the deepest point of the cumulative cash flow, over ${all}.`;
    case "cvar":
      return `The mean net present value of the worst 5 %: ${count(cvarCount(result), "iteration")}.`;
  }
}

/** The first few by name, the rest as a number. */
function inputNames(result: SimulationResult): string {
  const names = result.inputs.map((input) => input.label);
  return names.length === 0 ? "none" : `${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${formatNumber(names.length - 4)} more` : ""}`;
}

export function resultItems({ simulation, result }: ResultContext, hash: string | null): TraceItem[] {
  const version = simulation.scenario_version === null ? "not stored" : `v${simulation.scenario_version}${hash ? ` · ${hash.slice(0, 7)}` : ""}`;
  return [
    { label: "scenario", value: simulation.scenario_name },
    { label: "version", value: version },
    { label: "uncertain", value: inputNames(result) },
    { label: "method", value: `${samplingName(simulation.sampling)}, ${formatNumber(result.iterations)} iterations${result.cancelled ? ", stopped early" : ""}` },
    { label: "seed", value: String(simulation.seed) },
    { label: "as of", value: isoMinute(simulation.finished_at ?? simulation.created_at) },
    { label: "engine", value: simulation.engine_version },
    { label: "simulation", value: simulation.id },
  ];
}

export const howOf = (context: ResultContext, hash: string | null, id: StripId): HowMade => ({ method: methodOf(context.result, id), items: resultItems(context, hash) });
