import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { asProblem } from "@/api/problem";
import { signIn } from "@/api/session";
import { ErrorPanel } from "@/page/States";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";

/** Name and password; used by the sign-in page and over a page whose session ended. */
export function LoginForm({ onDone }: { onDone: () => Promise<void> | void }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [faults, setFaults] = useState<{ name?: string; password?: string }>({});
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const enter = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: onDone,
    onError: () => passwordField.current?.focus(),
  });
  const submit = () => {
    const found = { ...(name.trim() ? {} : { name: "Your name is missing." }), ...(password ? {} : { password: "The password is missing." }) };
    setFaults(found);
    if (found.name) nameField.current?.focus();
    else if (found.password) passwordField.current?.focus();
    else enter.mutate();
  };
  const wrong = enter.error && asProblem(enter.error).status === 401;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField ref={nameField} label="Name" autoComplete="username" autoCapitalize="none" value={name} error={faults.name} onChange={(event) => setName(event.target.value)} />
      <TextField ref={passwordField} label="Password" type="password" autoComplete="current-password" value={password} error={faults.password ?? (wrong ? "Name and password do not belong together. Check both and try again." : undefined)} onChange={(event) => setPassword(event.target.value)} />
      {enter.error && !wrong ? <ErrorPanel error={enter.error} /> : null}
      <Button type="submit" look="primary" busy={enter.isPending} className="h-8">
        {enter.isPending ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}
