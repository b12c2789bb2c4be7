import { Outlet } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { mayChange, useSession } from "@/api/session";
import { useActions, useKeyboard, type Action } from "@/lib/actions";
import { copyText } from "@/lib/download";
import { useNarrow } from "@/lib/phone";
import { change, useSettings } from "@/lib/settings";
import { toast } from "@/ui/Toast";
import { KeysList } from "./KeysList";
import { ALL } from "./nav";
import { NewChooser } from "./NewChooser";
import { Offline } from "./Offline";
import { Palette } from "./Palette";
import { PhoneTabs } from "./PhoneTabs";
import { useGo, useWorkspace } from "./place";
import { Rail } from "./Rail";
import { SignInOver } from "./SignInOver";
import { TopBar } from "./TopBar";

/** For the figure in focus, else for the whole page. */
function openTrace(): void {
  const own = document.activeElement?.closest<HTMLElement>("[data-trace]");
  (own ?? document.querySelector<HTMLElement>("footer [data-trace]"))?.click();
}

/** What makes something new; not offered to those who only look. */
function makingActions(go: (to: string) => void, choose: () => void): Action[] {
  return [
    { id: "new", label: "New…", keys: "c", section: "Everywhere", words: "create add", run: choose },
    { id: "upload", label: "Upload a file with series", section: "Everywhere", words: "import csv xlsx parquet new add", run: () => go("/series?upload=1") },
    { id: "new-scenario", label: "New scenario", section: "Everywhere", words: "create project", run: () => go("/scenarios?new=1") },
  ];
}

/** The frame around every page of a workspace. */
export function Shell() {
  const session = useSession();
  const workspace = useWorkspace();
  const { folded: chosen } = useSettings();
  const narrow = useNarrow();
  const folded = chosen || narrow;
  const [palette, setPalette] = useState(false);
  const [keys, setKeys] = useState(false);
  const [asOf, setAsOf] = useState(false);
  const [making, setMaking] = useState(false);
  const go = useGo();
  const may = mayChange(session);
  useKeyboard();
  useEffect(() => change({ lastWorkspace: workspace }), [workspace]);
  useActions([
    { id: "palette", label: "Search or run a command", keys: "mod+k", section: "Everywhere", run: () => setPalette(true) },
    { id: "keys", label: "Keys of this page", keys: "?", section: "Everywhere", run: () => setKeys(true) },
    { id: "as-of", label: "As of…", keys: "t", section: "Everywhere", words: "date moment known vintage", run: () => setAsOf(true) },
    { id: "fold", label: folded ? "Unfold the rail" : "Fold the rail", keys: "[", section: "Everywhere", run: () => change({ folded: !folded }) },
    { id: "copy-link", label: "Copy a link to exactly this", keys: "y", section: "Everywhere", run: () => void copyText(location.href).then((ok) => toast(ok ? "Link copied." : "The browser did not allow copying.")) },
    { id: "trace", label: "How this was made", keys: ".", section: "Everywhere", run: openTrace },
    { id: "theme-light", label: "Theme: light", section: "Everywhere", run: () => change({ theme: "light" }) },
    { id: "theme-dark", label: "Theme: dark", section: "Everywhere", run: () => change({ theme: "dark" }) },
    { id: "theme-system", label: "Theme: as the system", section: "Everywhere", run: () => change({ theme: "system" }) },
    ...(may ? makingActions(go, () => setMaking(true)) : []),
    { id: "account-keys", label: "API keys", section: "Go to", run: () => go("/account/keys") },
    ...ALL.map((item): Action => ({ id: `go${item.to}`, label: item.label, section: "Go to", run: () => go(item.to), ...(item.key ? { keys: `g ${item.key}` } : {}) })),
  ]);
  return (
    <div className="frame" data-folded={folded}>
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:px-3 focus:py-2">
        Skip to the page
      </a>
      <Rail session={session} folded={folded} fixed={narrow} />
      <TopBar session={session} onSearch={() => setPalette(true)} asOfOpen={asOf} onAsOfOpen={setAsOf} onKeys={() => setKeys(true)} />
      <main id="main" tabIndex={-1} className="frame-main flex flex-col bg-surface outline-none">
        <Offline />
        <Outlet />
      </main>
      <PhoneTabs onSearch={() => setPalette(true)} />
      <Palette open={palette} onOpenChange={setPalette} />
      <NewChooser open={making} onOpenChange={setMaking} />
      <SignInOver />
      <KeysList open={keys} onOpenChange={setKeys} />
    </div>
  );
}
