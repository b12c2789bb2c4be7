import { useState } from "react";
import { Button, IconButton } from "@/ui/Button";
import { Drawer } from "@/ui/Dialog";
import { Icon } from "@/ui/Icon";

export interface TraceItem {
  label: string;
  value: string;
  /** Leave out of the bar, show in the panel. */
  panelOnly?: boolean;
}

/** The last line of each page: how its figures were made. The bar opens the full list. */
export function TraceBar({ items, note }: { items: readonly TraceItem[]; note?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 overflow-hidden border-t border-line bg-sunken px-4 whitespace-nowrap text-ink-3 max-desk:h-10 max-desk:px-3">
      <button type="button" data-trace className="flex items-center gap-1.5 font-medium text-ink-2 hover:text-ink max-desk:h-10" onClick={() => setOpen(true)}>
        <Icon name="link" size={13} />
        How this was made
      </button>
      {items
        .filter((item) => !item.panelOnly)
        .map((item) => (
          <span key={item.label} className="font-mono text-micro">
            {item.label} {item.value}
          </span>
        ))}
      {note ? <span className="ml-auto truncate text-small max-desk:hidden">{note}</span> : null}
      <Drawer open={open} onOpenChange={setOpen} title="How this was made" actions={<Button icon="copy" onClick={() => void navigator.clipboard.writeText(items.map((item) => `${item.label}\t${item.value}`).join("\n"))}>Copy</Button>}>
        <dl>
          {items.map((item) => (
            <div key={item.label} className="flex items-start gap-3 border-b border-line px-4 py-2">
              <dt className="w-28 shrink-0 text-small text-ink-3">{item.label}</dt>
              <dd className="min-w-0 flex-1 font-mono text-small break-words whitespace-normal">{item.value}</dd>
              <IconButton label={`Copy ${item.label}`} icon="copy" small onClick={() => void navigator.clipboard.writeText(item.value)} />
            </div>
          ))}
        </dl>
        {note ? <p className="p-4 text-small whitespace-normal text-ink-2">{note}</p> : null}
      </Drawer>
    </footer>
  );
}
