import { useMemo } from "react";
import type { Candidate, ForecastResult } from "@/api/forecasts";
import type { GridColumn } from "@/grid/column";
import { exportTable } from "@/grid/export";
import { count, formatNumber, formatPValue } from "@/lib/format";
import { usePhone } from "@/lib/phone";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { heat, RAMP, shownSteps } from "./heat";
import { modelName } from "./names";
import { ranked } from "./verdict";

/** The candidates in order of error, with the error by step against naive. */
export function Candidates({ result, stepWord, waiting }: { result: ForecastResult; stepWord: string; waiting: boolean }) {
  const phone = usePhone();
  const rows = useMemo(() => ranked(result), [result]);
  const naive = rows.find((row) => row.model === "naive");
  const shown = shownSteps(result.times.length, phone ? 4 : 12);
  const columns = useMemo(() => exportColumns(result.times.length), [result.times.length]);
  return (
    <Panel
      title="Candidates"
      unit={<span title={`Chosen on ${count(result.windows.selection, "window")}; test, DM, p and coverage on ${formatNumber(result.windows.test)} later ones`}>{`MASE by ${stepWord} ahead, against naive at the same step`}</span>}
      waiting={waiting}
      tools={
        <>
          <span className="flex items-center gap-1.5 text-micro text-ink-3 max-wide:hidden" aria-hidden="true">
            better
            <svg width={RAMP.length * 10} height={8}>
              {RAMP.map((name, i) => (
                <rect key={name} x={i * 10} width={10} height={8} fill={`var(--${name})`} />
              ))}
            </svg>
            worse
          </span>
          <Menu label="Export candidates" trigger={<IconButton small label="Export candidates" icon="export" />} entries={exportTable("candidates", rows, columns)} />
        </>
      }
    >
      {/* A wide table scrolls by itself; the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Candidates, scrollable">
        <table className="data-table candidates">
          <thead>
            <tr>
              <th scope="col">
                <span className="max-desk:hidden">#</span>
                <span className="sr-only">Rank</span>
              </th>
              <th scope="col">Model</th>
              <th scope="col" className="num text-ink" aria-sort="ascending">
                MASE ↑
              </th>
              {shown.map((step) => (
                <th key={step} scope="col" className="heat">
                  {step + 1}
                </th>
              ))}
              <th scope="col" className="num border-l border-line max-desk:hidden" title="MASE on later windows, which had no say in the choice">Test</th>
              <th scope="col" className="num max-wide:hidden">sMAPE</th>
              <th scope="col" className="num max-desk:hidden">DM</th>
              <th scope="col" className="num">p</th>
              <th scope="col" className="num">Cov. 95</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <Row key={row.model} row={row} rank={i + 1} naive={naive} shown={shown} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ row, rank, naive, shown }: { row: Candidate; rank: number; naive: Candidate | undefined; shown: readonly number[] }) {
  const { chosen } = row;
  if (row.refused) {
    return (
      <tr>
        <td className="text-ink-3">{rank}</td>
        <td>{modelName(row.model)}</td>
        <td className="num">
          <Reason why={row.why} />
        </td>
        <td colSpan={shown.length + 5} className="text-small text-ink-3">
          {row.why}
        </td>
      </tr>
    );
  }
  const benchmark = row.model === "naive" ? "it is the benchmark itself" : "too few origins to test the difference";
  return (
    <tr data-selected={chosen}>
      <td className="text-ink-3">{rank}</td>
      <td className={chosen ? "font-bold" : ""}>
        {modelName(row.model)}
        {chosen ? <span className="sr-only">, chosen</span> : null}
      </td>
      <td className={`num ${chosen ? "font-bold" : ""}`}>{row.mase === null ? <Reason why="no past window was long enough" /> : formatNumber(row.mase, { digits: 2 })}</td>
      {shown.map((step) => {
        const error = row.byStep[step] ?? null;
        return (
          <td key={step} className={`heat ${heat(error, naive?.byStep[step])}`}>
            {error === null ? <Reason why="no past window reaches this step" /> : formatNumber(error, { digits: 1 })}
          </td>
        );
      })}
      <td className="num border-l border-line max-desk:hidden">{row.testMase === null ? <Reason why="no window was left for the test" /> : formatNumber(row.testMase, { digits: 2 })}</td>
      <td className="num max-wide:hidden">{row.smape === null ? <Reason why="sMAPE has no meaning for these values" /> : <Percent value={row.smape} />}</td>
      <td className="num max-desk:hidden">{row.dm === null ? <Reason why={benchmark} /> : formatNumber(row.dm, { digits: 2, sign: true })}</td>
      <td className="num">{row.p === null ? <Reason why={benchmark} /> : formatPValue(row.p)}</td>
      <td className="num">{row.coverage95 === null ? <Reason why="no interval of 95 % was tested" /> : <Percent value={row.coverage95} />}</td>
    </tr>
  );
}

function Percent({ value }: { value: number }) {
  return (
    <>
      {formatNumber(value, { digits: 1 })}
      <span className="text-micro text-ink-3">{" %"}</span>
    </>
  );
}

function exportColumns(horizon: number): GridColumn<Candidate>[] {
  return [
    { id: "model", head: "model", value: (row) => row.model },
    { id: "mase", head: "mase", value: (row) => row.mase },
    ...Array.from({ length: horizon }, (_, i): GridColumn<Candidate> => ({ id: `h${i + 1}`, head: `mase_step_${i + 1}`, value: (row) => row.byStep[i] ?? null })),
    { id: "test", head: "mase_test", value: (row) => row.testMase },
    { id: "smape", head: "smape_percent", value: (row) => row.smape },
    { id: "dm", head: "dm", value: (row) => row.dm },
    { id: "p", head: "p", value: (row) => row.p },
    { id: "cov", head: "coverage_95_percent", value: (row) => row.coverage95 },
    { id: "refused", head: "left_out_because", value: (row) => (row.refused ? row.why : null) },
  ];
}
