import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { PageHead } from "./PageHead";
import { ErrorPanel } from "./States";

/** A page that could not be drawn: the reason, and a way on. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <>
      <PageHead title={asProblem(error).title} />
      <ErrorPanel
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </>
  );
}

export function NotFound() {
  return (
    <>
      <PageHead title="There is no such page" />
      <div className="flex flex-col items-start gap-3 p-4">
        <p className="max-w-120 text-lead text-ink-2">The address leads nowhere: the object may have been deleted, or it belongs to another workspace.</p>
        <Button asChild>
          <a href="/">Go to the home page</a>
        </Button>
      </div>
    </>
  );
}
