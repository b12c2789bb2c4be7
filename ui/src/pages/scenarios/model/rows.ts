/** Adding and removing rows of a sheet. */
import { periodCount } from "./lines";
import { setAt } from "./pointer";
import { currencyOf } from "./readScenario";
import type { Scenario } from "./scenario";
import type { SheetId } from "./sheets";

export interface RowKind {
  label: string;
  part: keyof Scenario;
  make: (scenario: Scenario, id: string) => object;
}

const zeros = (scenario: Scenario) => Array.from({ length: periodCount(scenario) }, () => 0);
const money = (scenario: Scenario) => ({ unit: scenario.basis.money, values: zeros(scenario) });

export const ROW_KINDS: Partial<Record<SheetId, readonly RowKind[]>> = {
  schedule: [
    { label: "Quantity", part: "schedule", make: (s, id) => ({ id, name: "New quantity", amount: { unit: "kt", values: zeros(s) } }) },
    { label: "Ratio to a quantity", part: "schedule", make: (s, id) => ({ id, name: "New ratio", of: s.schedule?.[0]?.id ?? "", times: { unit: "t/t", values: 1 } }) },
    { label: "Sum of quantities", part: "schedule", make: (s, id) => ({ id, name: "New total", sum: (s.schedule ?? []).slice(0, 2).map((row) => row.id) }) },
  ],
  products: [{ label: "Product", part: "products", make: (s, id) => ({ id, name: "New product", price: s.prices?.[0]?.id ?? "price", payable: { unit: "t", values: zeros(s) } }) }],
  prices: [{ label: "Price", part: "prices", make: (s, id) => ({ id, name: "New price", unit: `${currencyOf(s.basis.money)}/t`, deck: 0 }) }],
  costs: [
    { label: "Cost per period", part: "costs", make: (s, id) => ({ id, name: "New cost", category: "other", amount: money(s) }) },
    { label: "Cost per unit of a quantity", part: "costs", make: (s, id) => ({ id, name: "New unit cost", category: "other", unit_cost: { unit: `${currencyOf(s.basis.money)}/t`, values: 0 }, driver: s.schedule?.[0]?.id ?? (s.products?.[0] ? `${s.products[0].id}.payable` : "") }) },
    { label: "Consumption of a quantity", part: "consumption", make: (s, id) => ({ id, name: "New consumption", category: "mining", driver: s.schedule?.[0]?.id ?? (s.products?.[0] ? `${s.products[0].id}.payable` : ""), intensity: { unit: "L/t", values: 0 }, unit: "ML", unit_price: { unit: `${currencyOf(s.basis.money)}/L`, values: 0 } }) },
  ],
  capital: [
    { label: "Initial capital", part: "capital", make: (s, id) => ({ id, name: "Initial capital", kind: "initial", amount: money(s) }) },
    { label: "Sustaining capital", part: "capital", make: (s, id) => ({ id, name: "Sustaining capital", kind: "sustaining", amount: money(s) }) },
    { label: "Closure", part: "closure", make: (s, id) => ({ id, name: "Closure", amount: money(s) }) },
  ],
  royalties: [
    { label: "Royalty rate", part: "royalties", make: (_, id) => ({ id, name: "Royalty", rate: 0.02, base: "nsr" }) },
    { label: "Royalty per period", part: "royalties", make: (s, id) => ({ id, name: "Royalty", amount: money(s) }) },
    { label: "Tax per period", part: "taxes", make: (s, id) => ({ id, name: "Tax", amount: money(s) }) },
  ],
  working_capital: [
    { label: "Increase per period", part: "working_capital", make: (s, id) => ({ id, name: "Working capital", increase: money(s) }) },
    { label: "Days of a row", part: "working_capital", make: (_, id) => ({ id, name: "Receivables", days: 30, of: "revenue", side: "receivable" }) },
  ],
};

/** A lower-case name that no row of the document has. */
export function freeId(scenario: Scenario, wanted: string): string {
  const taken = new Set(Object.values(scenario).flatMap((part: unknown) => (Array.isArray(part) ? (part as { id?: string }[]).map((row) => row?.id) : [])));
  const base = wanted.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "row";
  if (!taken.has(base)) return base;
  let n = 2;
  while (taken.has(`${base}_${n}`)) n += 1;
  return `${base}_${n}`;
}

export function addRow(scenario: Scenario, kind: RowKind): { scenario: Scenario; pointer: string } {
  const rows = (scenario[kind.part] as unknown[] | undefined) ?? [];
  const row = kind.make(scenario, freeId(scenario, kind.label));
  return { scenario: { ...scenario, [kind.part]: [...rows, row] }, pointer: `/${kind.part}/${rows.length}` };
}

export function removeRow(scenario: Scenario, row: string): Scenario {
  return setAt(scenario, row, undefined);
}

/** More or fewer periods: new ones copy the last value of each line, labels go on counting. */
export function resizePeriods(scenario: Scenario, count: number): Scenario {
  const labels = scenario.periods.labels;
  const last = Number(labels.at(-1));
  const next = Array.from({ length: count }, (_, i) => labels[i] ?? (Number.isFinite(last) ? String(last + i - labels.length + 1) : String(i + 1)));
  const fit = (value: unknown, key: string): unknown => {
    if (key !== "labels" && Array.isArray(value) && value.length === labels.length && value.every((x) => x === null || typeof x === "number")) {
      const list = value as (number | null)[];
      return next.map((_, i) => (i < list.length ? (list[i] ?? null) : (list.at(-1) ?? null)));
    }
    if (Array.isArray(value)) return (value as unknown[]).map((item) => fit(item, ""));
    if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === "distribution" ? (inner as unknown) : fit(inner, name)]));
    return value;
  };
  const resized = fit({ ...scenario, reported: undefined }, "") as Scenario;
  const kept = next.length >= labels.length ? scenario.reported : scenario.reported?.filter((entry) => !Array.isArray(entry.value));
  const out: Scenario = { ...resized, periods: { ...resized.periods, labels: next } };
  if (kept) out.reported = kept;
  else delete out.reported;
  return out;
}
