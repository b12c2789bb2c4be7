import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { sessionQuery, setUp } from "@/api/session";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { Button, buttonClass } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Doors } from "./Doors";
import { OutsideFrame } from "./OutsideFrame";

const route = getRouteApi("/setup");
const LEAST = 10;

export function SetupPage() {
  const session = useQuery(sessionQuery);
  if (session.error) return <OutsideFrame title="First run" lead="The server did not answer."><ErrorPanel error={session.error} onRetry={() => void session.refetch()} /></OutsideFrame>;
  if (!session.data) return <LoadingRows rows={0} />;
  if (session.data.setup_needed) return <CreateAdmin />;
  if (session.data.user) return <Doors session={session.data} />;
  return (
    <OutsideFrame title="This server is set up" lead="An administrator exists; the one-time token no longer opens anything.">
      <a href="/login" className={buttonClass("primary")}>
        Sign in
      </a>
    </OutsideFrame>
  );
}

function CreateAdmin() {
  const { token: fromLink } = route.useSearch();
  const client = useQueryClient();
  const [token, setToken] = useState(fromLink ?? "");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);
  const create = useMutation({
    mutationFn: () => setUp(token.trim(), name.trim(), password),
    onSuccess: () => client.fetchQuery({ ...sessionQuery, staleTime: 0 }),
  });
  const problem = create.error ? asProblem(create.error) : null;
  const faults = {
    token: token.trim() ? problem?.at("/body/token") ?? problem?.at("/token") : "The token is missing; prospect serve printed it.",
    name: name.trim() ? problem?.at("/body/name") ?? problem?.at("/name") : "The name is missing.",
    password: password.length >= LEAST ? problem?.at("/body/password") ?? problem?.at("/password") : `The password has ${password.length} characters; it needs at least ${LEAST}.`,
  };
  const submit = () => {
    setChecked(true);
    if (token.trim() && name.trim() && password.length >= LEAST) create.mutate();
  };
  const general = problem && problem.errors.length === 0;
  return (
    <OutsideFrame title="First run" lead="Create the administrator. The terminal that started the server shows a one-time token.">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label="Token from the terminal" className="font-mono" autoComplete="off" value={token} error={checked ? faults.token : undefined} hint={fromLink ? "Filled from the link you opened." : undefined} onChange={(event) => setToken(event.target.value)} />
        <TextField label="Your name" autoComplete="username" autoCapitalize="none" value={name} error={checked ? faults.name : undefined} onChange={(event) => setName(event.target.value)} />
        <div>
          <TextField label="Password" type="password" autoComplete="new-password" value={password} error={checked ? faults.password : undefined} hint={`At least ${LEAST} characters; length counts, not kinds of characters.`} onChange={(event) => setPassword(event.target.value)} />
          <LengthMeter length={password.length} />
        </div>
        {general ? <ErrorPanel error={problem} /> : null}
        <Button type="submit" look="primary" busy={create.isPending} className="h-8">
          {create.isPending ? "Creating" : "Create administrator"}
        </Button>
      </form>
    </OutsideFrame>
  );
}

function LengthMeter({ length }: { length: number }) {
  const words = length === 0 ? "" : length < LEAST ? "too short" : length < 16 ? "long enough" : "long";
  return (
    <div className="mt-2 flex items-center gap-2">
      <div className="h-0.75 flex-1 bg-active" aria-hidden="true">
        <div className={`h-full ${length < LEAST ? "bg-warn" : "bg-pos"}`} style={{ width: `${Math.min(100, (length / 20) * 100)}%` }} />
      </div>
      <span className="w-20 text-right text-micro text-ink-3" aria-live="polite">
        {words}
      </span>
    </div>
  );
}
