import { INTERVALS } from "@/api/forecasts";
import type { Series } from "@/api/types";
import { frequencyName, stepName } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { Combobox } from "@/ui/Combobox";
import { Button } from "@/ui/Button";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { LevelsField } from "./LevelsField";
import { ModelPicker } from "./ModelPicker";
import { BUDGET, type StudioSettings } from "./settings";
import { INTERVAL_NAMES } from "./words";

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

const TRANSFORMS = {
  automatic: { label: "Automatic", hint: "The square root where all values are above zero." },
  none: { label: "None", hint: "The values themselves." },
  log: { label: "Logarithm", hint: "Values must be above zero." },
  box_cox: { label: "Box–Cox", hint: "Values must be above zero." },
} as const;
type TransformKind = keyof typeof TRANSFORMS;
const KINDS = Object.keys(TRANSFORMS) as TransformKind[];

export function Settings({ all, series, settings, onSeries, onChange, progress, took, running, onCancel }: SettingsProps) {
  const { transform, intervals } = settings;
  const kind: TransformKind = typeof transform === "string" ? transform : "box_cox";
  const method = INTERVAL_NAMES[intervals];
  return (
    <Panel title="Settings" bare className="studio-settings">
      <div className="flex flex-col gap-2 border-b border-line px-4 py-2.5">
        <Combobox label="Series" value={series?.id} onChange={onSeries} placeholder="Choose a series" options={all.map((entry) => ({ value: entry.id, label: entry.name, note: `${entry.source} / ${entry.code}` }))} />
        {series ? <p className="text-micro text-ink-3">{`${frequencyName(series.frequency)}, ${series.unit}, ${formatNumber(series.observations)} values`}</p> : null}
      </div>
      <div className="flex flex-col gap-2 border-b border-line px-4 py-2.5">
        <div className="grid grid-cols-2 gap-2">
          <NumberField label="Horizon" value={settings.horizon} unit={stepName(series?.frequency).split(" ").at(-1)} integer min={1} max={1000} onChange={(horizon) => onChange({ horizon })} />
          <LevelsField levels={settings.levels} onChange={(levels) => onChange({ levels })} />
        </div>
        <Select label="How intervals are made" value={intervals} hint={method.what} onChange={(next) => onChange({ intervals: next })} options={INTERVALS.map((value) => ({ value, label: INTERVAL_NAMES[value].name }))} />
        <div className="grid grid-cols-2 gap-2">
          <Select label="Transform" value={kind} className={kind === "box_cox" ? "" : "col-span-2"} hint={TRANSFORMS[kind].hint} onChange={(next) => onChange({ transform: next === "box_cox" ? { box_cox: 0.5 } : next })} options={KINDS.map((value) => ({ value, label: TRANSFORMS[value].label }))} />
          {typeof transform === "string" ? null : <NumberField label="λ" value={transform.box_cox} min={0.01} max={1} hint="½ is the square root" onChange={(lambda) => onChange({ transform: { box_cox: lambda } })} />}
        </div>
      </div>
      <div className="border-b border-line px-4 py-2.5">
        <ModelPicker models={settings.models} onChange={(models) => onChange({ models })} />
      </div>
      <div className="flex flex-col gap-2 border-b border-line px-4 py-2.5 text-small">
        <h3 className="flex font-bold">
          Evaluation <span className="ml-auto text-micro font-soft text-ink-3">rolling origin</span>
        </h3>
        <div className="grid grid-cols-2 gap-2">
          <NumberField label="Budget" value={settings.budget} unit="ms" integer min={1} max={BUDGET.most} onChange={(budget) => onChange({ budget })} />
          <NumberField label="Seed" value={settings.seed} integer min={0} max={Number.MAX_SAFE_INTEGER} onChange={(seed) => onChange({ seed })} />
        </div>
        <p className="text-micro text-pretty text-ink-3">The winner has the smallest mean MASE in past forecasts, each made without the values after it. With less processor time, models are refitted less often.</p>
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
