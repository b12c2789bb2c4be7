import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, ifMatch } from "@/api/client";
import { useList } from "@/api/list";
import type { Workspace } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { count } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { NewWorkspace } from "@/shell/NewWorkspace";
import { useWorkspace } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { toast } from "@/ui/Toast";

const columns: GridColumn<Workspace>[] = [
  { id: "name", head: "Name", value: (row) => row.name, width: 56, grow: true, cell: (row) => <span className="truncate font-strong">{row.name}</span> },
  { id: "slug", head: "Address", value: (row) => row.slug, width: 56, cell: (row) => <code className="font-mono text-micro">/w/{row.slug}</code> },
  { id: "demo", head: "Kind", value: (row) => (row.demo ? "demo" : "own"), width: 28, cell: (row) => (row.demo ? <Chip tone="sample">demo</Chip> : "own") },
];

export function WorkspacesPanel() {
  const list = useList("/api/v1/workspaces");
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Workspace | null>(null);
  return (
    <Panel title="Workspaces" unit={list.total === null ? undefined : count(list.total, "workspace")} className="min-h-0 flex-1" tools={<Button small icon="plus" onClick={() => setCreating(true)}>New workspace</Button>}>
      {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : list.loading ? <LoadingRows /> : <DataGrid name="Workspaces" rows={list.rows} columns={columns} getId={(row) => row.id} onOpen={setEditing} onEnd={list.more} className="border-t border-line" />}
      <NewWorkspace open={creating} onOpenChange={setCreating} />
      {editing ? <EditWorkspace workspace={editing} onClose={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function EditWorkspace({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const client = useQueryClient();
  const here = useWorkspace() === workspace.slug;
  const [name, setName] = useState(workspace.name);
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<string>();
  const done = async (sentence: string, leave: boolean) => {
    await client.invalidateQueries({ queryKey: ["session"] });
    await client.invalidateQueries({ queryKey: ["list", "/api/v1/workspaces"] });
    toast(sentence);
    onClose();
    if (leave) location.assign("/");
  };
  const save = useMutation({ mutationFn: () => body(api.PATCH("/api/v1/workspaces/{slug}", { params: { path: { slug: workspace.slug }, header: ifMatch(workspace.version) }, body: { name: name.trim() } })), onSuccess: () => done(`${name.trim()} saved.`, false) });
  const remove = useMutation({ mutationFn: () => api.DELETE("/api/v1/workspaces/{slug}", { params: { path: { slug: workspace.slug } } }), onSuccess: () => done(`${workspace.name} deleted.`, here) });
  const error = save.error ?? remove.error;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Edit ${workspace.name}`} actions={<Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>Save</Button>}>
      <div className="flex flex-col gap-4">
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} />
        <section className="flex flex-col gap-2 border-t border-line pt-3">
          <h3 className="font-bold">Delete this workspace</h3>
          <p className="text-ink-2">Its series, forecasts, scenarios and simulations go with it. This cannot be undone.</p>
          <TextField label={`Type ${workspace.slug} to delete it`} value={typed} error={fault} onChange={(event) => { setTyped(event.target.value); setFault(undefined); }} />
          <Button look="danger" className="self-start" busy={remove.isPending} onClick={() => (typed === workspace.slug ? remove.mutate() : setFault(`This is not its address; type ${workspace.slug}.`))}>
            Delete workspace
          </Button>
        </section>
        {error ? <ErrorPanel error={error} /> : null}
      </div>
    </Dialog>
  );
}
