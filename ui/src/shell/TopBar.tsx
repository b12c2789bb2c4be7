import type { Session } from "@/api/types";
import { keyText } from "@/lib/actions";
import { useCrumbList } from "@/lib/crumbs";
import { mayChange } from "@/api/session";
import { Chip } from "@/ui/Chip";
import { Icon } from "@/ui/Icon";
import { Kbd } from "@/ui/Kbd";
import { AsOf, useAsOf } from "./AsOf";
import { JobsIndicator } from "./JobsIndicator";
import { PlaceLink } from "./PlaceLink";
import { UserMenu } from "./UserMenu";

export interface TopBarProps {
  session: Session;
  onSearch: () => void;
  asOfOpen: boolean;
  onAsOfOpen: (open: boolean) => void;
  onKeys: () => void;
}

export function TopBar({ session, onSearch, asOfOpen, onAsOfOpen, onKeys }: TopBarProps) {
  const asOf = useAsOf();
  return (
    <header className={`frame-bar flex h-bar min-w-0 items-center gap-2 border-b bg-canvas px-4 max-desk:px-3 ${asOf ? "border-b-2 border-copper" : "border-line"}`}>
      <Crumbs />
      <button type="button" onClick={onSearch} className="search-box flex h-7 shrink-0 items-center gap-2 rounded-control border border-line-strong bg-surface pr-1.5 pl-2 text-left text-ink-3 hover:bg-hover max-desk:hidden">
        <Icon name="search" size={14} />
        <span className="min-w-0 flex-1 truncate">
          Search<span className="max-wide:sr-only"> or run a command</span>
        </span>
        <Kbd>{keyText("mod+k")}</Kbd>
      </button>
      {mayChange(session) ? null : <Chip title="Your role is viewer: you see everything here, and an analyst or administrator can change it">View only</Chip>}
      <AsOf open={asOfOpen} onOpenChange={onAsOfOpen} />
      <JobsIndicator />
      <UserMenu session={session} onKeys={onKeys} />
    </header>
  );
}

function Crumbs() {
  const crumbs = useCrumbList();
  return (
    <nav aria-label="Where you are" className="min-w-0 flex-1">
      <ol className="flex items-center gap-1.5 text-ink-3">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <li key={`${crumb.label}${index}`} className={`flex min-w-0 items-center gap-1.5 ${last ? "" : crumb.to ? "shrink-0 max-desk:hidden" : "max-wide:hidden"}`}>
              {crumb.to && !last ? (
                <PlaceLink to={crumb.to} className="max-w-40 truncate hover:text-ink">
                  {crumb.label}
                </PlaceLink>
              ) : (
                <span className={`truncate ${last ? "font-strong text-ink" : ""}`} aria-current={last ? "page" : undefined}>
                  {crumb.label}
                </span>
              )}
              {last ? null : <span aria-hidden="true">/</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
