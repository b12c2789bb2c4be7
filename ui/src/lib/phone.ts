/** Which of the three widths the page is drawn for; the same limits the styles switch at. */
import { useSyncExternalStore } from "react";

function media(text: string): () => boolean {
  const query = matchMedia(text);
  const watch = (listener: () => void) => {
    query.addEventListener("change", listener);
    return () => query.removeEventListener("change", listener);
  };
  return () => useSyncExternalStore(watch, () => query.matches);
}

export const usePhone = media("(max-width: 760px)");
/** Between a phone and a wide window the rail is folded. */
export const useNarrow = media("(max-width: 1199px)");
/** There, what stands at the right on a wide window is a drawer. */
export const useDrawers = media("(min-width: 761px) and (max-width: 1199px)");
