/** The one line under the title: money, discounting, periods, what is uncertain. */
import { count, formatPercent } from "@/lib/format";
import type { Scenario, Timing } from "@/pages/scenarios/model/scenario";
import type { Sampling, SimulationResult } from "./result";

export const TIMING_NAME: Record<Timing, string> = { start: "Start of period", mid: "Mid-period", end: "End of period" };
const TIMING_SHORT: Record<Timing, string> = { start: "start of period", mid: "mid-period", end: "end of period" };

export function moneyFacts(basis: Scenario["basis"]): string {
  const year = basis.base_year ? ` of ${basis.base_year}` : "";
  return `${basis.money.replace(/^(k|M|bn)\s?(?=[A-Z$€£¥])/, "")}${year}, ${basis.terms}`;
}

export function resultFacts(result: SimulationResult, scenario: Scenario | null): string {
  const paths = result.inputs.filter((input) => input.distribution.endsWith("path")).length;
  const inputs = scenario?.uncertain?.length ?? result.inputs.length - paths;
  const pathCount = scenario ? (scenario.prices ?? []).filter((price) => price.path).length : paths;
  return [
    scenario ? moneyFacts(scenario.basis) : result.money_unit,
    `${formatPercent(result.discount_rate, { digits: Number.isInteger(result.discount_rate * 100) ? 0 : 1 })} ${TIMING_SHORT[result.timing]}`,
    count(result.cash_flow.length, "period"),
    `${count(inputs, "uncertain input")}${pathCount > 0 ? `, ${count(pathCount, "price path")}` : ""}`,
  ].join(" · ");
}

export const SAMPLING: Record<Sampling, { label: string; hint: string }> = {
  monte_carlo: { label: "Monte Carlo", hint: "Independent draws; the standard error holds as printed." },
  latin_hypercube: { label: "Latin hypercube", hint: "One draw in each of n slices of every input: less noise in the mean." },
  sobol: { label: "Sobol, scrambled", hint: "Points that fill all inputs together evenly: the least noise. The iterations are a power of two." },
  antithetic: { label: "Antithetic pairs", hint: "Each draw and its opposite: less noise where the value rises or falls with its inputs." },
};

export function samplingName(sampling: Sampling): string {
  return SAMPLING[sampling].label;
}
