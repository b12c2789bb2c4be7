import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { signOut } from "@/api/session";
import type { Session } from "@/api/types";
import type { Marks } from "@/lib/format";
import { change, useSettings, type Theme } from "@/lib/settings";
import { Icon } from "@/ui/Icon";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { useGo } from "./place";

export function UserMenu({ session, onKeys }: { session: Session; onKeys: () => void }) {
  const settings = useSettings();
  const go = useGo();
  const navigate = useNavigate();
  const client = useQueryClient();
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate({ href: "/login" });
  };
  const entries: MenuEntry[] = [
    { kind: "heading", label: session.user ? `${session.user.name}, ${session.role}` : `Visitor in the demo, ${session.role ?? "no role"}` },
    { label: "API keys", icon: "key", onSelect: () => go("/account/keys") },
    { label: "Keys of this page", icon: "info", keys: "?", onSelect: onKeys },
    { kind: "rule" },
    { kind: "radio", label: "Theme", value: settings.theme, options: [{ value: "system", label: "As the system" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }], onChange: (theme) => change({ theme: theme as Theme }) },
    { kind: "rule" },
    { kind: "radio", label: "Rows", value: settings.density, options: [{ value: "compact", label: "Compact" }, { value: "comfortable", label: "Comfortable" }], onChange: (density) => change({ density: density === "comfortable" ? "comfortable" : "compact" }) },
    { kind: "rule" },
    { kind: "radio", label: "Numbers", value: settings.marks, options: (["1,234.5", "1 234,5", "1.234,5", "1'234.5"] as const).map((value) => ({ value, label: value })), onChange: (marks) => change({ marks: marks as Marks }) },
    { kind: "rule" },
    { kind: "check", label: "Single-letter keys", checked: settings.letterKeys, onChange: (letterKeys) => change({ letterKeys }) },
    { kind: "rule" },
    session.user ? { label: "Sign out", icon: "sign_out", onSelect: () => void leave() } : { label: "Sign in", icon: "user", onSelect: () => void navigate({ href: "/login" }) },
  ];
  return (
    <Menu
      label="You"
      entries={entries}
      trigger={
        <button type="button" aria-label="You and your settings" className="relative flex size-6 shrink-0 items-center justify-center rounded-full bg-ink text-micro font-bold text-inverse after:absolute after:-inset-2 max-desk:size-7">
          {session.user ? initials(session.user.name) : <Icon name="user" size={14} />}
        </button>
      }
    />
  );
}

export function initials(name: string): string {
  const parts = name.trim().split(/[\s._-]+/);
  return ((parts[0]?.[0] ?? "?") + (parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
