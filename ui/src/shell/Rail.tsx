import type { Session } from "@/api/types";
import { change } from "@/lib/settings";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Tooltip } from "@/ui/Popover";
import { useCounts } from "./counts";
import { FOOT, isCurrent, NAV, type NavItem } from "./nav";
import { PlaceLink } from "./PlaceLink";
import { usePath } from "./place";
import { WorkspaceSwitch } from "./WorkspaceSwitch";

export function Rail({ session, folded, fixed }: { session: Session; folded: boolean; fixed: boolean }) {
  const path = usePath();
  const counts = useCounts();
  const entry = (item: NavItem) => <Entry key={item.to} item={item} current={isCurrent(item, path)} folded={folded} note={counts[item.to]} />;
  return (
    <aside className="frame-rail flex flex-col max-desk:hidden border-r border-line bg-canvas px-2 pb-2">
      <WorkspaceSwitch session={session} folded={folded} />
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto">
        {NAV.map((group) => (
          <div key={group.label ?? "top"}>
            {group.label ? <h2 className={`px-1.5 pt-3 pb-1 text-micro font-medium text-ink-3 ${folded ? "sr-only" : ""}`}>{group.label}</h2> : null}
            {group.items.map(entry)}
          </div>
        ))}
      </nav>
      <nav aria-label="Work and administration" className="border-t border-line pt-1.5">
        {FOOT.map(entry)}
        {fixed ? null : <IconButton label={folded ? "Unfold the rail ([)" : "Fold the rail ([)"} icon="fold" small className="mt-1 ml-0.5" onClick={() => change({ folded: !folded })} />}
      </nav>
    </aside>
  );
}

function Entry({ item, current, folded, note }: { item: NavItem; current: boolean; folded: boolean; note: string | undefined }) {
  const link = (
    <PlaceLink to={item.to} aria-current={current ? "page" : undefined} aria-label={folded ? item.label : undefined} className="group flex h-6.5 items-center gap-2 rounded-control px-1.5 font-soft text-ink-2 hover:bg-hover aria-[current]:bg-active aria-[current]:font-strong aria-[current]:text-ink fade">
      <Icon name={item.icon} className="text-ink-3 group-aria-[current]:text-ink" />
      {folded ? null : <span className="min-w-0 flex-1 truncate">{item.label}</span>}
      {note && !folded ? <span className="text-micro text-ink-3">{note}</span> : null}
    </PlaceLink>
  );
  return folded ? <Tooltip text={note ? `${item.label}, ${note}` : item.label}>{link}</Tooltip> : link;
}
