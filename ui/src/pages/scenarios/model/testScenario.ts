/** A small scenario for the tests of this folder. */
import type { Scenario } from "./scenario";

export function smallScenario(): Scenario {
  return {
    schema_version: 1,
    name: "Small copper",
    basis: { money: "M US$", terms: "real", base_year: 2024 },
    periods: { labels: ["-1", "1", "2", "3"], length_years: 1 },
    discount: { rate: 0.08, timing: "mid" },
    schedule: [{ id: "ore", name: "Ore milled", amount: { unit: "kt", values: [0, 100, 120, 80] } }],
    prices: [{ id: "copper", name: "Copper", unit: "US$/lb", deck: 3.68 }],
    products: [{ id: "copper", name: "Copper", price: "copper", main: true, in_product: { unit: "t", values: [0, 1000, 1200, 800] }, payable_fraction: 0.965 }],
    costs: [
      { id: "mining", name: "Mining", category: "mining", amount: { unit: "M US$", values: [0, 2, 2.5, 2] } },
      { id: "processing", name: "Processing", category: "processing", unit_cost: { unit: "US$/t", values: 6.5 }, driver: "ore" },
    ],
    royalties: [{ id: "nsr", name: "NSR royalty", rate: 0.02, base: "nsr" }],
    taxes: [{ id: "income", name: "Income tax", amount: { unit: "M US$", values: [0, 0, 0.4, 0.2] } }],
    capital: [{ id: "initial", name: "Initial capital", kind: "initial", amount: { unit: "M US$", values: [10, 2, 0, 0] } }],
    uncertain: [{ id: "capex", label: "Initial capital", target: "capital.initial", kind: "factor", distribution: { kind: "triangular", min: 0.9, mode: 1, max: 1.3 } }],
  };
}
