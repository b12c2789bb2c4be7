import { useSyncExternalStore } from "react";
import { formatTime } from "@/lib/dates";

let since = new Date();
function watch(listener: () => void): () => void {
  const onOffline = () => {
    since = new Date();
    listener();
  };
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", listener);
  return () => {
    window.removeEventListener("offline", onOffline);
    window.removeEventListener("online", listener);
  };
}

/** Says that the figures are from before; reading goes on. */
export function Offline() {
  const online = useSyncExternalStore(watch, () => navigator.onLine);
  if (online) return null;
  return (
    <p role="status" className="border-b border-line bg-warn-wash px-4 py-1.5 text-warn">
      Not connected; figures are from {formatTime(since)}.
    </p>
  );
}
