import { useQuery } from "@tanstack/react-query";
import { forecastQuery } from "@/api/forecasts";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import type { Scenario } from "../model/scenario";

/** A forecast was handed over from the studio: which price follows it, and a way back. */
export function ForecastNotice({ id, scenario, price, onPrice, onDrop }: { id: string; scenario: Scenario; price: string; onPrice: (price: string) => void; onDrop: () => void }) {
  const forecast = useQuery(forecastQuery(id)).data?.summary;
  const prices = scenario.prices ?? [];
  const chosen = prices.find((entry) => entry.id === price);
  const unit = forecast?.unit;
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 border-b border-line bg-copper-wash px-4 py-2 max-desk:px-3">
      <p className="text-copper">
        {forecast ? `${forecast.series_name}, ${forecast.model}, ${forecast.horizon} steps` : "The forecast"} is the price path of
      </p>
      <Select hideLabel label="Price that follows the forecast" className="w-44" value={price} options={prices.map((entry) => ({ value: entry.id, label: entry.name, note: entry.unit }))} onChange={onPrice} />
      {unit && chosen && unit !== chosen.unit ? (
        <span className="text-small text-ink-2">
          {unit} is converted to {chosen.unit}; units that do not compare are refused.
        </span>
      ) : null}
      <Button small className="ml-auto" onClick={onDrop}>
        Leave it out
      </Button>
    </div>
  );
}
