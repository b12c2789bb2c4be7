/** Which inputs are uncertain: what may be, how a target reads, and what acts on a line. */
import { FORMS, formOf, shapeOf, startValues } from "./distribution";
import { freeId } from "./rows";
import type { Distribution, PricePath, Scenario, Uncertain } from "./scenario";

export interface Target {
  target: string;
  label: string;
  /** Factors suit rows; a single number may also be replaced. */
  kinds: readonly Uncertain["kind"][];
  base: number;
  unit: string;
}

/** Everything a distribution may be put on. */
export function targetsOf(scenario: Scenario): Target[] {
  const factor = (target: string, label: string): Target => ({ target, label, kinds: ["factor"], base: 1, unit: "" });
  const either = (target: string, label: string, base: number, unit: string): Target => ({ target, label, kinds: ["factor", "value"], base, unit });
  return [
    ...(scenario.prices ?? []).map((row) => (typeof row.deck === "number" ? either(`prices.${row.id}`, `${row.name} price`, row.deck, row.unit) : factor(`prices.${row.id}`, `${row.name} price`))),
    ...(scenario.products ?? []).flatMap((row) => [factor(`products.${row.id}`, `${row.name} produced`), ...(row.payable ? [factor(`products.${row.id}.payable`, `${row.name} payable`)] : []), ...(typeof row.payable_fraction === "number" ? [either(`products.${row.id}.payable_fraction`, `${row.name} payable share`, row.payable_fraction, "1")] : [])]),
    ...(scenario.schedule ?? []).map((row) => factor(`schedule.${row.id}`, row.name)),
    factor("costs", "All operating costs"),
    ...(scenario.costs ?? []).map((row) => factor(`costs.${row.id}`, row.name)),
    ...(scenario.consumption ?? []).flatMap((row) => [factor(`consumption.${row.id}`, `${row.name} used`), factor(`costs.${row.id}`, `${row.name} cost`)]),
    ...(scenario.royalties ?? []).flatMap((row) => (typeof row.rate === "number" ? [either(`royalties.${row.id}.rate`, `${row.name} rate`, row.rate, "1")] : [])),
    ...(scenario.taxes ?? []).flatMap((row) => (typeof row.rate === "number" ? [either(`taxes.${row.id}.rate`, `${row.name} rate`, row.rate, "1")] : [])),
    factor("capital", "All capital"),
    ...(scenario.capital ?? []).map((row) => factor(`capital.${row.id}`, row.name)),
    ...(scenario.closure ?? []).map((row) => factor(`closure.${row.id}`, row.name)),
    ...(typeof scenario.discount.rate === "number" ? [either("discount.rate", "Discount rate", scenario.discount.rate, "1")] : []),
  ];
}

export function targetName(scenario: Scenario, target: string): string {
  return targetsOf(scenario).find((entry) => entry.target === target)?.label ?? target;
}

/** The inputs that act on the row at this pointer, groups included. */
export function actingOn(scenario: Scenario, row: string): Uncertain[] {
  const [, part = "", index = ""] = row.split("/");
  const rows = scenario[part as keyof Scenario] as { id?: string }[] | undefined;
  const id = Array.isArray(rows) ? rows[Number(index)]?.id : undefined;
  if (!id) return [];
  const own = `${part}.${id}`;
  return (scenario.uncertain ?? []).filter((entry) => entry.target === part || entry.target === own || entry.target.startsWith(`${own}.`));
}

/** A new input on a target: PERT, ten percent either way. */
export function newUncertain(scenario: Scenario, target: Target): Uncertain {
  const [form] = FORMS;
  const kind = target.kinds[0] ?? "factor";
  const distribution: Distribution = form ? form.make(startValues(form, kind === "factor" ? 1 : target.base)) : { kind: "fixed", value: 1 };
  return { id: freeId(scenario, target.label), label: target.label, target: target.target, kind, distribution, ...(kind === "value" ? { unit: target.unit } : {}) };
}

const NAMES: Record<string, string> = { gbm: "geometric Brownian motion", one_factor: "mean-reverting", forecast: "a stored forecast" };
export function pathName(path: PricePath): string {
  return NAMES[path.kind] ?? path.kind;
}

/** `PERT 0.9 · 1 · 1.1`: kind and parameters in a few characters. */
export function distributionText(distribution: Distribution): string {
  const known = formOf(distribution);
  if (known) return `${known.form.label} ${known.form.parameters.map((p) => known.values[p.id]).filter((x): x is number => x !== undefined && Number.isFinite(x)).map(String).join(" · ")}`;
  const shape = shapeOf(distribution);
  const numbers = Object.entries(distribution).filter((entry): entry is [string, number] => typeof entry[1] === "number").map(([name, x]) => `${name} ${x}`);
  return `${distribution.kind.replaceAll("_", " ")} ${numbers.join(" · ")}${shape ? "" : " (kept as it is)"}`.trim();
}
