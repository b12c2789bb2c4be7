/** The path shown in the top bar. A page sets it; the bar reads it. */
import { useEffect, useSyncExternalStore } from "react";

export interface Crumb {
  label: string;
  /** An address inside the workspace, such as `/series`. */
  to?: string;
}

let crumbs: readonly Crumb[] = [];
const listeners = new Set<() => void>();

export function useCrumbs(list: readonly Crumb[]): void {
  const key = JSON.stringify(list);
  useEffect(() => {
    crumbs = JSON.parse(key) as Crumb[];
    listeners.forEach((listener) => listener());
  }, [key]);
}

export function useCrumbList(): readonly Crumb[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => crumbs,
  );
}
