import { useState } from "react";
import { formatExact } from "@/lib/format";
import { parseNumber } from "@/lib/parse";
import { ScrollTable } from "@/pages/simulations/ScrollTable";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { type Method, METHODS, rhoOf, withMethod, withRho } from "../model/correlation";
import { setAt } from "../model/pointer";
import type { Scenario, Uncertain } from "../model/scenario";

const OPTIONS = (Object.keys(METHODS) as Method[]).map((value) => ({ value, label: METHODS[value].label }));

/** The lower half of the rank correlation matrix, one cell per pair; the engine's warnings say what it had to repair. */
export function CorrelationPanel({ scenario, readOnly, warnings, onEdit }: { scenario: Scenario; readOnly: boolean; warnings: readonly string[]; onEdit: (change: (draft: Scenario) => Scenario) => void }) {
  const entries = scenario.uncertain ?? [];
  const { correlation } = scenario;
  const method = correlation?.method ?? "gaussian";
  const repaired = warnings.find((warning) => warning.startsWith("the correlations contradict"));
  return (
    <section aria-label="Correlation" className="border-t border-line">
      <div className="px-4 pt-3 max-desk:px-3">
        <h3 className="font-strong">Correlation</h3>
        <p className="max-w-160 text-small text-ink-3">Rank correlation of two inputs, from −1 to 1. An empty cell means that they are independent.</p>
      </div>
      <ScrollTable name="rank correlations">
        <table className="data-table">
          <thead>
            <tr>
              <th>Input</th>
              {entries.slice(0, -1).map((entry) => (
                <th key={entry.id} className="num">
                  {entry.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.slice(1).map((row, i) => (
              <tr key={row.id}>
                <td className="font-strong">{row.label}</td>
                {entries.slice(0, -1).map((column, j) => (
                  <td key={column.id} className="num">
                    {j <= i ? <Cell a={column} b={row} rho={rhoOf(scenario, column.id, row.id)} readOnly={readOnly} onRho={(rho) => onEdit((draft) => withRho(draft, column.id, row.id, rho))} /> : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {repaired ? <p className="px-4 py-2 text-small text-warn max-desk:px-3">{`${repaired.charAt(0).toUpperCase()}${repaired.slice(1)}.`}</p> : null}
      {correlation && !readOnly ? (
        <div className="grid max-w-160 gap-3 px-4 py-3 desk:grid-cols-2 max-desk:px-3">
          <Select label="Dependence" value={method} options={OPTIONS} onChange={(next) => onEdit((draft) => withMethod(draft, next))} hint={METHODS[method].hint} />
          {method === "t" ? <NumberField label="Degrees of freedom" value={correlation.degrees_of_freedom ?? null} min={1} max={1_000_000} onChange={(next) => onEdit((draft) => setAt(draft, "/correlation/degrees_of_freedom", next))} hint="4 ties extremes strongly, 30 hardly." /> : null}
        </div>
      ) : null}
    </section>
  );
}

function Cell({ a, b, rho, readOnly, onRho }: { a: Uncertain; b: Uncertain; rho: number; readOnly: boolean; onRho: (rho: number) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft === null ? rho : draft.trim() === "" ? 0 : parseNumber(draft)?.value;
  const bad = typed === undefined || Math.abs(typed) > 1;
  const commit = () => {
    if (draft === null || bad) return;
    if (typed !== rho) onRho(typed);
    setDraft(null);
  };
  return (
    <input
      aria-label={`Rank correlation of ${a.label} and ${b.label}`}
      aria-invalid={bad}
      title={bad ? "A rank correlation is a number from −1 to 1." : undefined}
      inputMode="decimal"
      readOnly={readOnly}
      className={`w-16 rounded-control border bg-transparent px-1 text-right ${bad ? "border-neg text-neg" : "border-field-line"}`}
      value={draft ?? (rho === 0 ? "" : formatExact(rho))}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
