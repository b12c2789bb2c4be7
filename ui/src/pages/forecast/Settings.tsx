import type { Series } from "@/api/types";
import { frequencyName, stepName } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { Combobox } from "@/ui/Combobox";
import { Button } from "@/ui/Button";
import { Checkbox, TextField } from "@/ui/Field";
import { NumberField } from "@/ui/NumberField";
import { FAMILIES, modelName } from "./names";
import { parseLevels, type StudioSettings } from "./settings";
import { useState } from "react";

export interface SettingsProps {
  all: readonly Series[];
  series: Series | undefined;
  settings: StudioSettings;
  onSeries: (id: string) => void;
  onChange: (part: Partial<StudioSettings>) => void;
  progress: string;
  took: string;
  running: boolean;
  onCancel: () => void;
}

const EVERY = FAMILIES.flatMap((family) => family.models);

export function Settings({ all, series, settings, onSeries, onChange, progress, took, running, onCancel }: SettingsProps) {
  const [levels, setLevels] = useState<string | null>(null);
  const parsed = levels === null ? null : parseLevels(levels);
  const chosen = settings.models ?? EVERY;
  const toggle = (model: string) => {
    const next = chosen.includes(model) ? chosen.filter((entry) => entry !== model) : EVERY.filter((entry) => entry === model || chosen.includes(entry));
    onChange({ models: next.length === EVERY.length || next.length === 0 ? null : next });
  };
  return (
    <Panel title="Settings" bare className="studio-settings">
      <div className="flex flex-col gap-2 border-b border-line px-4 py-2.5">
        <Combobox label="Series" value={series?.id} onChange={onSeries} placeholder="Choose a series" options={all.map((entry) => ({ value: entry.id, label: entry.name, note: `${entry.source} / ${entry.code}` }))} />
        {series ? <p className="text-micro text-ink-3">{`${frequencyName(series.frequency)}, ${series.unit}, ${formatNumber(series.observations)} values`}</p> : null}
      </div>
      <div className="flex flex-col gap-2 border-b border-line px-4 py-2.5">
        <NumberField label="Horizon" value={settings.horizon} unit={stepName(series?.frequency)} integer min={1} max={1000} onChange={(horizon) => onChange({ horizon })} />
        <TextField
          label="Intervals, %"
          value={levels ?? settings.levels.join(" ")}
          error={levels !== null && !parsed ? "Give up to eight numbers between 1 and 99.9, like 50 80 95." : undefined}
          onChange={(event) => setLevels(event.target.value)}
          onBlur={() => {
            if (parsed) {
              onChange({ levels: parsed });
              setLevels(null);
            }
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
          }}
        />
      </div>
      <fieldset className="border-b border-line px-4 py-2.5">
        <legend className="float-left flex w-full text-small font-bold">
          Models
          <span className="ml-auto text-micro font-soft text-ink-3">{settings.models ? `${formatNumber(chosen.length)} of ${formatNumber(EVERY.length)}` : "automatic"}</span>
        </legend>
        <div className="clear-both pt-1">
          {FAMILIES.map((family) => (
            <div key={family.id} className="pb-1">
              {family.models.map((model) => (
                <Checkbox key={model} label={modelName(model)} checked={chosen.includes(model)} onChange={() => toggle(model)} />
              ))}
            </div>
          ))}
        </div>
      </fieldset>
      <div className="border-b border-line px-4 py-2.5 text-small">
        <h3 className="mb-1 flex font-bold">
          Evaluation <span className="ml-auto text-micro font-soft text-ink-3">rolling origin</span>
        </h3>
        <p className="text-ink-2">The winner has the smallest mean MASE over the horizon in past forecasts, each made without the values after it.</p>
      </div>
      <div className="px-4 py-3" role="status">
        <p className="flex gap-2 text-small">
          {progress}
          <span className="ml-auto whitespace-nowrap text-ink-3">{took}</span>
        </p>
        <div className="relative mt-1.5 h-0.75 overflow-hidden rounded-control bg-active">{running ? <span className="waiting-line" /> : <span className="block h-full bg-ink" />}</div>
        {running ? (
          <Button small className="mt-2" onClick={onCancel}>
            Cancel
          </Button>
        ) : (
          <p className="mt-1.5 text-micro text-ink-3">Edited settings run again by themselves.</p>
        )}
      </div>
    </Panel>
  );
}
