/** The sheets of the editor, in the order a technical report prints them, and where each part of a scenario belongs. */
import type { Scenario } from "./scenario";
import { tokens } from "./pointer";

export const SHEETS = [
  { id: "basis", label: "Basis", parts: ["schema_version", "name", "description", "source", "basis", "periods", "discount", "reported", "unit_costs", "subtotals"] },
  { id: "schedule", label: "Schedule", parts: ["schedule"] },
  { id: "products", label: "Products", parts: ["products"] },
  { id: "prices", label: "Prices", parts: ["prices"] },
  { id: "costs", label: "Operating costs", parts: ["costs", "consumption"] },
  { id: "capital", label: "Capital", parts: ["capital", "closure"] },
  { id: "royalties", label: "Royalties & tax", parts: ["royalties", "depreciation", "taxes"] },
  { id: "working_capital", label: "Working capital", parts: ["working_capital"] },
  { id: "uncertainty", label: "Uncertainty", parts: ["uncertain", "correlation"] },
] as const satisfies readonly { id: string; label: string; parts: readonly (keyof Scenario)[] }[];

export type SheetId = (typeof SHEETS)[number]["id"];

export function isSheet(id: unknown): id is SheetId {
  return SHEETS.some((sheet) => sheet.id === id);
}

/** The sheet a pointer is shown on; what belongs nowhere is shown on the first. */
export function sheetOf(pointer: string): SheetId {
  const part = tokens(pointer)[0];
  return SHEETS.find((sheet) => (sheet.parts as readonly string[]).includes(part ?? ""))?.id ?? "basis";
}

/** How many problems each sheet has. */
export function countBySheet(pointers: readonly string[]): Record<SheetId, number> {
  const counts = Object.fromEntries(SHEETS.map((sheet) => [sheet.id, 0])) as Record<SheetId, number>;
  for (const pointer of pointers) counts[sheetOf(pointer)] += 1;
  return counts;
}
