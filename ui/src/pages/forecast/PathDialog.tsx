import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { saveForecast, type ForecastRequest } from "@/api/forecasts";
import { useList } from "@/api/list";
import type { Series } from "@/api/types";
import { ErrorPanel } from "@/page/States";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Combobox } from "@/ui/Combobox";
import { Dialog } from "@/ui/Dialog";

/** Saves the forecast and hands it to a scenario, where one of the prices takes its joint sample paths. */
export function PathDialog({ request, series, onClose }: { request: ForecastRequest; series: Series; onClose: () => void }) {
  const scenarios = useList("/api/v1/scenarios");
  const [slug, setSlug] = useState<string>();
  const go = useGo();
  const use = useMutation({
    mutationFn: () => saveForecast(request),
    onSuccess: (stored) => go(`/scenarios/${encodeURIComponent(slug ?? "")}?sheet=prices&forecast=${stored.id}`),
  });
  const chosen = slug ?? scenarios.rows[0]?.slug;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Use as price path"
      description={`Saves this forecast of ${series.name} and opens the prices of a scenario, where one of them can follow its sample paths. Nothing in the scenario changes before you save it.`}
      actions={
        <Button
          look="primary"
          busy={use.isPending}
          onClick={() => {
            setSlug(chosen);
            if (chosen) use.mutate();
          }}
        >
          Save and open the scenario
        </Button>
      }
    >
      {scenarios.rows.length === 0 && !scenarios.loading ? <p className="text-ink-2">There is no scenario in this workspace yet. Create one under Scenarios first.</p> : <Combobox label="Scenario" value={chosen} onChange={setSlug} options={scenarios.rows.map((entry) => ({ value: entry.slug, label: entry.name, note: `v${entry.version}` }))} />}
      {use.error ? <ErrorPanel error={use.error} /> : null}
    </Dialog>
  );
}
