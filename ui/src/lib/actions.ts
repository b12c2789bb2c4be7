/**
 * Every action of the product, with its keys: the palette lists them, the keys list shows them, the keyboard runs them.
 * A page adds its own with `useActions` while it is open.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { currentSettings } from "./settings";

export interface Action {
  id: string;
  label: string;
  /** `mod+k`, `/`, `g h`. `mod` is Ctrl, or Command on a Mac. */
  keys?: string;
  section: "Here" | "Go to" | "Everywhere";
  /** For the palette's search. */
  words?: string;
  run: () => void;
}

let actions: readonly Action[] = [];
const listeners = new Set<() => void>();
function publish(next: readonly Action[]): void {
  actions = next;
  listeners.forEach((listener) => listener());
}

/** Adds actions while the component is on the page. The list may change with each render; the latest runs. */
export function useActions(list: readonly Action[]): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const signature = list.map((action) => `${action.id}|${action.label}|${action.keys ?? ""}`).join("\n");
  useEffect(() => {
    const added = latest.current.map((action) => ({ ...action, run: () => latest.current.find((now) => now.id === action.id)?.run() }));
    publish([...actions, ...added]);
    return () => publish(actions.filter((action) => !added.includes(action)));
  }, [signature]);
}

export function useActionList(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => actions,
  );
}

/** Runs an action by its name, as its keys would. */
export function runAction(id: string): void {
  actions.findLast((action) => action.id === id)?.run();
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = { mod: isMac ? "⌘" : "Ctrl", enter: "↵", arrowleft: "←", arrowright: "→", escape: "Esc", shift: "Shift" };

/** `Ctrl K`, `g h`: as printed on a key cap. */
export function keyText(keys: string): string {
  return keys
    .split(" ")
    .map((chord) => chord.split("+").map((key) => NAMES[key] ?? (key.length === 1 && chord.includes("+") ? key.toUpperCase() : key)).join(" "))
    .join(" ");
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type));
}

function chord(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  return `${mod ? "mod+" : ""}${event.key.toLowerCase()}`;
}

let pending = "";
let pendingUntil = 0;

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const pressed = chord(event);
  const single = !pressed.startsWith("mod+");
  if (single && (inField(event.target) || !currentSettings().letterKeys)) return;
  if (single && document.querySelector("[role='dialog'],[role='menu'],[role='listbox']")) return;
  const sequence = pending && event.timeStamp < pendingUntil ? `${pending} ${pressed}` : pressed;
  const found = actions.findLast((action) => action.keys === sequence) ?? (sequence === pressed ? undefined : actions.findLast((action) => action.keys === pressed));
  pending = "";
  if (found) {
    event.preventDefault();
    found.run();
  } else if (actions.some((action) => action.keys?.startsWith(`${pressed} `))) {
    pending = pressed;
    pendingUntil = event.timeStamp + 1500;
  }
}

export function useKeyboard(): void {
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
