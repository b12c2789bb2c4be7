import { OVERLAYS, type Overlay } from "@/charts/overlay";
import type { ComboOption } from "@/ui/Combobox";
import { ComboButton } from "@/ui/Combobox";
import { IconButton } from "@/ui/Button";
import type { Overlays } from "./useOverlays";

/** Which series are drawn beside this one, with the stroke each has; names again where the chart has no room for them. */
export function OverlayBar({ overlays, unit, indexed, onChange }: { overlays: Overlays; unit: string; indexed: boolean; onChange: (ids: string[]) => void }) {
  const { ids, drawn, missing, choices } = overlays;
  const remove = (id: string) => onChange(ids.filter((entry) => entry !== id));
  const options = choices.map((entry): ComboOption => ({ value: entry.id, label: entry.name, note: `${entry.source} / ${entry.code}, ${entry.unit}` }));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-1 text-small max-desk:px-3">
      {drawn.map((entry) => (
        <span key={entry.id} className="flex min-w-0 items-center gap-1.5">
          <Stroke entry={entry} />
          <span className="truncate">{entry.name}</span>
          {entry.own === unit ? null : <span className="text-micro whitespace-nowrap text-ink-3">{entry.unit === unit ? `converted from ${entry.own}` : indexed ? entry.own : `${entry.own}, own axis`}</span>}
          <IconButton small icon="close" label={`Remove ${entry.name} from the chart`} onClick={() => remove(entry.id)} />
        </span>
      ))}
      {missing.map((entry) => (
        <span key={entry.id} className="flex items-center gap-1.5 text-warn">
          {entry.name}: {entry.why}
          <IconButton small icon="close" label={`Remove ${entry.name} from the chart`} onClick={() => remove(entry.id)} />
        </span>
      ))}
      {ids.length < OVERLAYS && options.length > 0 ? <ComboButton label="Compare with" icon="plus" options={options} onChange={(id) => onChange([...ids, id])} /> : null}
    </div>
  );
}

function Stroke({ entry }: { entry: Overlay }) {
  return (
    <svg width={18} height={8} viewBox="0 0 18 8" aria-hidden="true" className="shrink-0">
      <path d="M0 4H18" fill="none" stroke={`var(--${entry.ink})`} strokeWidth="2" strokeDasharray={entry.dash?.join(" ")} />
    </svg>
  );
}
