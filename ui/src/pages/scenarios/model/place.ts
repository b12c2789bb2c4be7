/** From a pointer to the sheet and cell that show it, and the order in which F8 walks problems. */
import { ALL, linesOf, type Line } from "./lines";
import { isWithin } from "./pointer";
import type { Trouble } from "./problems";
import type { Scenario } from "./scenario";
import { SHEETS, sheetOf, type SheetId } from "./sheets";

export interface Place {
  sheet: SheetId;
  row: number;
  column: number;
}

export function placeOf(scenario: Scenario, pointer: string): Place {
  const sheet = sheetOf(pointer);
  const lines = linesOf(scenario, sheet);
  const exact = lines.findIndex((line) => isWithin(pointer, line.pointer));
  if (exact >= 0) {
    const last = Number(pointer.slice((lines[exact]?.pointer.length ?? 0) + 1));
    return { sheet, row: exact, column: pointer !== lines[exact]?.pointer && Number.isInteger(last) ? last : ALL };
  }
  const row = lines.findIndex((line) => isWithin(pointer, line.row) || isWithin(line.row, pointer));
  return { sheet, row: Math.max(0, row), column: ALL };
}

export function pointerAt(lines: readonly Line[], row: number, column: number): string | undefined {
  const line = lines[row];
  return line && (column === ALL ? line.pointer : `${line.pointer}/${column}`);
}

/** The problem after the place in view, going round; sheets in report order. */
export function nextTrouble(scenario: Scenario, troubles: readonly Trouble[], from: Place): Trouble | undefined {
  const rank = (place: Place) => SHEETS.findIndex((sheet) => sheet.id === place.sheet) * 1e8 + place.row * 1e4 + place.column + 1;
  const ordered = troubles.map((trouble) => ({ trouble, at: rank(placeOf(scenario, trouble.pointer)) })).sort((a, b) => a.at - b.at);
  return (ordered.find((entry) => entry.at > rank(from)) ?? ordered[0])?.trouble;
}
