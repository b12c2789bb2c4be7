import { useReach } from "@/api/reach";
import { formatTime } from "@/lib/dates";
import { Icon } from "@/ui/Icon";

/** Says that the figures are from before; reading goes on. It goes by itself once the server answers. */
export function Offline() {
  const { lost, since } = useReach();
  return (
    // Always there, so that a screen reader hears both the loss and its end.
    <div role="status" className="offline">
      {lost ? (
        <p className="flex items-center gap-2 border-b border-line bg-warn-wash px-4 py-1.5 text-warn max-desk:px-3">
          <Icon name="warn" size={14} />
          <span>
            Not connected; figures are from {formatTime(since)}. <span className="max-desk:hidden">The page asks again by itself.</span>
          </span>
        </p>
      ) : null}
    </div>
  );
}
