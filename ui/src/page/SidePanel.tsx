/**
 * The right-hand panel of a page: a column on a wide window, a section in reading order on a phone, and between the two a
 * drawer over the page. It is one element at all widths, so nothing in it starts again when the window changes.
 */
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useActions } from "@/lib/actions";
import { useDrawers, usePhone } from "@/lib/phone";
import { change, useSettings } from "@/lib/settings";
import { Button, IconButton } from "@/ui/Button";

export interface Side {
  id: string;
  name: string;
  drawer: boolean;
  shown: boolean;
  toggle: () => void;
}

export function useSide(name: string): Side {
  const id = useId();
  const drawer = useDrawers();
  const phone = usePhone();
  const { sideHidden } = useSettings();
  const [open, setOpen] = useState(false);
  const shown = drawer ? open : phone || !sideHidden;
  const toggle = () => (drawer ? setOpen(!open) : change({ sideHidden: !sideHidden }));
  useActions(phone ? [] : [{ id: "side", label: `${shown ? "Hide" : "Show"} ${name.toLowerCase()}`, keys: "]", section: "Here", words: "right panel drawer", run: toggle }]);
  return { id, name, drawer, shown, toggle };
}

/** Brings the panel back; there is none while it stands beside the page. */
export function SideButton({ side }: { side: Side }) {
  if (side.shown && !side.drawer) return null;
  return (
    <Button icon="side" aria-expanded={side.shown} aria-controls={side.id} onClick={side.toggle} title={`${side.name} (])`}>
      {side.name}
    </Button>
  );
}

export function SidePanel({ side, className = "", children }: { side: Side; className?: string; children: ReactNode }) {
  const panel = useRef<HTMLElement>(null);
  const { id, drawer, shown, toggle } = side;
  const open = drawer && shown;
  const close = useRef(toggle);
  useEffect(() => {
    close.current = toggle;
  });
  useEffect(() => {
    if (!open) return undefined;
    panel.current?.focus();
    // The page stays usable beside an open drawer, so Escape counts only where nothing nearer takes it.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("[role='dialog'],[role='menu'],[role='listbox']")) return;
      if (event.target instanceof HTMLInputElement && !panel.current?.contains(event.target)) return;
      close.current();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.querySelector<HTMLElement>(`[aria-controls="${id}"]`)?.focus();
    };
  }, [open, id]);
  return (
    <aside ref={panel} id={id} aria-label={side.name} tabIndex={-1} data-shown={shown} className={`side-panel ${className}`}>
      {open ? (
        <div className="flex h-9 shrink-0 items-center border-b border-line bg-sunken px-4">
          <span className="flex-1 font-bold">{side.name}</span>
          <IconButton small label={`Close ${side.name.toLowerCase()}`} icon="close" onClick={toggle} />
        </div>
      ) : null}
      {children}
    </aside>
  );
}
