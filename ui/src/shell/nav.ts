/** The rail: groups and pages that exist, with the letter that follows `g`. */
import type { IconName } from "@/ui/icons";

export interface NavItem {
  label: string;
  icon: IconName;
  /** Inside the workspace. */
  to: string;
  key?: string;
  /** Other paths at which this entry is the current one. */
  also?: readonly string[];
}
export interface NavGroup {
  label: string | null;
  items: readonly NavItem[];
}

export const NAV: readonly NavGroup[] = [
  { label: null, items: [{ label: "Home", icon: "home", to: "/", key: "h" }] },
  {
    label: "Prices",
    items: [
      { label: "Series", icon: "series", to: "/series", key: "s" },
      { label: "Forecast studio", icon: "forecast", to: "/forecast", key: "f" },
      { label: "Forecasts & scores", icon: "score", to: "/forecasts", key: "r" },
    ],
  },
  {
    label: "Projects",
    items: [
      { label: "Scenarios", icon: "scenario", to: "/scenarios", key: "o" },
      { label: "Simulations", icon: "simulation", to: "/simulations", key: "i" },
      { label: "Compare", icon: "columns", to: "/compare", key: "c" },
    ],
  },
];

export const FOOT: readonly NavItem[] = [
  { label: "Jobs", icon: "jobs", to: "/jobs", key: "j" },
  { label: "Admin", icon: "settings", to: "/admin/users", key: "a", also: ["/admin"] },
];

export const ALL: readonly NavItem[] = [...NAV.flatMap((group) => group.items), ...FOOT];

/** Whether an entry is the page in view. */
export function isCurrent(item: NavItem, path: string): boolean {
  if (item.to === "/") return path === "/" || path === "";
  return [item.to, ...(item.also ?? [])].some((base) => path === base || path.startsWith(`${base}/`));
}
