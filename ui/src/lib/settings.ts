/** How you like it: theme, density, number marks, keys. Kept in the browser; what you see is in the address instead. */
import { useSyncExternalStore } from "react";
import { setMarks, type Marks } from "./format";

export type Theme = "system" | "light" | "dark";
export interface Settings {
  theme: Theme;
  density: "compact" | "comfortable";
  marks: Marks;
  folded: boolean;
  /** The right-hand panel of wide pages is put away. */
  sideHidden: boolean;
  letterKeys: boolean;
  lastWorkspace: string | null;
}

const DEFAULTS: Settings = { theme: "system", density: "compact", marks: "1,234.5", folded: false, sideHidden: false, letterKeys: true, lastWorkspace: null };
const KEY = "prospect.settings";
const THEME_KEY = "prospect.theme";
const listeners = new Set<() => void>();
let settings: Settings = read();

function read(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const theme = localStorage.getItem(THEME_KEY);
    const merged = { ...DEFAULTS, ...(typeof stored === "object" ? stored : {}) };
    return theme === "light" || theme === "dark" ? { ...merged, theme } : { ...merged, theme: "system" };
  } catch {
    return DEFAULTS;
  }
}

const darkQuery = matchMedia("(prefers-color-scheme: dark)");

function apply(): void {
  const dark = settings.theme === "dark" || (settings.theme === "system" && darkQuery.matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  document.documentElement.dataset["density"] = settings.density;
  setMarks(settings.marks);
}

darkQuery.addEventListener("change", () => {
  apply();
  listeners.forEach((listener) => listener());
});
apply();

export function change(part: Partial<Settings>): void {
  settings = { ...settings, ...part };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
    if (settings.theme === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, settings.theme);
  } catch {
    // A browser without storage keeps the setting for this visit only.
  }
  apply();
  listeners.forEach((listener) => listener());
}

const watch = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function currentSettings(): Settings {
  return settings;
}
export function useSettings(): Settings {
  return useSyncExternalStore(watch, () => settings);
}
/** The theme in force, for what cannot read CSS variables by itself (canvas, exports). */
export function useShownTheme(): "light" | "dark" {
  return useSyncExternalStore(watch, () => (document.documentElement.dataset["theme"] === "dark" ? "dark" : "light"));
}
