import { useState } from "react";
import { Drawer } from "@/ui/Dialog";
import { Icon } from "@/ui/Icon";
import type { IconName } from "@/ui/icons";
import { FOOT, NAV } from "./nav";
import { PlaceLink } from "./PlaceLink";
import { usePath } from "./place";

const TABS: readonly { label: string; icon: IconName; to: string; under: readonly string[] }[] = [
  { label: "Home", icon: "home", to: "/", under: [] },
  { label: "Prices", icon: "series", to: "/series", under: ["/series", "/forecast", "/forecasts"] },
  { label: "Projects", icon: "simulation", to: "/scenarios", under: ["/scenarios", "/simulations"] },
];
const tab = "flex flex-col items-center justify-center gap-0.5 text-micro font-medium text-ink-3 aria-[current]:text-ink";

/** Bottom tabs on a phone; More holds the rest and the search. */
export function PhoneTabs({ onSearch }: { onSearch: () => void }) {
  const path = usePath();
  const [more, setMore] = useState(false);
  const current = TABS.find((entry) => (entry.to === "/" ? path === "/" : entry.under.some((base) => path === base || path.startsWith(`${base}/`))));
  return (
    <nav aria-label="Main, small screens" className="frame-tabs border-t border-line bg-canvas">
      {TABS.map((entry) => (
        <PlaceLink key={entry.label} to={entry.to} aria-current={entry === current ? "page" : undefined} className={tab}>
          <Icon name={entry.icon} size={20} />
          {entry.label}
        </PlaceLink>
      ))}
      <button type="button" aria-current={current ? undefined : "page"} className={tab} onClick={() => setMore(true)}>
        <Icon name="menu" size={20} />
        More
      </button>
      <Drawer open={more} onOpenChange={setMore} title="More">
        <div className="flex flex-col p-2">
          <button
            type="button"
            className="flex h-11 items-center gap-3 rounded-control px-2"
            onClick={() => {
              setMore(false);
              onSearch();
            }}
          >
            <Icon name="search" />
            Search or run a command
          </button>
          {[...NAV.flatMap((group) => group.items), ...FOOT].map((item) => (
            <PlaceLink key={item.to} to={item.to} className="flex h-11 items-center gap-3 rounded-control px-2" onClick={() => setMore(false)}>
              <Icon name={item.icon} />
              {item.label}
            </PlaceLink>
          ))}
        </div>
      </Drawer>
    </nav>
  );
}
