import { useMemo, useState } from "react";
import type { Candidate, ForecastResult } from "@/api/forecasts";
import { compare } from "@/grid/table-model";
import { formatNumber, formatPValue } from "@/lib/format";
import { usePhone } from "@/lib/phone";
import { Reason } from "@/page/Reason";
import { Chip } from "@/ui/Chip";
import { leaderColumns, shownCoverage, sorted, type Sort } from "./leaders";
import { heat, shownSteps } from "./heat";
import { modelName } from "./models";
import { ranked } from "./verdict";
import { reasonWords, STANDINGS } from "./words";

/** The leaderboard: candidates in order of error, each step's error against naive, and why the others lost. */
export function Candidates({ result }: { result: ForecastResult }) {
  const phone = usePhone();
  const [sort, setSort] = useState<Sort>({ id: "mase", down: false });
  const rows = useMemo(() => ranked(result), [result]);
  const ranks = useMemo(() => new Map(rows.map((row, i) => [row.model, i + 1])), [rows]);
  const naive = rows.find((row) => row.model === "naive");
  const shown = shownSteps(result.times.length, phone ? 4 : 12);
  const level = shownCoverage(result);
  const shownRows = useMemo(() => (sort.id === "mase" && !sort.down ? rows : sorted(rows, leaderColumns(result), sort, compare)), [rows, result, sort]);
  const head = (id: string, label: string, props: { className?: string; title?: string } = {}) => <SortHead key={id} id={id} label={label} sort={sort} onSort={setSort} {...props} />;
  return (
    // A wide table scrolls by itself; the keyboard must reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Candidates, scrollable">
      <table className="data-table candidates">
        <thead>
          <tr>
            <th scope="col">
              <span aria-hidden="true">#</span>
              <span className="sr-only">Rank</span>
            </th>
            {head("model", "Model", { className: "" })}
            {head("mase", "MASE", { title: "On the past forecasts that choose" })}
            {shown.map((step) => (
              <th key={step} scope="col" className="heat">
                {step + 1}
              </th>
            ))}
            {head("test", "Test", { className: "num border-l border-line", title: "MASE on later past forecasts, which had no say in the choice" })}
            {head("smape", "sMAPE")}
            {head("dm", "DM", { title: "Diebold–Mariano statistic against naive; negative favours the model" })}
            {head("p", "p")}
            {head("holm", "Holm p", { title: "p corrected for the number of rivals" })}
            {head("coverage", level === null ? "Cov." : `Cov. ${formatNumber(level)}`, { title: "Share of test values inside the interval" })}
            {head("refits", "Refits", { title: "How often its parameters were estimated anew" })}
            {head("standing", "Standing", { className: "" })}
            {head("form", "Form", { className: "" })}
            {head("why", "Why not", { className: "" })}
          </tr>
        </thead>
        <tbody>
          {shownRows.map((row) => (
            <Row key={row.model} row={row} rank={ranks.get(row.model) ?? 0} naive={naive} shown={shown} level={level} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortHead({ id, label, sort, onSort, className = "num", title }: { id: string; label: string; sort: Sort; onSort: (sort: Sort) => void; className?: string; title?: string }) {
  const on = sort.id === id;
  return (
    <th scope="col" className={`${className} ${on ? "text-ink" : ""}`} aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined} title={title}>
      <button type="button" className="inline-flex h-6 items-center gap-0.5 hover:text-ink" onClick={() => onSort({ id, down: on ? !sort.down : false })}>
        {label}
        {on ? <span aria-hidden="true">{sort.down ? "↓" : "↑"}</span> : null}
      </button>
    </th>
  );
}

function Row({ row, rank, naive, shown, level }: { row: Candidate; rank: number; naive: Candidate | undefined; shown: readonly number[]; level: number | null }) {
  const chosen = row.standing === "chosen";
  const out = row.standing === "refused" || row.standing === "stopped";
  const state = STANDINGS[row.standing];
  const no = row.standing === "refused" ? row.why : row.standing === "stopped" ? "it left the race before the test" : "";
  const untested = row.untested === null ? "" : no || reasonWords(row.untested);
  const coverage = row.coverage.find((entry) => entry.level === level)?.measured ?? null;
  return (
    <tr data-selected={chosen} data-out={out}>
      <td className="text-ink-3">{rank}</td>
      <td className={chosen ? "font-bold" : ""}>
        {modelName(row.model)}
      </td>
      <td className={`num ${chosen ? "font-bold" : ""}`}>{row.mase === null ? <Reason why={no || "no past forecast could be scaled"} /> : formatNumber(row.mase, { digits: 2 })}</td>
      {shown.map((step) => {
        const error = row.byStep[step] ?? null;
        return (
          <td key={step} className={`heat ${heat(error, naive?.byStep[step])}`}>
            {error === null ? <Reason why={no || "no past forecast reaches this step"} /> : formatNumber(error, { digits: 1 })}
          </td>
        );
      })}
      <td className="num border-l border-line">{row.testMase === null ? <Reason why={no || "no past forecast was left for the test"} /> : formatNumber(row.testMase, { digits: 2 })}</td>
      <td className="num">{row.smape === null ? <Reason why={no || "sMAPE has no meaning for these values"} /> : <Percent value={row.smape} />}</td>
      <td className="num">{row.dm === null ? <Reason why={untested} /> : formatNumber(row.dm, { digits: 2, sign: true })}</td>
      <td className="num">{row.p === null ? <Reason why={untested} /> : formatPValue(row.p)}</td>
      <td className="num">{row.pHolm === null ? <Reason why={untested || "it was not tested"} /> : formatPValue(row.pHolm)}</td>
      <td className="num">{coverage === null ? <Reason why={no || (level === null ? "no interval was asked for" : `no interval of ${formatNumber(level)} % was tested`)} /> : <Percent value={coverage} />}</td>
      <td className="num">{row.refits === null ? <Reason why="an older engine did not count them" /> : <span title={row.refitEvery === null ? undefined : row.refitEvery > 1 ? `at every ${formatNumber(row.refitEvery)}th origin; its state moved on in between` : "at every origin"}>{formatNumber(row.refits)}</span>}</td>
      <td>{row.standing === "lost" ? <span className="text-ink-3" title={state.what}>{state.word}</span> : <Chip tone={state.tone} title={state.what}>{state.word}</Chip>}</td>
      <td className="text-ink-2">{row.form === null ? <Reason why="the model has one form only" /> : <span className="inline-block max-w-72 truncate align-bottom" title={row.form}>{row.form}</span>}</td>
      <td className="text-ink-2">{row.why === "" ? <Reason why={chosen ? "it was chosen" : "nothing was noted"} /> : row.why}</td>
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
