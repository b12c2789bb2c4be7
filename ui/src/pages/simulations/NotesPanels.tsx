import { figureDigits, formatFigure, formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { Reason } from "@/page/Reason";
import { METHODS } from "@/pages/scenarios/model/correlation";
import { Chip } from "@/ui/Chip";
import { reasonWords } from "./model/reasons";
import type { BaseCase, Figure, Reconciliation, SimulationResult } from "./model/result";
import { ScrollTable } from "./ScrollTable";

/** The study's printed figures beside the computed ones, and the figures no distribution is drawn of. */
export function NotesPanels({ base, result }: { base: BaseCase; result: SimulationResult }) {
  return (
    <div className="result-notes">
      {base.reconciliation.length > 0 ? <ReconciliationPanel entries={base.reconciliation} /> : null}
      <UnitCostPanel base={base} />
      {result.correlation ? <CorrelationPanel result={result} correlation={result.correlation} /> : null}
      <AssumptionsPanel base={base} />
    </div>
  );
}

function CorrelationPanel({ result, correlation }: { result: SimulationResult; correlation: NonNullable<SimulationResult["correlation"]> }) {
  const name = (id: string) => result.inputs.find((input) => input.input === id)?.label ?? id;
  const show = (value: number) => formatNumber(value, { digits: 3 });
  return (
    <Panel title="Correlation of inputs" unit={`Spearman, ${METHODS[correlation.method].label}`} className="col-span-full">
      <ScrollTable name="Correlation of inputs">
        <table className="data-table">
          <thead>
            <tr>
              <th>Input</th>
              <th>With</th>
              <th className="num">Asked</th>
              <th className="num">Used</th>
              <th className="num">Reached</th>
            </tr>
          </thead>
          <tbody>
            {correlation.pairs.map((pair) => (
              <tr key={`${pair.a} ${pair.b}`}>
                <td>{name(pair.a)}</td>
                <td>{name(pair.b)}</td>
                <td className="num">{show(pair.asked)}</td>
                <td className={`num ${Math.abs(pair.used - pair.asked) > 5e-4 ? "text-warn" : ""}`}>{show(pair.used)}</td>
                <td className="num">{pair.reached === null ? <Reason why="an input did not vary" /> : show(pair.reached)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </Panel>
  );
}

function ReconciliationPanel({ entries }: { entries: readonly Reconciliation[] }) {
  const agree = entries.filter((entry) => entry.agrees).length;
  return (
    <Panel title="Reconciliation with the study" unit={`${formatNumber(agree)} of ${formatNumber(entries.length)} within tolerance`}>
      <ScrollTable name="Reconciliation with the study">
        <table className="data-table">
          <thead>
            <tr>
              <th>Figure</th>
              <th>Unit</th>
              <th className="num">Printed</th>
              <th className="num">Computed</th>
              <th className="num">Gap</th>
              <th>Source</th>
              <th>State</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.figure}>
                <td title={entry.note ?? undefined}>{entry.name}</td>
                <td className="text-ink-3">{entry.unit}</td>
                <td className="num">{valuesText(entry.reported)}</td>
                <td className="num">{entry.computed === null ? <Reason why="the engine has no such figure for this case" /> : valuesText(entry.computed)}</td>
                <td className="num text-ink-3">
                  {entry.gap === null ? <Reason why="nothing was computed to compare" /> : formatNumber(entry.gap, { digits: gapDigits(entry.reported) })}
                  {entry.gap_period ? <span className="ml-1">in {entry.gap_period}</span> : null}
                </td>
                <td className="text-ink-3">{entry.source?.table ?? ""}</td>
                <td>{entry.agrees ? <Chip tone="good">agrees</Chip> : <Chip tone="doubtful" title={`tolerance ${formatFigure(entry.tolerance)} ${entry.unit}`}>differs</Chip>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </Panel>
  );
}

/** One decimal more than the printed figure has. */
function gapDigits(reported: Reconciliation["reported"]): number {
  const sizes = (Array.isArray(reported) ? reported : [reported]).map((value) => Math.abs(value ?? 0));
  return figureDigits(Math.max(...sizes)) + 1;
}

function valuesText(values: Reconciliation["reported"]): string {
  if (Array.isArray(values)) return `${formatNumber(values.length)} periods`;
  return formatFigure(values);
}

const OVER: Record<string, string> = { all: "all periods", production: "periods with sales" };
function overText(over: unknown): string {
  if (typeof over === "string") return OVER[over] ?? over.replaceAll("_", " ");
  const first = (over as { first_production?: number } | null)?.first_production;
  return first === undefined ? "" : `first ${formatNumber(first)} periods with sales`;
}

function Shown({ figure }: { figure: Figure }) {
  return figure.value === null ? <Reason why={reasonWords(figure.reason)} /> : <span title={String(figure.value)}>{formatFigure(figure.value)}</span>;
}

function UnitCostPanel({ base }: { base: BaseCase }) {
  const { unit_costs: costs, break_even: evens } = base.figures;
  return (
    <Panel title="Unit costs and break-even" unit="base case">
      <ScrollTable name="Unit costs and break-even">
        <table className="data-table">
          <thead>
            <tr>
              <th>Figure</th>
              <th>Over</th>
              <th className="num">Value</th>
              <th>Unit</th>
            </tr>
          </thead>
          <tbody>
            {costs.map((cost) => (
              <tr key={cost.id}>
                <td title={cost.rows.length > 0 ? `Rows: ${cost.rows.join(", ")}` : undefined}>{cost.name}</td>
                <td className="text-ink-3">{overText(cost.over)}</td>
                <td className="num">
                  <Shown figure={cost.value} />
                </td>
                <td className="text-ink-3">{cost.value.unit}</td>
              </tr>
            ))}
            {evens.map((even) => (
              <tr key={even.price}>
                <td>{even.name} price at which NPV is 0</td>
                <td className="text-ink-3">after tax, others held</td>
                <td className="num">{even.after_tax.value === null ? <Shown figure={even.after_tax_factor} /> : <Shown figure={even.after_tax} />}</td>
                <td className="text-ink-3">{even.after_tax.value === null ? "of the deck" : even.after_tax.unit}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </Panel>
  );
}

function AssumptionsPanel({ base }: { base: BaseCase }) {
  if (base.assumptions.length === 0 && base.warnings.length === 0) return null;
  return (
    <Panel title="Assumptions" unit="how typed rows move in the simulation" className="col-span-full">
      <ul className="px-4 pb-3 text-small text-ink-2 max-desk:px-3">
        {base.warnings.map((text) => (
          <li key={text} className="flex items-start gap-2 py-0.5">
            <Chip tone="doubtful">check</Chip>
            {text}
          </li>
        ))}
        {base.assumptions.map((text) => (
          <li key={text} className="py-0.5">
            {text}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
