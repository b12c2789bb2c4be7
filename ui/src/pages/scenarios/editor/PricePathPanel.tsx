import { useQuery } from "@tanstack/react-query";
import { http, type Page } from "@/api/http";
import { formatDate, steps } from "@/lib/dates";
import { Checkbox } from "@/ui/Field";
import { Combobox } from "@/ui/Combobox";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import type { Price, PricePath } from "../model/scenario";

interface ForecastEntry {
  id: string;
  series_name: string;
  series_code: string;
  unit: string;
  model: string;
  horizon: number;
  made_at: string;
}

const KINDS = [
  { value: "none", label: "Deck only" },
  { value: "gbm", label: "Geometric Brownian motion" },
  { value: "one_factor", label: "Mean-reverting (one factor)" },
  { value: "forecast", label: "Stored forecast" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const BEYOND = [
  { value: "hold", label: "Each path keeps its last value" },
  { value: "deck", label: "The deck takes over" },
  { value: "deck_scaled", label: "The deck, scaled by the path" },
] as const;

/** How a price moves in the simulation; the deck stays the base case. */
export function PricePathPanel({ price, readOnly, onChange }: { price: Price; readOnly: boolean; onChange: (path: PricePath | undefined) => void }) {
  const path = price.path;
  const start = (kind: Kind): PricePath | undefined => {
    if (kind === "gbm") return { kind, drift: 0, volatility: 0.2, around_deck: true };
    if (kind === "one_factor") return { kind, reversion: 0.35, volatility: 0.25, around_deck: true };
    if (kind === "forecast") return { kind, forecast: "", beyond: "hold" };
    return undefined;
  };
  const percent = (label: string, value: number, set: (x: number) => PricePath, hint?: string) => <NumberField label={label} unit="% a year" value={Number((value * 100).toPrecision(10))} disabled={readOnly} {...(hint ? { hint } : {})} onChange={(x) => onChange(set(x / 100))} />;
  if (readOnly && !path) return <p className="text-small text-ink-3">Deck only: every iteration uses the typed price.</p>;
  return (
    <div className="grid grid-cols-1 gap-2">
      <Select label="Price path" value={path?.kind ?? "none"} options={KINDS} onChange={(kind) => !readOnly && onChange(start(kind))} />
      {path?.kind === "gbm" ? (
        <div className="grid grid-cols-2 gap-2">
          {percent("Volatility", path.volatility, (volatility) => ({ ...path, volatility }))}
          {percent("Growth of the mean", path.drift ?? 0, (drift) => ({ ...path, drift }))}
        </div>
      ) : null}
      {path?.kind === "one_factor" ? (
        <div className="grid grid-cols-2 gap-2">
          {percent("Volatility", path.volatility, (volatility) => ({ ...path, volatility }))}
          <NumberField label="Reversion a year" value={path.reversion} min={0} disabled={readOnly} hint={`half-life ${(Math.LN2 / path.reversion).toFixed(1)} years`} onChange={(reversion) => onChange({ ...path, reversion })} />
          {path.around_deck ? null : <NumberField label="Long-run mean" unit={price.unit} value={path.long_run_mean ?? null} disabled={readOnly} onChange={(mean) => onChange({ ...path, long_run_mean: mean })} />}
        </div>
      ) : null}
      {path && path.kind !== "forecast" ? (
        <>
          <Checkbox label="Around the deck: the path gives the shape, the deck the level" checked={path.around_deck ?? false} disabled={readOnly} onChange={(event) => onChange({ ...path, around_deck: event.target.checked })} />
          {path.around_deck ? null : <NumberField label="Price at the start" unit={price.unit} value={path.start ?? null} disabled={readOnly} onChange={(value) => onChange({ ...path, start: value })} />}
        </>
      ) : null}
      {path?.kind === "forecast" ? <ForecastChoice path={path} onChange={onChange} readOnly={readOnly} /> : null}
    </div>
  );
}

function ForecastChoice({ path, readOnly, onChange }: { path: Extract<PricePath, { kind: "forecast" }>; readOnly: boolean; onChange: (path: PricePath) => void }) {
  const list = useQuery({ queryKey: ["forecasts", "all"], queryFn: ({ signal }) => http.get<Page<ForecastEntry>>("/api/v1/forecasts", { limit: 200 }, signal) });
  const items = list.data?.items ?? [];
  const chosen = items.find((entry) => entry.id === path.forecast);
  const options = items.map((entry) => ({ value: entry.id, label: entry.series_name, note: `${entry.model}, ${entry.horizon} steps, ${formatDate(entry.made_at)}` }));
  if (readOnly) return <p className="text-small text-ink-2">{chosen ? `${chosen.series_name}, ${chosen.model}` : path.forecast}</p>;
  return (
    <>
      <Combobox label="Forecast" value={path.forecast || undefined} options={options} empty={list.isPending ? "Reading forecasts." : "No stored forecast; save one in the forecast studio."} onChange={(forecast) => onChange({ ...path, forecast })} />
      {chosen ? (
        <p className="text-micro text-ink-3">
          {chosen.model}, {steps(chosen.horizon, undefined)}, in {chosen.unit}; each iteration takes one sample path.
        </p>
      ) : null}
      <Select label="After its last step" value={path.beyond ?? "hold"} options={BEYOND} onChange={(beyond) => onChange({ ...path, beyond })} />
    </>
  );
}
