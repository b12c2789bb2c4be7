/** What must be mended before a draft can be evaluated, by pointer: the editor's own findings and the server's. */
import type { FieldError } from "@/api/problem";
import { problemOf } from "./distribution";
import { linesOf, missingCells } from "./lines";
import { isWithin } from "./pointer";
import type { Scenario } from "./scenario";
import { SHEETS, sheetOf, type SheetId } from "./sheets";

export interface Trouble {
  pointer: string;
  detail: string;
  sheet: SheetId;
}

export function ownTroubles(scenario: Scenario): Trouble[] {
  const missing = SHEETS.flatMap((sheet) => missingCells(scenario, linesOf(scenario, sheet.id)).map((pointer): Trouble => ({ pointer, detail: "The value is missing; type a number.", sheet: sheet.id })));
  const bad = (scenario.uncertain ?? []).flatMap((entry, i): Trouble[] => {
    const problem = problemOf(entry.distribution);
    return problem ? [{ pointer: `/uncertain/${i}/distribution/${problem.field}`, detail: `${entry.label}: ${problem.text}`, sheet: "uncertainty" }] : [];
  });
  const rate: Trouble[] = scenario.discount.rate === null ? [{ pointer: "/discount/rate", detail: "The discount rate is missing; type a number.", sheet: "basis" }] : [];
  return [...rate, ...missing, ...bad];
}

/** The server names places in the request; the scenario is one level down in it. */
export function serverTroubles(errors: readonly FieldError[]): Trouble[] {
  return errors.map((error) => {
    const pointer = error.pointer.replace(/^\/scenario(?=\/|$)/, "");
    return { pointer, detail: error.detail, sheet: sheetOf(pointer) };
  });
}

/** The trouble of one cell: named exactly, or by its line or row. */
export function troubleAt(troubles: readonly Trouble[], linePointer: string, cellPointer: string): Trouble | undefined {
  return troubles.find((trouble) => trouble.pointer === cellPointer) ?? troubles.find((trouble) => trouble.pointer !== "" && (trouble.pointer === linePointer || (isWithin(linePointer, trouble.pointer) && trouble.pointer.split("/").length > 2)));
}
