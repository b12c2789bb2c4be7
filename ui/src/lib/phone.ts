/** Whether the page is drawn for a phone; the same width the styles switch at. */
import { useSyncExternalStore } from "react";

/** Between a phone and a wide window the rail is folded. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener("change", listener);
      return () => narrow.removeEventListener("change", listener);
    },
    () => narrow.matches,
  );
}

const query = matchMedia("(max-width: 760px)");
const narrow = matchMedia("(max-width: 1199px)");
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => query.matches,
  );
}
