import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { createScenario, versionQuery } from "@/api/scenarios";
import { asProblem, Problem } from "@/api/problem";
import type { ScenarioSummary } from "@/api/types";
import { ErrorPanel } from "@/page/States";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Combobox } from "@/ui/Combobox";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { NumberField } from "@/ui/NumberField";
import { Segmented } from "@/ui/Segmented";
import { EXAMPLES, type Example } from "./examples";
import { blankScenario, parseScenario, slugOf } from "./model/readScenario";
import type { Scenario } from "./model/scenario";

const WAYS = [
  { value: "example", label: "Published study" },
  { value: "blank", label: "Blank" },
  { value: "file", label: "File" },
  { value: "copy", label: "Copy" },
] as const;
type Way = (typeof WAYS)[number]["value"];

export interface NewScenarioProps {
  existing: readonly ScenarioSummary[];
  /** Opens on this way, with this scenario or file already chosen. */
  way?: Way;
  copyOf?: string | undefined;
  file?: File | null;
  onClose: () => void;
}

/** A new scenario from an example, from nothing, from a file or from another one. Nothing is written before Create. */
export function NewScenario({ existing, way: first = "example", copyOf, file = null, onClose }: NewScenarioProps) {
  const client = useQueryClient();
  const go = useGo();
  const [way, setWay] = useState<Way>(file ? "file" : copyOf ? "copy" : first);
  const [example, setExample] = useState<Example | undefined>(EXAMPLES[0]);
  const [chosen, setChosen] = useState<File | null>(file);
  const [source, setSource] = useState(copyOf ?? existing[0]?.slug);
  const [name, setName] = useState("");
  const [money, setMoney] = useState("M US$");
  const [periods, setPeriods] = useState(20);
  const [rate, setRate] = useState(8);
  const picker = useRef<HTMLInputElement>(null);

  const build = async (): Promise<{ scenario: Scenario; note: string }> => {
    if (way === "example") {
      if (!example) throw new Problem(0, { title: "No example", detail: "This build carries no example scenarios." });
      return { scenario: named(await parseScenario(example.file, await example.load()), name), note: `From the example ${example.title}` };
    }
    if (way === "file") {
      if (!chosen) throw new Problem(0, { title: "No file", detail: "Choose a TOML or JSON file first." });
      const scenario = await parseScenario(chosen.name, await chosen.text());
      return { scenario: named(scenario, name), note: `From the file ${chosen.name}` };
    }
    if (way === "copy") {
      const of = existing.find((entry) => entry.slug === source);
      if (!of) throw new Problem(0, { title: "No scenario", detail: "Choose the scenario to copy first." });
      const version = await client.fetchQuery(versionQuery(of.slug, of.version));
      return { scenario: named(version.scenario, name || `${of.name}, copy`), note: `Copy of ${of.name} v${of.version}` };
    }
    if (!name.trim()) throw new Problem(0, { title: "No name", detail: "A scenario needs a name: the project, then a comma and the variant." });
    return { scenario: blankScenario({ name: name.trim(), money, periods, rate: rate / 100 }), note: "Blank" };
  };
  const create = useMutation({
    mutationFn: async () => {
      const { scenario, note } = await build();
      return createScenario({ slug: freeSlug(slugOf(scenario.name), existing), note, scenario });
    },
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ["scenarios"] });
      onClose();
      go(`/scenarios/${made.slug}`);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New scenario"
      actions={
        <Button look="primary" icon="plus" busy={create.isPending} onClick={() => create.mutate()}>
          Create
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        <Segmented label="Start from" value={way} options={WAYS} onChange={setWay} tall />
        {way === "example" ? <ExampleList chosen={example} onChoose={setExample} /> : null}
        {way === "file" ? (
          <div className="flex items-center gap-2">
            <input ref={picker} type="file" accept=".toml,.json,application/json" aria-label="Scenario file" className="sr-only" onChange={(event) => setChosen(event.target.files?.[0] ?? null)} />
            <Button icon="upload" onClick={() => picker.current?.click()}>
              Choose a file
            </Button>
            <span className="min-w-0 truncate text-ink-2">{chosen?.name ?? "TOML or JSON"}</span>
          </div>
        ) : null}
        {way === "copy" ? <Combobox label="Scenario" value={source} options={existing.map((entry) => ({ value: entry.slug, label: entry.name, note: `v${entry.version}` }))} onChange={setSource} /> : null}
        {way === "blank" ? (
          <div className="grid grid-cols-3 gap-2">
            <TextField label="Money" value={money} hint="US$, k US$, M US$" onChange={(event) => setMoney(event.target.value)} />
            <NumberField label="Periods" value={periods} min={1} max={200} integer onChange={setPeriods} unit="years" />
            <NumberField label="Discount rate" value={rate} min={-50} max={100} onChange={setRate} unit="%" />
          </div>
        ) : null}
        <TextField label="Name" optional={way !== "blank"} value={name} hint="Project, then a comma and the variant" onChange={(event) => setName(event.target.value)} />
      </div>
      {create.isError ? <ErrorPanel error={create.error instanceof Problem ? create.error : new Problem(0, { title: "The file was not read", detail: asProblem(create.error).detail })} /> : null}
    </Dialog>
  );
}

const named = (scenario: Scenario, name: string): Scenario => (name.trim() ? { ...scenario, name: name.trim() } : scenario);

/** The slug, or the slug with the next free number. */
function freeSlug(slug: string, existing: readonly ScenarioSummary[]): string {
  const taken = new Set(existing.map((entry) => entry.slug));
  if (!taken.has(slug)) return slug;
  let n = 2;
  while (taken.has(`${slug.slice(0, 60)}-${n}`)) n += 1;
  return `${slug.slice(0, 60)}-${n}`;
}

function ExampleList({ chosen, onChoose }: { chosen: Example | undefined; onChoose: (example: Example) => void }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-micro text-ink-3">Study</legend>
      {EXAMPLES.map((example) => (
        <label key={example.file} className="flex min-h-8 min-w-0 items-center gap-2 border-b border-grid">
          <input type="radio" name="example" className="accent-ink" checked={chosen === example} onChange={() => onChoose(example)} />
          <span className="shrink-0 font-strong">{example.title}</span>
          <span className="truncate text-small text-ink-3">{example.note}</span>
        </label>
      ))}
    </fieldset>
  );
}
