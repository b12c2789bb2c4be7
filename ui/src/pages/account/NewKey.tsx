import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, body } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Role, Session } from "@/api/types";
import { ErrorPanel } from "@/page/States";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { Select } from "@/ui/Select";
import type { Created } from "./CreatedKey";

const ROLES: readonly { value: Role; label: string; note: string }[] = [
  { value: "viewer", label: "Viewer", note: "reads" },
  { value: "analyst", label: "Analyst", note: "reads and writes" },
  { value: "admin", label: "Admin", note: "everything" },
];
const LIFE = [{ value: "30", label: "In 30 days" }, { value: "90", label: "In 90 days" }, { value: "365", label: "In a year" }, { value: "never", label: "Never" }] as const;

export function rolesUpTo(role: Role | null): typeof ROLES {
  return ROLES.slice(0, ROLES.findIndex((entry) => entry.value === role) + 1);
}

export function NewKey({ session, workspace, onClose, onMade }: { session: Session; workspace: string; onClose: () => void; onMade: (created: Created) => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [scope, setScope] = useState(workspace);
  const [life, setLife] = useState<(typeof LIFE)[number]["value"]>("90");
  const [fault, setFault] = useState<string>();
  const make = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/keys", {
          body: {
            name: name.trim(),
            role,
            ...(scope === "*" ? {} : { workspace: scope }),
            ...(life === "never" ? {} : { expires_at: new Date(Date.now() + Number(life) * 86_400_000).toISOString() }),
          },
        }),
      ),
    onSuccess: onMade,
  });
  const problem = make.error ? asProblem(make.error) : null;
  const submit = () => {
    if (name.trim()) make.mutate();
    else setFault("The name is missing; say what uses the key.");
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="New API key" description="The key is shown once, after it is made." actions={<Button look="primary" busy={make.isPending} onClick={submit}>Make key</Button>}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label="What uses it" value={name} error={fault ?? problem?.at("/body/name") ?? problem?.at("/name")} placeholder="notebook, nightly import" onChange={(event) => { setName(event.target.value); setFault(undefined); }} />
        <div className="grid gap-3 desk:grid-cols-3">
          <Select label="May" value={role} options={rolesUpTo(session.role)} onChange={setRole} />
          <Select label="In" value={scope} options={[...session.workspaces.map((entry) => ({ value: entry.slug, label: entry.name })), { value: "*", label: "All workspaces" }]} onChange={setScope} />
          <Select label="Expires" value={life} options={LIFE} onChange={setLife} />
        </div>
        {problem ? <ErrorPanel error={problem} /> : null}
      </form>
    </Dialog>
  );
}
