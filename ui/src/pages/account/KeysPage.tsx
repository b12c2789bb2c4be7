import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, body } from "@/api/client";
import { useList } from "@/api/list";
import { useSession } from "@/api/session";
import type { ApiKey, Session } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { useActions } from "@/lib/actions";
import { useCrumbs } from "@/lib/crumbs";
import { formatDate } from "@/lib/dates";
import { count } from "@/lib/format";
import { PageHead } from "@/page/PageHead";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { TraceBar } from "@/page/TraceBar";
import { useWorkspace } from "@/shell/place";
import { Button, buttonClass } from "@/ui/Button";
import { toast } from "@/ui/Toast";
import { CreatedKey, type Created } from "./CreatedKey";
import { NewKey } from "./NewKey";

function scope(key: ApiKey, session: Session): string {
  if (!key.workspace_id) return "All workspaces";
  return session.workspaces.find((workspace) => workspace.id === key.workspace_id)?.name ?? "A workspace you cannot see";
}

/** Keys belong to people: a visitor of the demo signs in first. */
export function KeysPage() {
  const session = useSession();
  useCrumbs([{ label: "Account" }, { label: "API keys" }]);
  if (session.user) return <Keys session={session} />;
  return (
    <>
      <PageHead title="API keys" />
      <EmptyState
        actions={
          <a href={session.setup_needed ? "/setup" : "/login"} className={buttonClass("primary")}>
            {session.setup_needed ? "Set up" : "Sign in"}
          </a>
        }
      >
        A key acts for a person, and you look around as a visitor. {session.setup_needed ? "Create the administrator first; the terminal shows the token." : "Sign in to make one."}
      </EmptyState>
    </>
  );
}

function Keys({ session }: { session: Session }) {
  const slug = useWorkspace();
  const client = useQueryClient();
  const list = useList("/api/v1/keys");
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Created | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["list", "/api/v1/keys"] });
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => api.DELETE("/api/v1/keys/{id}", { params: { path: { id: key.id } } }),
    onSuccess: async (_, key) => {
      await refresh();
      toast(`${key.name} revoked; it opens nothing from now on.`);
    },
  });
  const rotate = useMutation({
    mutationFn: (key: ApiKey) => body(api.POST("/api/v1/keys/{id}/rotate", { params: { path: { id: key.id } } })),
    onSuccess: async (created) => {
      setMade(created);
      await refresh();
    },
  });
  useActions([{ id: "new-key", label: "New API key", section: "Here", run: () => setMaking(true) }]);
  const columns = useMemo<GridColumn<ApiKey>[]>(
    () => [
      { id: "name", head: "Name", value: (row) => row.name, width: 48, grow: true, cell: (row) => <span className="truncate font-strong">{row.name}</span> },
      { id: "prefix", head: "Begins with", value: (row) => row.prefix, width: 36, cell: (row) => <code className="font-mono text-micro">{row.prefix}…</code> },
      { id: "role", head: "Role", value: (row) => row.role, width: 24 },
      { id: "workspace", head: "Workspace", value: (row) => scope(row, session), width: 40 },
      { id: "used", head: "Last used", num: true, value: (row) => row.last_used_at, width: 28, why: () => "it was never used", cell: (row) => (row.last_used_at ? formatDate(row.last_used_at) : <span className="text-ink-3">never</span>) },
      { id: "expires", head: "Expires", num: true, value: (row) => row.expires_at, width: 28, why: () => "it works until it is revoked", cell: (row) => (row.expires_at ? formatDate(row.expires_at) : <span className="text-ink-3">never</span>) },
      {
        id: "act",
        head: "Actions",
        visual: true,
        sortable: false,
        width: 44,
        value: () => null,
        cell: (row) => (
          <span className="flex gap-1">
            <Button small look="quiet" onClick={() => rotate.mutate(row)}>
              Rotate
            </Button>
            <Button small look="quiet" onClick={() => revoke.mutate(row)}>
              Revoke
            </Button>
          </span>
        ),
      },
    ],
    [session, revoke, rotate],
  );
  return (
    <div className="fit">
      <PageHead
        title="API keys"
        facts="For programs: a key does what its role may, in its workspace, until it is revoked"
        actions={
          <Button look="primary" icon="plus" onClick={() => setMaking(true)}>
            New key
          </Button>
        }
      />
      {revoke.error ? <ErrorPanel error={revoke.error} /> : null}
      {rotate.error ? <ErrorPanel error={rotate.error} /> : null}
      <Panel title="Keys" unit={list.total === null ? undefined : count(list.total, "key")} className="min-h-0 flex-1">
        {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : list.loading ? <LoadingRows /> : list.rows.length === 0 ? <EmptyState actions={<Button icon="plus" onClick={() => setMaking(true)}>New key</Button>}>No key yet. A key lets curl, Python, DuckDB or any other program read and write here.</EmptyState> : <DataGrid name="API keys" rows={list.rows} columns={columns} getId={(row) => row.id} onEnd={list.more} className="border-t border-line" />}
      </Panel>
      <TraceBar items={[{ label: "keys", value: String(list.total ?? 0) }]} note="Only a hash of each key is stored" />
      {making ? (
        <NewKey
          session={session}
          workspace={slug}
          onClose={() => setMaking(false)}
          onMade={(created) => {
            setMaking(false);
            setMade(created);
            void refresh();
          }}
        />
      ) : null}
      {made ? <CreatedKey created={made} workspace={slug} onClose={() => setMade(null)} /> : null}
    </div>
  );
}
