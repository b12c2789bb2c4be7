import { useState } from "react";
import { formatFigure } from "@/lib/format";
import { Reason } from "@/page/Reason";
import { EmptyState } from "@/page/States";
import { ScrollTable } from "@/pages/simulations/ScrollTable";
import { Button } from "@/ui/Button";
import { Combobox } from "@/ui/Combobox";
import { withoutInput } from "../model/correlation";
import { problemOf, shapeOf } from "../model/distribution";
import { setAt } from "../model/pointer";
import type { Scenario, Uncertain } from "../model/scenario";
import { distributionText, newUncertain, targetName, targetsOf } from "../model/uncertain";
import { CorrelationPanel } from "./CorrelationPanel";
import { DistributionPicker } from "./DistributionPicker";

/** Every uncertain input with its range; a row opens the picker. */
export function UncertaintySheet({ scenario, readOnly, warnings, onEdit }: { scenario: Scenario; readOnly: boolean; warnings: readonly string[]; onEdit: (change: (draft: Scenario) => Scenario) => void }) {
  const targets = targetsOf(scenario);
  const entries = scenario.uncertain ?? [];
  const [adding, setAdding] = useState<Uncertain | null>(null);
  const paths = (scenario.prices ?? []).filter((price) => price.path);
  return (
    <div className="min-h-0 flex-1 overflow-auto border-t border-line">
      {entries.length === 0 ? (
        <EmptyState>Nothing is uncertain yet, so every iteration gives the base case. Choose an input below and give it a range.</EmptyState>
      ) : (
        <ScrollTable name="uncertain inputs">
          <table className="data-table">
            <thead>
              <tr>
                <th>Input</th>
                <th>Acts on</th>
                <th>As</th>
                <th>Distribution</th>
                <th className="num">P10</th>
                <th className="num">P50</th>
                <th className="num">P90</th>
                <th className="num">Mean</th>
                <th>Unit</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, i) => (
                <Row key={entry.id} entry={entry} scenario={scenario} readOnly={readOnly} target={targets.find((target) => target.target === entry.target)} onApply={(next) => onEdit((draft) => setAt(draft, `/uncertain/${i}`, next))} onRemove={() => onEdit((draft) => withoutInput(draft, entry.id))} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      {paths.length > 0 ? <p className="px-4 py-2 text-small text-ink-3 max-desk:px-3">Price paths: {paths.map((price) => price.name).join(", ")}. They are set on the sheet Prices.</p> : null}
      {readOnly ? null : (
        <div className="flex max-w-120 items-end gap-2 px-4 py-3 max-desk:px-3">
          <div className="min-w-0 flex-1">
            <Combobox
              label="Add an uncertain input"
              value={adding?.target}
              placeholder="Choose a row"
              options={targets.map((target) => ({ value: target.target, label: target.label, note: target.target }))}
              onChange={(value) => {
                const target = targets.find((candidate) => candidate.target === value);
                if (target) setAdding(newUncertain(scenario, target));
              }}
            />
          </div>
          {adding ? (
            <DistributionPicker
              key={adding.target}
              entry={adding}
              target={targets.find((target) => target.target === adding.target)}
              trigger={<Button icon="simulation">Set its range</Button>}
              onApply={(next) => {
                onEdit((draft) => ({ ...draft, uncertain: [...(draft.uncertain ?? []), next] }));
                setAdding(null);
              }}
            />
          ) : null}
        </div>
      )}
      {entries.length > 1 ? <CorrelationPanel scenario={scenario} readOnly={readOnly} warnings={warnings} onEdit={onEdit} /> : null}
    </div>
  );
}

function Row({ entry, scenario, target, readOnly, onApply, onRemove }: { entry: Uncertain; scenario: Scenario; target: ReturnType<typeof targetsOf>[number] | undefined; readOnly: boolean; onApply: (entry: Uncertain) => void; onRemove: () => void }) {
  const shape = shapeOf(entry.distribution);
  const problem = problemOf(entry.distribution);
  const why = problem?.text ?? "the engine knows this kind; it is not drawn here";
  const cell = (value: number | undefined) => <td className="num">{value === undefined ? <Reason why={why} /> : formatFigure(value)}</td>;
  return (
    <tr>
      <td className="font-strong" title={entry.note}>
        {entry.label}
      </td>
      <td className="text-ink-2">{targetName(scenario, entry.target)}</td>
      <td className="text-ink-3">{entry.kind}</td>
      <td>
        <DistributionPicker
          entry={entry}
          target={target}
          onApply={onApply}
          onRemove={onRemove}
          trigger={
            <button type="button" disabled={readOnly} className={`rounded-control px-1 text-left hover:bg-hover ${problem ? "text-neg underline" : "text-azurite disabled:text-ink"}`}>
              {distributionText(entry.distribution)}
            </button>
          }
        />
      </td>
      {cell(shape?.p10)}
      {cell(shape?.p50)}
      {cell(shape?.p90)}
      {cell(shape?.mean)}
      <td className="text-ink-3">{entry.kind === "factor" ? "×" : (entry.unit ?? "")}</td>
    </tr>
  );
}
