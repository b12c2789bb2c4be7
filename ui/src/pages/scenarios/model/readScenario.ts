/** A scenario from a file or the server, in the one shape the editor works on. */
import type { Scenario } from "./scenario";

const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" || typeof value === "bigint" ? String(value) : "");

/** Period labels may be typed as numbers; inside they are text. */
export function normalise(raw: unknown): Scenario {
  const scenario = raw as Scenario;
  const periods = scenario.periods as { labels?: unknown[]; phases?: { name: string; from: unknown; to: unknown }[] } | undefined;
  if (!periods?.labels) return scenario;
  return {
    ...scenario,
    periods: {
      ...scenario.periods,
      labels: periods.labels.map(text),
      ...(periods.phases ? { phases: periods.phases.map((phase) => ({ name: phase.name, from: text(phase.from), to: text(phase.to) })) } : {}),
    },
    ...(scenario.depreciation ? { depreciation: scenario.depreciation.map((row) => (row.from === undefined ? row : { ...row, from: text(row.from) })) } : {}),
  };
}

/** Reads a TOML or JSON file; the name decides, then the first character. */
export async function parseScenario(name: string, content: string): Promise<Scenario> {
  const json = /\.json$/i.test(name) || (!/\.toml$/i.test(name) && content.trimStart().startsWith("{"));
  try {
    if (json) return normalise(JSON.parse(content));
    const { parse } = await import("smol-toml");
    return normalise(parse(content));
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new Error(`${name} is not a readable ${json ? "JSON" : "TOML"} file: ${detail}`, { cause: error });
  }
}

/** Lower-case words with dashes, as addresses take them. */
export function slugOf(name: string): string {
  return name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64) || "scenario";
}

export interface BlankChoices {
  name: string;
  money: string;
  periods: number;
  rate: number;
}

/** The fewest rows a project needs, all zero, to be filled in. */
export function blankScenario({ name, money, periods, rate }: BlankChoices): Scenario {
  const labels = Array.from({ length: periods }, (_, i) => String(i + 1));
  const zeros = () => labels.map(() => 0);
  return {
    schema_version: 1,
    name,
    basis: { money, terms: "real", base_year: new Date().getUTCFullYear() },
    periods: { labels, length_years: 1 },
    discount: { rate, timing: "mid" },
    schedule: [{ id: "ore", name: "Ore processed", amount: { unit: "kt", values: zeros() } }],
    prices: [{ id: "metal", name: "Metal", unit: `${currencyOf(money)}/t`, deck: 0 }],
    products: [{ id: "metal", name: "Metal", main: true, price: "metal", payable: { unit: "t", values: zeros() } }],
    costs: [{ id: "operating", name: "Operating costs", category: "operating", amount: { unit: money, values: zeros() } }],
    taxes: [{ id: "income_tax", name: "Income tax", amount: { unit: money, values: zeros() } }],
    capital: [{ id: "initial", name: "Initial capital", kind: "initial", amount: { unit: money, values: zeros() } }],
  };
}

export function currencyOf(money: string): string {
  return money.replace(/^(k|M|bn)\s?(?=[A-Z$€£¥])/, "").trim();
}
