import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { startBatch } from "@/api/batch";
import type { Series } from "@/api/types";
import { stepName } from "@/lib/dates";
import { count } from "@/lib/format";
import { ErrorPanel } from "@/page/States";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { NumberField } from "@/ui/NumberField";
import { BatchProgress } from "./BatchProgress";
import { LevelsField } from "./LevelsField";
import { ModelPicker } from "./ModelPicker";
import { defaultHorizon, LEVELS } from "./settings";

/** Forecasts of several series: one set of questions, a job for each, all of them stored. */
export function BatchDialog({ chosen, onClose }: { chosen: readonly Series[]; onClose: () => void }) {
  // The list behind the dialog may change; what was chosen does not.
  const [series] = useState(chosen);
  const frequencies = [...new Set(series.map((entry) => entry.frequency))];
  const [horizon, setHorizon] = useState(() => defaultHorizon(frequencies.length === 1 ? frequencies[0] : undefined));
  const [levels, setLevels] = useState<number[]>(LEVELS);
  const [models, setModels] = useState<string[] | null>(null);
  const start = useMutation({ mutationFn: () => startBatch({ series_ids: series.map((entry) => entry.id), horizon, levels, models: models ?? "automatic" }) });
  const jobs = start.data?.jobs;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Forecast ${count(series.length, "series", "series")}`}
      description={jobs ? "Each is a job of its own and is stored when it ends. The jobs go on when this is closed." : "Each series is forecast by itself with these settings. The forecasts are stored and scored as values come true."}
      actions={
        jobs ? undefined : (
          <Button look="primary" icon="play" busy={start.isPending} onClick={() => start.mutate()}>
            {`Forecast ${count(series.length, "series", "series")}`}
          </Button>
        )
      }
    >
      {jobs ? (
        <BatchProgress jobs={jobs} series={series} />
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-small text-pretty text-ink-2">{named(series)}</p>
          <div className="grid grid-cols-2 gap-3">
            <NumberField label="Horizon" value={horizon} unit={frequencies.length === 1 ? stepName(frequencies[0]) : "steps"} integer min={1} max={1000} hint={frequencies.length > 1 ? "Steps in the frequency of each series" : ""} onChange={setHorizon} />
            <LevelsField levels={levels} onChange={setLevels} />
          </div>
          <ModelPicker models={models} onChange={setModels} />
        </div>
      )}
      {start.error ? <ErrorPanel error={start.error} /> : null}
    </Dialog>
  );
}

function named(series: readonly Series[]): string {
  const first = series.slice(0, 6).map((entry) => entry.name);
  return series.length > first.length ? `${first.join("; ")}; and ${count(series.length - first.length, "other")}` : first.join("; ");
}
