import { useState } from "react";
import { useSession } from "@/api/session";
import { NewWorkspace } from "@/shell/NewWorkspace";
import { Button } from "@/ui/Button";
import { OutsideFrame } from "./OutsideFrame";

export function NoWorkspace() {
  const session = useSession();
  const [open, setOpen] = useState(false);
  const admin = session.role === "admin";
  return (
    <OutsideFrame title="No workspace yet" lead={admin ? "Series, scenarios and results live in a workspace. Create the first one." : "You cannot see any workspace. An administrator can give you access."}>
      {admin ? (
        <Button look="primary" onClick={() => setOpen(true)}>
          New workspace
        </Button>
      ) : null}
      <NewWorkspace open={open} onOpenChange={setOpen} />
    </OutsideFrame>
  );
}
