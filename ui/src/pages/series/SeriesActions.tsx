import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { changeSeries, removeSeries } from "@/api/series";
import type { Series } from "@/api/types";
import { ErrorPanel } from "@/page/States";
import { useGo } from "@/shell/place";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { Menu } from "@/ui/Menu";
import { toast } from "@/ui/Toast";

/** Rename and delete. Deleting asks for the code, because every vintage goes with it. */
export function SeriesActions({ series }: { series: Series }) {
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu
        label="More actions"
        trigger={<IconButton label="More actions" icon="menu" className="h-control border border-line-strong max-desk:w-12 max-desk:flex-none!" />}
        entries={[
          { label: "Edit name, unit and terms", icon: "settings", onSelect: () => setEditing(true) },
          { label: "Delete series", icon: "trash", danger: true, onSelect: () => setDeleting(true) },
        ]}
      />
      {editing ? <EditSeries series={series} onClose={() => setEditing(false)} /> : null}
      {deleting ? <DeleteSeries series={series} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function EditSeries({ series, onClose }: { series: Series; onClose: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState({ name: series.name, unit: series.unit, description: series.description, licence: series.licence });
  const save = useMutation({
    mutationFn: () => changeSeries(series, draft),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["series"] });
      onClose();
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  const field = (key: keyof typeof draft, label: string, hint?: string) => <TextField label={label} hint={hint} value={draft[key]} error={problem?.at(`/body/${key}`) ?? problem?.at(`/${key}`)} onChange={(event) => setDraft({ ...draft, [key]: event.target.value })} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Edit ${series.name}`} actions={<Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>Save</Button>}>
      <div className="flex flex-col gap-3">
        {field("name", "Name")}
        {field("unit", "Unit", "Renames the unit; values are not converted.")}
        {field("description", "Description")}
        {field("licence", "Terms of use")}
        {problem ? <ErrorPanel error={problem} /> : null}
      </div>
    </Dialog>
  );
}

function DeleteSeries({ series, onClose }: { series: Series; onClose: () => void }) {
  const client = useQueryClient();
  const go = useGo();
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () => removeSeries(series),
    onSuccess: async () => {
      go("/series");
      await client.invalidateQueries();
      toast(`${series.name} deleted.`);
    },
  });
  const [fault, setFault] = useState<string>();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${series.name}`}
      description={`All ${series.observations} values and ${series.vintages} vintages go with it. Saved forecasts of it are deleted too. This cannot be undone.`}
      actions={<Button look="danger" busy={remove.isPending} onClick={() => (typed === series.code ? remove.mutate() : setFault(`This is not the code; type ${series.code}.`))}>Delete series</Button>}
    >
      <TextField label={`Type ${series.code} to delete it`} value={typed} error={fault} onChange={(event) => { setTyped(event.target.value); setFault(undefined); }} />
      {remove.error ? <ErrorPanel error={remove.error} /> : null}
    </Dialog>
  );
}
