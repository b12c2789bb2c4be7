import { useGo } from "./place";
import { Dialog } from "@/ui/Dialog";
import { Icon } from "@/ui/Icon";
import { Kbd } from "@/ui/Kbd";
import type { IconName } from "@/ui/icons";

const CHOICES: readonly { key: string; label: string; text: string; icon: IconName; to: string }[] = [
  { key: "f", label: "Forecast", text: "Choose a series; its candidates are tested at once", icon: "forecast", to: "/forecast" },
  { key: "s", label: "Series from a file", text: "CSV, XLSX or Parquet, with a preview first", icon: "upload", to: "/series?upload=1" },
  { key: "o", label: "Scenario", text: "Describe a project, or copy a published study", icon: "scenario", to: "/scenarios?new=1" },
];

/** What to make: `c`, then a letter. */
export function NewChooser({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const go = useGo();
  const take = (to: string) => {
    onOpenChange(false);
    go(to);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New">
      {/* The letters act on the list as a whole; each entry is a button of its own. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul
        className="-mx-4 -my-3"
        onKeyDown={(event) => {
          const choice = CHOICES.find((entry) => entry.key === event.key);
          if (!choice || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          take(choice.to);
        }}
      >
        {CHOICES.map((choice, i) => (
          <li key={choice.key} className="border-b border-grid last:border-b-0">
            {/* The chooser opens with its first entry ready, as a menu does. */}
            {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
            <button type="button" autoFocus={i === 0} onClick={() => take(choice.to)} className="flex w-full items-center gap-3 px-4 py-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2">
              <Icon name={choice.icon} className="text-ink-3" />
              <span className="min-w-0 flex-1">
                <span className="block font-strong">{choice.label}</span>
                <span className="block text-small text-ink-3">{choice.text}</span>
              </span>
              <Kbd>{choice.key}</Kbd>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
