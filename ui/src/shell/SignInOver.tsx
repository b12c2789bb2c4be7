import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { whenSignedOut } from "@/api/http";
import { LoginForm } from "@/pages/outside/LoginForm";
import { Dialog } from "@/ui/Dialog";

/** The session ended: sign in over the page, which keeps what was typed. */
export function SignInOver() {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  useEffect(() => whenSignedOut(() => setOpen(true)), []);
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Sign in again" description="Your session ended. What you typed on this page is kept.">
      <LoginForm
        onDone={async () => {
          await client.invalidateQueries();
          setOpen(false);
        }}
      />
    </Dialog>
  );
}
