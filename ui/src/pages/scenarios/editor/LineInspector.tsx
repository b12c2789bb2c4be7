import { useState } from "react";
import type { BaseCase } from "@/pages/simulations/model/result";
import { formatFigure } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Field, inputClass, TextField } from "@/ui/Field";
import { unitPointer, type Line } from "../model/lines";
import { withoutInput } from "../model/correlation";
import { getAt, setAt } from "../model/pointer";
import type { Price, Scenario, Source, Uncertain } from "../model/scenario";
import { actingOn, distributionText, newUncertain, targetsOf } from "../model/uncertain";
import { DistributionPicker } from "./DistributionPicker";
import { PricePathPanel } from "./PricePathPanel";

export interface LineInspectorProps {
  scenario: Scenario;
  line: Line;
  base: BaseCase | null;
  readOnly: boolean;
  onEdit: (change: (draft: Scenario) => Scenario, merge?: boolean) => void;
}

/** Everything about the row in focus that is not a number: name, unit, rule, source, note, and what makes it uncertain. */
export function LineInspector({ scenario, line, base, readOnly, onEdit }: LineInspectorProps) {
  const row = (getAt(scenario, line.row) ?? {}) as Record<string, unknown>;
  const source = (row["source"] ?? {}) as Source;
  const computed = base?.rows.find((entry) => entry.pointer && (entry.pointer === line.row || entry.pointer.startsWith(`${line.row}/`)));
  const set = (pointer: string, value: unknown) => onEdit((draft) => setAt(draft, pointer, value === "" ? undefined : value));
  const setSource = (field: keyof Source, value: string) => {
    const next = setAt(source, `/${field}`, value || undefined);
    set(`${line.row}/source`, Object.keys(next).length > 0 ? next : undefined);
  };
  const unit = unitPointer(line);
  const isPrice = line.row.startsWith("/prices/");
  return (
    <section aria-label="Line" className="grid grid-cols-1 gap-2 px-4 py-3 max-desk:px-3">
      <h2 className="truncate font-bold">{line.label}</h2>
      <div className="grid grid-cols-2 gap-2">
        <Typed key={`${line.row} name`} label="Name" value={typeof row["name"] === "string" ? row["name"] : ""} readOnly={readOnly} onCommit={(value) => set(`${line.row}/name`, value || line.label)} />
        {unit ? <Typed key={unit} label="Unit" value={line.unit} readOnly={readOnly} onCommit={(value) => value && set(unit, value)} /> : null}
      </div>
      <Rules row={row} scenario={scenario} />
      {computed ? (
        <p className="text-micro text-ink-3">
          {computed.formula}
          {computed.total === null ? "" : `; ${formatFigure(computed.total)} ${computed.unit} in all`}
        </p>
      ) : null}
      {isPrice ? <PricePathPanel price={row as unknown as Price} readOnly={readOnly} onChange={(path) => onEdit((draft) => setAt(draft, `${line.row}/path`, path))} /> : null}
      <Uncertainty scenario={scenario} line={line} readOnly={readOnly} onEdit={onEdit} />
      <div className="grid grid-cols-2 gap-2">
        <Typed key={`${line.row} table`} label="Source" value={source.table ?? source.report ?? ""} readOnly={readOnly} onCommit={(value) => setSource("table", value)} />
        <Typed key={`${line.row} author`} label="Author" value={source.author ?? ""} readOnly={readOnly} onCommit={(value) => setSource("author", value)} />
      </div>
      <Note key={`${line.row} note`} value={typeof row["note"] === "string" ? row["note"] : ""} readOnly={readOnly} onCommit={(value) => set(`${line.row}/note`, value)} />
    </section>
  );
}

