import type { ReactNode } from "react";
import type { Coverage, ForecastResult } from "@/api/forecasts";
import { Chart } from "@/charts/Chart";
import { autocorrelationOption } from "@/charts/autocorrelation";
import { formatNumber, formatPValue } from "@/lib/format";
import { How } from "@/page/How";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { Icon } from "@/ui/Icon";
import { modelName } from "./models";
import { traceItems } from "./StudioTrace";
import { parts, ranked } from "./verdict";
import { fallbackWords, methodWords, reasonWords } from "./words";

/** Coverage above its level by so many points is said; below it is warned of sooner. */
const WIDE = 5;
const WEIGHT = { plain: "", strong: "font-bold", good: "font-bold text-pos" } as const;

export function VerdictPanel({ result, waiting }: { result: ForecastResult; waiting: boolean }) {
  const losers = ranked(result).filter((candidate) => candidate.standing !== "chosen" && candidate.why !== "");
  const { residuals } = result;
  const noise = residuals.p === null ? null : residuals.p >= 0.05;
  const narrow = result.coverage.some((entry) => entry.measured !== null && entry.measured < entry.level - 3);
  const wide = !narrow && result.coverage.some((entry) => entry.measured !== null && entry.measured > entry.level + WIDE);
  return (
    <Panel title="Verdict" bare waiting={waiting}>
      <div className="border-b border-line px-4 py-3">
        <p className="text-lead text-pretty">
          {parts(result).map((part, i) => (
            <span key={i} className={WEIGHT[part.weight]}>
              {part.text}
            </span>
          ))}
        </p>
        {result.verdict.remarks.map((remark) => (
          <p key={remark} className="mt-1.5 text-small text-ink-3">
            {remark}
          </p>
        ))}
      </div>
      <Block title="Measured coverage" note={windowsNote(result.coverage)}>
        {result.coverage.length === 0 ? <p className="text-small text-ink-2">No past window was long enough, so nothing could be measured.</p> : <CoverageBars result={result} />}
        {narrow ? (
          <p className="mt-2 flex gap-1.5 text-small text-warn">
            <Icon name="warn" size={14} className="mt-px" />
            Intervals were too narrow in test.
          </p>
        ) : null}
        {wide ? <p className="mt-2 text-small text-pretty text-ink-2">Intervals were wider in test than they had to be.</p> : null}
        <Methods result={result} />
      </Block>
      {result.fallbacks.length > 0 ? (
        <Block title="What was done differently">
          <ul className="flex flex-col gap-1 text-small text-pretty text-ink-2">
            {result.fallbacks.map((code) => (
              <li key={code}>{fallbackWords(code)}</li>
            ))}
          </ul>
        </Block>
      ) : null}
      {residuals.acf.length > 0 ? (
        <Block title="Residuals, one step" note="autocorrelation">
          <Chart
            name="Autocorrelation of the residuals"
            className="h-23 flex-none"
            sentence={residuals.q === null ? "Autocorrelation of the one-step residuals." : `Ljung–Box over ${residuals.lags} lags: Q ${formatNumber(residuals.q, { digits: 1 })}, p ${formatPValue(residuals.p)}; ${noise ? "no pattern is left" : "a pattern is left"}.`}
            draw={autocorrelationOption(residuals.acf, residuals.n, residuals.bound === null ? {} : { bound: residuals.bound })}
          />
          {residuals.q === null ? null : <p className="text-small text-ink-3">{`Ljung–Box, ${residuals.lags} lags: Q ${formatNumber(residuals.q, { digits: 1 })}, p ${formatPValue(residuals.p)}`}</p>}
        </Block>
      ) : null}
      {losers.length > 0 ? (
        <Block title="Why the others lost" last>
          <dl className="text-small">
            {losers.map((candidate) => (
              <div key={candidate.model} className="flex gap-2 py-0.75">
                <dt className="w-20 shrink-0">{modelName(candidate.model)}</dt>
                <dd className="min-w-0 text-pretty text-ink-2">{candidate.why}</dd>
              </div>
            ))}
          </dl>
        </Block>
      ) : null}
    </Panel>
  );
}

function windowsNote(coverage: readonly Coverage[]): string | undefined {
  const windows = Math.max(0, ...coverage.map((entry) => entry.windows));
  return windows > 0 ? `last ${formatNumber(windows)} windows` : undefined;
}

function Methods({ result }: { result: ForecastResult }) {
  const groups = new Map<string, number[]>();
  for (const band of result.bands) groups.set(band.method, [...(groups.get(band.method) ?? []), band.level]);
  const list = (levels: readonly number[]) => new Intl.ListFormat("en-GB").format(levels.map((level) => `${formatNumber(level)} %`));
  const all = groups.size === 1 && result.missingBands.length === 0;
  const texts = [...groups].map(([method, levels]) => `${all ? "The intervals come" : levels.length > 1 ? `${list(levels)} come` : `${list(levels)} comes`} from ${methodWords(method)}.`);
  const lost = result.missingBands.map((band) => `No interval of ${formatNumber(band.level)} %: ${reasonWords(band.reason)}.`);
  // What is shown is not always what could be tested.
  const tested = [...new Set(result.coverage.map((entry) => entry.method))].filter((method) => !groups.has(method));
  const other = groups.size > 0 && tested.length > 0 ? [`Coverage was measured on intervals from ${tested.map(methodWords).join(" or ")}.`] : [];
  const centre = "The line is the median, from which errors are measured; the mean stands in the table.";
  return <p className="mt-2 text-micro text-pretty text-ink-3">{[...texts, ...other, ...lost, centre].join(" ")}</p>;
}

function CoverageBars({ result }: { result: ForecastResult }) {
  const items = traceItems(result, null).filter((item) => item.label !== "vintage");
  return (
    <div className="flex flex-col text-small">
      {result.coverage.map((entry) => (
        <div key={entry.level} className="coverage-row min-h-6">
          <span>{formatNumber(entry.level)} %</span>
          <span className="relative h-1.5 bg-active" aria-hidden="true">
            <span className="absolute inset-y-0 left-0 bg-s5" style={{ width: `${Math.min(100, entry.measured ?? 0)}%` }} />
            <span className="absolute -inset-y-0.75 w-0.5 bg-ink" style={{ left: `${entry.level}%` }} />
          </span>
          <span className="text-right font-strong">
            {entry.measured === null ? (
              <Reason why="no past window was long enough" />
            ) : (
              <How name={`Coverage of ${formatNumber(entry.level)} %`} value={`${formatNumber(entry.measured, { digits: 1 })} %`} how={{ method: `How many outcomes of past forecasts fell inside the interval, over ${formatNumber(entry.windows)} windows that had no say in the choice.`, items }}>
                {formatNumber(entry.measured, { digits: 1 })} %
              </How>
            )}
          </span>
          <span className={`text-right ${Math.abs((entry.measured ?? entry.level) - entry.level) >= 3 ? "text-warn" : "text-ink-3"}`}>{entry.measured === null ? "" : formatNumber(entry.measured - entry.level, { digits: 1, sign: true })}</span>
        </div>
      ))}
    </div>
  );
}

function Block({ title, note, last = false, children }: { title: string; note?: string | undefined; last?: boolean; children: ReactNode }) {
  return (
    <section className={`flex flex-col px-4 py-2.5 ${last ? "" : "border-b border-line"}`}>
      <h3 className="mb-1.5 flex items-baseline text-small font-bold">
        {title}
        {note ? <span className="ml-auto text-micro font-soft text-ink-3">{note}</span> : null}
      </h3>
      {children}
    </section>
  );
}
