import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, body, ifMatch } from "@/api/client";
import { useList } from "@/api/list";
import { asProblem } from "@/api/problem";
import type { Role, Session, User } from "@/api/types";
import { DataGrid } from "@/grid/DataGrid";
import type { GridColumn } from "@/grid/column";
import { formatDate } from "@/lib/dates";
import { count } from "@/lib/format";
import { Panel } from "@/page/Panel";
import { EmptyState, ErrorPanel, LoadingRows } from "@/page/States";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Dialog } from "@/ui/Dialog";
import { Checkbox, TextField } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/Toast";

const ROLES: readonly { value: Role; label: string; note: string }[] = [
  { value: "viewer", label: "Viewer", note: "looks" },
  { value: "analyst", label: "Analyst", note: "changes" },
  { value: "admin", label: "Admin", note: "administers" },
];
const columns: GridColumn<User>[] = [
  { id: "name", head: "Name", value: (row) => row.name, width: 56, grow: true, cell: (row) => <span className="truncate font-strong">{row.name}</span> },
  { id: "role", head: "Role", value: (row) => row.role, width: 28 },
  { id: "state", head: "State", value: (row) => (row.disabled ? "disabled" : "active"), width: 28, cell: (row) => <Chip tone={row.disabled ? "doubtful" : "good"}>{row.disabled ? "disabled" : "active"}</Chip> },
  { id: "created", head: "Since", num: true, value: (row) => row.created_at, width: 32, cell: (row) => formatDate(row.created_at) },
  { id: "updated", head: "Changed", num: true, value: (row) => row.updated_at, width: 32, cell: (row) => formatDate(row.updated_at) },
];

export function UsersPanel({ session }: { session: Session }) {
  const list = useList("/api/v1/users");
  const [editing, setEditing] = useState<User | "new" | null>(null);
  return (
    <Panel title="Users" unit={list.total === null ? undefined : count(list.total, "user")} className="min-h-0 flex-1" tools={<Button small icon="plus" onClick={() => setEditing("new")}>New user</Button>}>
      {list.error ? <ErrorPanel error={list.error} onRetry={list.refetch} /> : list.loading ? <LoadingRows /> : list.rows.length === 0 ? <EmptyState actions={<Button icon="plus" onClick={() => setEditing("new")}>New user</Button>}>No user yet. The demo works without one; a user is needed to sign in from elsewhere.</EmptyState> : <DataGrid name="Users" rows={list.rows} columns={columns} getId={(row) => row.id} onOpen={setEditing} onEnd={list.more} className="border-t border-line" />}
      {editing ? <EditUser user={editing === "new" ? null : editing} self={editing !== "new" && editing.id === session.user?.id} onClose={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function EditUser({ user, self, onClose }: { user: User | null; self: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(user?.name ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "analyst");
  const [password, setPassword] = useState("");
  const [disabled, setDisabled] = useState(user?.disabled ?? false);
  const [checked, setChecked] = useState(false);
  const done = async (sentence: string) => {
    await client.invalidateQueries({ queryKey: ["list", "/api/v1/users"] });
    toast(sentence);
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      user
        ? body(api.PATCH("/api/v1/users/{id}", { params: { path: { id: user.id }, header: ifMatch(user.version) }, body: { name: name.trim(), role, disabled, ...(password ? { password } : {}) } }))
        : body(api.POST("/api/v1/users", { body: { name: name.trim(), role, password } })),
    onSuccess: (saved) => done(user ? `${saved.name} changed.` : `${saved.name} can sign in now.`),
  });
  const remove = useMutation({ mutationFn: () => api.DELETE("/api/v1/users/{id}", { params: { path: { id: user?.id ?? "" } } }), onSuccess: () => done(`${user?.name ?? "User"} deleted.`) });
  const problem = save.error ? asProblem(save.error) : remove.error ? asProblem(remove.error) : null;
  const short = password.length < 10 && (user === null || password.length > 0);
  const faults = useMemo(
    () => ({
      name: name.trim() ? problem?.at("/body/name") ?? problem?.at("/name") : "The name is missing.",
      password: short ? `The password has ${password.length} characters; it needs at least 10.` : problem?.at("/body/password") ?? problem?.at("/password"),
    }),
    [name, password, short, problem],
  );
  const submit = () => {
    setChecked(true);
    if (name.trim() && !short) save.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={user ? `Edit ${user.name}` : "New user"}
      actions={
        <>
          {user && !self ? (
            <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              Delete user
            </Button>
          ) : null}
          <Button look="primary" busy={save.isPending} onClick={submit}>
            {user ? "Save" : "Create user"}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label="Name" autoComplete="off" value={name} error={checked ? faults.name : undefined} onChange={(event) => setName(event.target.value)} />
        <Select label="Role" value={role} options={ROLES} onChange={setRole} />
        <TextField label={user ? "New password" : "Password"} optional={user !== null} type="password" autoComplete="new-password" value={password} error={checked ? faults.password : undefined} hint="At least 10 characters" onChange={(event) => setPassword(event.target.value)} />
        {user && !self ? <Checkbox label="Disabled: signed out everywhere, may not sign in" checked={disabled} onChange={(event) => setDisabled(event.target.checked)} /> : null}
        {problem ? <ErrorPanel error={problem} /> : null}
      </form>
    </Dialog>
  );
}
