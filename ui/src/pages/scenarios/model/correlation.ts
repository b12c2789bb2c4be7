/** Rank correlations between uncertain inputs, as a scenario holds them: named pairs, everything else independent. */
import type { CorrelatedPair, Correlation, Scenario } from "./scenario";

export type Method = NonNullable<Correlation["method"]>;

export const METHODS: Record<Method, { label: string; hint: string }> = {
  gaussian: { label: "Gaussian copula", hint: "Joint extremes are rare." },
  t: { label: "t copula", hint: "Joint extremes are common: the fewer degrees of freedom, the more." },
  iman_conover: { label: "Iman–Conover", hint: "Reorders the draws of each input; suits Latin hypercube sampling." },
};

/** Degrees of freedom a t copula starts with. */
const FREEDOM = 4;

const joins = (pair: CorrelatedPair, a: string, b: string) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a);

export function rhoOf(scenario: Scenario, a: string, b: string): number {
  return scenario.correlation?.pairs.find((pair) => joins(pair, a, b))?.rho ?? 0;
}

/** Independence leaves no trace in the file. */
function tidy(scenario: Scenario, correlation: Correlation): Scenario {
  if (correlation.pairs.length > 0) return { ...scenario, correlation };
  const independent = { ...scenario };
  delete independent.correlation;
  return independent;
}

export function withRho(scenario: Scenario, a: string, b: string, rho: number): Scenario {
  const correlation = scenario.correlation ?? { pairs: [] };
  const known = correlation.pairs.some((pair) => joins(pair, a, b));
  const changed = known ? correlation.pairs.map((pair) => (joins(pair, a, b) ? { ...pair, rho } : pair)) : [...correlation.pairs, { a, b, rho }];
  return tidy(scenario, { ...correlation, pairs: changed.filter((pair) => pair.rho !== 0 || !joins(pair, a, b)) });
}

export function withMethod(scenario: Scenario, method: Method): Scenario {
  const { degrees_of_freedom: freedom, ...rest } = scenario.correlation ?? { pairs: [] };
  return { ...scenario, correlation: { ...rest, method, ...(method === "t" ? { degrees_of_freedom: freedom ?? FREEDOM } : {}) } };
}

/** An input that goes takes its correlations along. */
export function withoutInput(scenario: Scenario, id: string): Scenario {
  const uncertain = (scenario.uncertain ?? []).filter((entry) => entry.id !== id);
  const without = { ...scenario, uncertain };
  const { correlation } = scenario;
  return correlation ? tidy(without, { ...correlation, pairs: correlation.pairs.filter((pair) => pair.a !== id && pair.b !== id) }) : without;
}
