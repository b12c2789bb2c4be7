import { getRouteApi } from "@tanstack/react-router";
import { useSession } from "@/api/session";
import { useCrumbs } from "@/lib/crumbs";
import { PageHead } from "@/page/PageHead";
import { EmptyState } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useGo } from "@/shell/place";
import { Tabs } from "@/ui/Tabs";
import { AuditPanel } from "./AuditPanel";
import { SettingsPanel } from "./SettingsPanel";
import { StoragePanel } from "./StoragePanel";
import { UsersPanel } from "./UsersPanel";
import { WorkspacesPanel } from "./WorkspacesPanel";

const route = getRouteApi("/w/$workspace/admin/$part");
const PARTS = ["users", "workspaces", "storage", "settings", "audit"] as const;
type Part = (typeof PARTS)[number];
const TITLES: Record<Part, string> = { users: "Users", workspaces: "Workspaces", storage: "Storage", settings: "Settings and health", audit: "Audit" };

export function AdminPage() {
  const { part: raw } = route.useParams();
  const part = PARTS.find((entry) => entry === raw) ?? "users";
  const session = useSession();
  const go = useGo();
  useCrumbs([{ label: "Admin", to: "/admin/users" }, { label: TITLES[part] }]);
  if (session.role !== "admin") {
    return (
      <>
        <PageHead title="Admin" />
        <EmptyState>Only administrators see users, storage, settings and the audit log. You are signed in as {session.role ?? "a visitor"}; ask an administrator to change your role.</EmptyState>
      </>
    );
  }
  return (
    <div className="fit">
      <PageHead title="Admin" browserTitle={`${TITLES[part]}, admin`} facts="Who may do what, where the data lies, and what was done" />
      <Tabs
        label="Administration"
        value={part}
        onChange={(next) => go(`/admin/${next}`)}
        tabs={[
          { value: "users", label: TITLES.users, content: <UsersPanel session={session} /> },
          { value: "workspaces", label: TITLES.workspaces, content: <WorkspacesPanel /> },
          { value: "storage", label: TITLES.storage, content: <StoragePanel /> },
          { value: "settings", label: TITLES.settings, content: <SettingsPanel /> },
          { value: "audit", label: TITLES.audit, content: <AuditPanel /> },
        ]}
      />
      <TraceBar items={[{ label: "engine", value: session.version }]} note="Every write is in the audit log" />
    </div>
  );
}
