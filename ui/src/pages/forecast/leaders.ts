/** The leaderboard as a table: its columns for sorting and for files, and which level of coverage it shows. */
import type { Candidate, ForecastResult } from "@/api/forecasts";
import type { CellValue, GridColumn } from "@/grid/column";

export interface Sort {
  id: string;
  down: boolean;
}

/** 95 % where it was asked for, else the widest. */
export function shownCoverage(result: ForecastResult): number | null {
  const levels = result.bands.map((band) => band.level).concat(result.missingBands.map((band) => band.level));
  if (levels.length === 0) return null;
  return levels.includes(95) ? 95 : Math.max(...levels);
}

export function leaderColumns(result: ForecastResult): GridColumn<Candidate>[] {
  const level = shownCoverage(result);
  const levels = [...new Set(result.bands.map((band) => band.level))].sort((a, b) => a - b);
  const measured = (row: Candidate, at: number | null) => row.coverage.find((entry) => entry.level === at)?.measured ?? null;
  return [
    { id: "model", head: "model", value: (row) => row.model },
    { id: "form", head: "form", value: (row) => row.form },
    { id: "standing", head: "standing", value: (row) => row.standing },
    { id: "mase", head: "mase", value: (row) => row.mase },
    ...result.times.map((_, i): GridColumn<Candidate> => ({ id: `h${i + 1}`, head: `mase_step_${i + 1}`, value: (row) => row.byStep[i] ?? null })),
    { id: "test", head: "mase_test", value: (row) => row.testMase },
    { id: "smape", head: "smape_percent", value: (row) => row.smape },
    { id: "dm", head: "dm", value: (row) => row.dm },
    { id: "p", head: "p", value: (row) => row.p },
    { id: "holm", head: "p_holm", value: (row) => row.pHolm },
    ...levels.map((at): GridColumn<Candidate> => ({ id: at === level ? "coverage" : `coverage${at}`, head: `coverage_${at}_percent`, value: (row) => measured(row, at) })),
    { id: "refits", head: "refits", value: (row) => row.refits },
    { id: "every", head: "refitted_every", value: (row) => row.refitEvery },
    { id: "why", head: "why_not", value: (row) => row.why || null },
  ];
}

/** Missing values are last both ways. */
export function sorted(rows: readonly Candidate[], columns: readonly GridColumn<Candidate>[], sort: Sort, compare: (a: CellValue, b: CellValue) => number): Candidate[] {
  const column = columns.find((entry) => entry.id === sort.id);
  if (!column) return [...rows];
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a) ?? null, column.value(b) ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sort.down ? compare(y, x) : compare(x, y);
  });
}
