import { Dialog as Radix } from "radix-ui";
import { useId, useState } from "react";
import { keyText } from "@/lib/actions";
import { Icon } from "@/ui/Icon";
import { Kbd } from "@/ui/Kbd";
import { usePaletteEntries, type PaletteEntry } from "./palette-entries";

/** One box for objects, actions and places. Arrows move, Enter opens. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <Radix.Content aria-describedby={undefined} className="fixed top-16 left-1/2 z-50 flex max-h-3/4 w-11/12 max-w-160 -translate-x-1/2 flex-col rounded-pop border border-line-strong bg-surface shadow-pop max-desk:top-3">
          <Radix.Title className="sr-only">Search or run a command</Radix.Title>
          <PaletteBody onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const list = useId();
  const { sections, busy } = usePaletteEntries(text);
  const flat = sections.flatMap((section) => section.entries);
  const take = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onDone();
    entry.run();
  };
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-4">
        <Icon name="search" className="text-ink-3" />
        <input
          role="combobox"
          aria-label="Search or run a command"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={flat[active] ? `${list}-${active}` : undefined}
          className="min-w-0 flex-1 bg-transparent text-lead outline-none"
          placeholder="Series, forecasts, scenarios, actions"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setActive((i) => Math.min(flat.length - 1, i + 1));
            else if (event.key === "ArrowUp") setActive((i) => Math.max(0, i - 1));
            else if (event.key === "Home") setActive(0);
            else if (event.key === "End") setActive(flat.length - 1);
            else if (event.key === "Enter") take(flat[active]);
            else return;
            event.preventDefault();
          }}
        />
        {busy ? <span className="text-micro text-ink-3">Searching</span> : null}
        <Kbd>Esc</Kbd>
      </div>
      <div id={list} role="listbox" aria-label="Results" className="min-h-0 overflow-auto p-1">
        {sections.map((section) => (
          <div key={section.name} role="group" aria-label={section.name}>
            <div aria-hidden="true" className="px-3 pt-2 pb-1 text-micro text-ink-3">
              {section.name}
            </div>
            {section.entries.map((entry) => {
              const index = flat.indexOf(entry);
              return (
                // The keyboard path is the search field, which owns the active option.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <div key={entry.id} id={`${list}-${index}`} role="option" tabIndex={-1} aria-selected={index === active} ref={index === active ? (node) => node?.scrollIntoView({ block: "nearest" }) : undefined} onClick={() => take(entry)} onPointerMove={() => setActive(index)} className={`flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-3 max-desk:min-h-11 ${index === active ? "bg-hover" : ""}`}>
                  <Icon name={entry.icon} className="text-ink-3" />
                  <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                  {entry.note ? <span className="truncate text-micro text-ink-3">{entry.note}</span> : null}
                  {entry.keys ? <Kbd>{keyText(entry.keys)}</Kbd> : null}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {flat.length === 0 ? <p className="px-4 pb-4 text-ink-2">{busy ? "Searching series, forecasts and scenarios." : `Nothing is called “${text}”. Try a code, a name, or the start of an action.`}</p> : null}
    </>
  );
}
