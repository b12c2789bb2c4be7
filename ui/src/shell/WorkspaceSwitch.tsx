import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Session } from "@/api/types";
import { Icon, Mark } from "@/ui/Icon";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { NewWorkspace } from "./NewWorkspace";
import { usePath, useWorkspace } from "./place";

/** Switching keeps the kind of page and drops its object. */
export function WorkspaceSwitch({ session, folded }: { session: Session; folded: boolean }) {
  const slug = useWorkspace();
  const path = usePath();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const current = session.workspaces.find((workspace) => workspace.slug === slug);
  const name = current?.name ?? slug;
  const kind = path.split("/")[1] ?? "";
  const entries: MenuEntry[] = [
    {
      kind: "radio",
      label: "Workspaces",
      value: slug,
      options: session.workspaces.map((workspace) => ({ value: workspace.slug, label: workspace.demo ? `${workspace.name} (demo)` : workspace.name })),
      onChange: (next) => void navigate({ href: `/w/${encodeURIComponent(next)}/${kind === "admin" ? "admin/users" : kind}` }),
    },
  ];
  if (session.role === "admin") entries.push({ kind: "rule" }, { label: "New workspace", icon: "plus", onSelect: () => setCreating(true) });
  return (
    <>
      <Menu
        label="Workspaces"
        align="start"
        entries={entries}
        trigger={
          <button type="button" aria-label={`Workspace ${name}`} className="mb-1.5 flex h-bar w-full shrink-0 items-center gap-1.5 px-1.5 text-left font-bold">
            <Mark />
            {folded ? null : (
              <>
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {current?.demo ? <small className="rounded-control border border-line-strong px-1 text-micro font-medium text-ink-3">Demo</small> : null}
                <Icon name="down" size={12} />
              </>
            )}
          </button>
        }
      />
      <NewWorkspace open={creating} onOpenChange={setCreating} />
    </>
  );
}
