import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { run, WAIT_MAX } from "@/api/simulations";
import { formatNumber } from "@/lib/format";
import { ErrorPanel } from "@/page/States";
import { useGo } from "@/shell/place";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { SAMPLING } from "./model/facts";
import type { Sampling } from "./model/result";

export interface RunStart {
  slug: string;
  name: string;
  version: number;
  iterations: number;
  seed: number;
  sampling: Sampling;
}

const OPTIONS = (Object.keys(SAMPLING) as Sampling[]).map((value) => ({ value, label: SAMPLING[value].label }));
const MIN = 100;
const MAX = 10_000_000;

/** Iterations, seed and sampling; short runs answer at once, long ones become a job that may be left. */
export function RunDialog({ start, onClose }: { start: RunStart; onClose: () => void }) {
  const client = useQueryClient();
  const go = useGo();
  const [iterations, setIterations] = useState(start.iterations);
  const [seed, setSeed] = useState(start.seed);
  const [sampling, setSampling] = useState<Sampling>(start.sampling);
  const choose = (chosen: Sampling) => {
    setSampling(chosen);
    if (chosen === "sobol") setIterations((now) => 2 ** Math.max(7, Math.min(23, Math.round(Math.log2(now)))));
  };
  const running = useMutation({
    mutationFn: () => run({ scenario: start.slug, version: start.version, iterations, seed, sampling }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ predicate: (query) => ["list", "scenarios", "simulations", "jobs"].includes(String(query.queryKey[0])) });
      onClose();
      go(`/simulations/${id}`);
    },
  });
  const job = iterations > WAIT_MAX;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Run ${start.name} v${start.version}`}
      description="The same version, seed and sampling give the same digits on any machine."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" icon="play" busy={running.isPending} onClick={() => running.mutate()}>
            {running.isPending ? "Running" : "Run"}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          running.mutate();
        }}
      >
        <NumberField label="Iterations" value={iterations} onChange={setIterations} min={MIN} max={MAX} integer hint={job ? "More than 200,000 run as a job; the page may be left." : "Up to 200,000 are answered at once."} />
        <NumberField label="Seed" value={seed} onChange={setSeed} min={0} integer hint="Another seed shows how much chance is left in the figures." />
        <Select label="Sampling" value={sampling} options={OPTIONS} onChange={choose} hint={SAMPLING[sampling].hint} />
        {/* Enter in a field runs; the visible button stands at the foot of the dialog. */}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true" />
      </form>
      {running.isError ? <ErrorPanel error={running.error} /> : null}
      {running.isPending ? <p className="mt-2 text-small text-ink-3">Running {formatNumber(iterations)} iterations.</p> : null}
    </Dialog>
  );
}