/** A text taken when it is left or entered, as one step of undo. */
export function Typed({ label, value, readOnly, hint, onCommit }: { label: string; value: string; readOnly: boolean; hint?: string; onCommit: (value: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  const commit = () => {
    if (text !== null && text.trim() !== value) onCommit(text.trim());
    setText(null);
  };
  return <TextField label={label} value={text ?? value} readOnly={readOnly} hint={hint} onChange={(event) => setText(event.target.value)} onBlur={commit} onKeyDown={(event) => event.key === "Enter" && commit()} />;
}

function Note({ value, readOnly, onCommit }: { value: string; readOnly: boolean; onCommit: (value: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  return (
    <Field label="Note" optional>
      {(ids) => (
        <textarea
          {...ids}
          rows={2}
          className={`${inputClass} h-auto py-1`}
          readOnly={readOnly}
          value={text ?? value}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => {
            if (text !== null && text.trim() !== value) onCommit(text.trim());
            setText(null);
          }}
        />
      )}
    </Field>
  );
}

/** Category, driver, base and response as the row states them. */
function Rules({ row, scenario }: { row: Record<string, unknown>; scenario: Scenario }) {
  const response = row["response"] as { kind: string; to?: string; base?: string; rate?: number } | undefined;
  const facts: [string, string][] = [
    ["Counts as", typeof row["category"] === "string" ? row["category"].replaceAll("_", " ") : typeof row["kind"] === "string" ? row["kind"] : ""],
    ["Driven by", typeof row["driver"] === "string" ? row["driver"] : ""],
    ["Base", typeof row["base"] === "string" ? row["base"] : ""],
    ["Sold at", typeof row["price"] === "string" ? (scenario.prices?.find((price) => price.id === row["price"])?.name ?? row["price"]) : ""],
    ["Moves", response ? `${response.kind.replaceAll("_", " ")}${response.to ?? response.base ? ` to ${response.to ?? response.base ?? ""}` : ""}${response.rate === undefined ? "" : ` at ${formatFigure(response.rate * 100)} %`}` : ""],
    ["Terms", typeof row["terms"] === "string" ? row["terms"] : `${scenario.basis.terms}, as the scenario`],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-small">
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="truncate" title={value}>
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function Uncertainty({ scenario, line, readOnly, onEdit }: { scenario: Scenario; line: Line; readOnly: boolean; onEdit: LineInspectorProps["onEdit"] }) {
  const targets = targetsOf(scenario);
  const entries = actingOn(scenario, line.row);
  const [, part = "", index = ""] = line.row.split("/");
  const id = (getAt(scenario, `/${part}/${index}`) as { id?: string } | undefined)?.id ?? "";
  const own = targets.find((target) => target.target === `${part}.${id}.${line.pointer.split("/").at(-1) ?? ""}`) ?? targets.find((target) => target.target === `${part}.${id}`);
  const at = (entry: Uncertain) => (scenario.uncertain ?? []).findIndex((other) => other.id === entry.id);
  return (
    <div className="grid grid-cols-1 gap-1">
      {entries.map((entry) => (
        <DistributionPicker
          key={entry.id}
          entry={entry}
          target={targets.find((target) => target.target === entry.target)}
          trigger={
            <Button small className="min-w-0 justify-start" disabled={readOnly}>
              <span className="truncate">{entry.label}</span>
              <span className="truncate text-ink-3">{distributionText(entry.distribution)}</span>
            </Button>
          }
          onApply={(next) => onEdit((draft) => setAt(draft, `/uncertain/${at(entry)}`, next))}
          onRemove={() => onEdit((draft) => withoutInput(draft, entry.id))}
        />
      ))}
      {own && !readOnly && entries.length === 0 ? (
        <DistributionPicker
          entry={newUncertain(scenario, own)}
          target={own}
          trigger={
            <Button small icon="simulation" className="justify-start">
              Make it uncertain
            </Button>
          }
          onApply={(next) => onEdit((draft) => ({ ...draft, uncertain: [...(draft.uncertain ?? []), next] }))}
        />
      ) : null}
    </div>
  );
}
