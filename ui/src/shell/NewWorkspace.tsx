import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, body } from "@/api/client";
import { ErrorPanel } from "@/page/States";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";

export function NewWorkspace({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [name, setName] = useState("");
  const [fault, setFault] = useState<string>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: () => body(api.POST("/api/v1/workspaces", { body: { name: name.trim(), slug: slugOf(name) } })),
    onSuccess: async (workspace) => {
      await client.invalidateQueries({ queryKey: ["session"] });
      onOpenChange(false);
      setName("");
      await navigate({ href: `/w/${encodeURIComponent(workspace.slug)}/` });
    },
  });
  const submit = () => {
    if (slugOf(name) === "") setFault("The name is empty; give one with letters or digits.");
    else create.mutate();
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New workspace" description="Series, forecasts, scenarios and simulations of a workspace are seen only inside it." actions={<Button look="primary" busy={create.isPending} onClick={submit}>Create workspace</Button>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label="Name" value={name} error={fault} hint={slugOf(name) ? `Address: /w/${slugOf(name)}` : undefined} onChange={(event) => { setName(event.target.value); setFault(undefined); }} />
      </form>
      {create.error ? <ErrorPanel error={create.error} /> : null}
    </Dialog>
  );
}

export function slugOf(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 48);
}
