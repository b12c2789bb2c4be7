import { useState } from "react";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { resizePeriods } from "../model/rows";
import { setAt } from "../model/pointer";
import type { Trouble } from "../model/problems";
import type { Scenario, Terms, Timing } from "../model/scenario";
import { Typed } from "./LineInspector";

const TERMS: readonly { value: Terms; label: string }[] = [
  { value: "real", label: "Real, money of the base year" },
  { value: "nominal", label: "Nominal, money of the day" },
];
const TIMINGS: readonly { value: Timing; label: string }[] = [
  { value: "start", label: "Start of the period" },
  { value: "mid", label: "Middle of the period" },
  { value: "end", label: "End of the period" },
];

/** Name, money, discounting and the time axis: what everything else is told in. */
export function BasisSheet({ scenario, troubles, readOnly, onEdit }: { scenario: Scenario; troubles: readonly Trouble[]; readOnly: boolean; onEdit: (change: (draft: Scenario) => Scenario) => void }) {
  const set = (pointer: string, value: unknown) => onEdit((draft) => setAt(draft, pointer, value === "" ? undefined : value));
  const wrong = (pointer: string) => troubles.find((trouble) => trouble.pointer === pointer)?.detail;
  const { basis, discount, periods } = scenario;
  const length = typeof periods.length_years === "number" ? periods.length_years : null;
  const other = troubles.filter((trouble) => trouble.sheet === "basis" && !["/discount/rate", "/basis/money", "/basis/inflation"].includes(trouble.pointer));
  return (
    <div className="min-h-0 flex-1 overflow-auto border-t border-line">
      {other.length > 0 ? (
        <ul role="status" className="border-b border-line bg-neg-wash px-4 py-2 text-small text-neg">
          {other.map((trouble) => (
            <li key={`${trouble.pointer} ${trouble.detail}`}>
              <code className="font-mono text-micro">{trouble.pointer}</code> {trouble.detail}
            </li>
          ))}
        </ul>
      ) : null}
      <div className="grid max-w-200 gap-4 p-4 desk:grid-cols-2">
        <Group title="Project">
          <Typed label="Name" value={scenario.name} readOnly={readOnly} hint="Project, then a comma and the variant" onCommit={(value) => value && set("/name", value)} />
          <Typed label="Description" value={scenario.description?.trim() ?? ""} readOnly={readOnly} onCommit={(value) => set("/description", value)} />
          <Typed label="Report" value={scenario.source?.report ?? ""} readOnly={readOnly} onCommit={(value) => set("/source/report", value)} />
        </Group>
        <Group title="Money">
          <Typed label="Unit of money" value={basis.money} readOnly={readOnly} hint="US$, k US$, M US$" onCommit={(value) => value && set("/basis/money", value)} />
          <Select label="Terms" value={basis.terms} options={TERMS} onChange={(terms) => !readOnly && set("/basis/terms", terms)} />
          <Typed label="Base year" value={basis.base_year == null ? "" : String(basis.base_year)} readOnly={readOnly} hint="The year whose prices real figures are in" onCommit={(value) => /^(\d{4})?$/.test(value) && set("/basis/base_year", value === "" ? undefined : Number(value))} />
          <NumberField label="Inflation" unit="% a year" value={basis.inflation == null ? null : Number((basis.inflation * 100).toPrecision(10))} disabled={readOnly} hint="Needed where real and nominal rows meet" error={wrong("/basis/inflation")} onChange={(x) => set("/basis/inflation", x / 100)} />
        </Group>
        <Group title="Discounting">
          <NumberField label="Discount rate" unit="% a year" value={discount.rate === null ? null : Number((discount.rate * 100).toPrecision(10))} min={-50} max={100} disabled={readOnly} error={wrong("/discount/rate")} onChange={(x) => set("/discount/rate", x / 100)} />
          <Select label="Flows fall at" value={discount.timing} options={TIMINGS} onChange={(timing) => !readOnly && set("/discount/timing", timing)} />
        </Group>
        <Group title="Time axis">
          <PeriodCount scenario={scenario} readOnly={readOnly} onEdit={onEdit} />
          <NumberField label="Length of a period" unit="years" value={length} min={0} disabled={readOnly || length === null} {...(length === null ? { hint: "One length per period; edit it in the file." } : {})} onChange={(x) => set("/periods/length_years", x)} />
          <Typed label="Labels" value={periods.labels.join(", ")} readOnly={readOnly} hint="One per period, separated by commas" onCommit={(value) => onEdit((draft) => relabel(draft, value))} />
          <Typed label="First day" value={periods.start ?? ""} readOnly={readOnly} hint="YYYY-MM-DD, the valuation date; optional" onCommit={(value) => set("/periods/start", value)} />
        </Group>
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="float-left w-full border-b border-line pb-1 font-bold">{title}</legend>
      {children}
    </fieldset>
  );
}

function PeriodCount({ scenario, readOnly, onEdit }: { scenario: Scenario; readOnly: boolean; onEdit: (change: (draft: Scenario) => Scenario) => void }) {
  const now = scenario.periods.labels.length;
  const [said, setSaid] = useState<string>();
  return (
    <NumberField
      label="Periods"
      value={now}
      min={1}
      max={1000}
      integer
      disabled={readOnly}
      hint={said ?? "New periods repeat the last value of each line."}
      onChange={(count) => {
        setSaid(count < now ? `Values of the last ${now - count} were dropped; undo brings them back.` : undefined);
        onEdit((draft) => resizePeriods(draft, count));
      }}
    />
  );
}

/** New labels only when there is one per period. */
function relabel(scenario: Scenario, text: string): Scenario {
  const labels = text.split(",").map((label) => label.trim()).filter(Boolean);
  if (labels.length !== scenario.periods.labels.length) return scenario;
  const old = scenario.periods.labels;
  const rename = (label: string) => labels[old.indexOf(label)] ?? label;
  const phases = scenario.periods.phases?.map((phase) => ({ ...phase, from: rename(phase.from), to: rename(phase.to) }));
  return { ...scenario, periods: { ...scenario.periods, labels, ...(phases ? { phases } : {}) } };
}
