/** The draft's value: the deterministic case after each committed edit, the distribution a moment later. Late answers are dropped. */
import { useEffect, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { evaluate } from "@/api/scenarios";
import type { BaseCase, SimulationResult } from "@/pages/simulations/model/result";
import { inShownMoney } from "@/pages/simulations/model/money";
import { ownTroubles, serverTroubles, type Trouble } from "../model/problems";
import type { Scenario } from "../model/scenario";

export const PREVIEW_ITERATIONS = 10_000;
// Edits are committed one by one; the wait only gathers those of one gesture (a fill, an undo held down).
const BASE_DELAY_MS = 10;
const PREVIEW_DELAY_MS = 30;

export interface Evaluated {
  base: BaseCase | null;
  /** In shown money. */
  preview: SimulationResult | null;
  /** The draft these figures are of. */
  of: Scenario | null;
  previewOf: Scenario | null;
  /** Found by the server in the draft it was last sent. */
  troubles: Trouble[];
  troublesOf: Scenario | null;
  /** The server could not be asked. */
  failure: Problem | null;
}

const NOTHING: Evaluated = { base: null, preview: null, of: null, previewOf: null, troubles: [], troublesOf: null, failure: null };

export function useEvaluation(draft: Scenario): { evaluated: Evaluated; troubles: Trouble[]; waiting: boolean; previewWaiting: boolean } {
  const [evaluated, setEvaluated] = useState<Evaluated>(NOTHING);
  const own = ownTroubles(draft);
  const blocked = own.length > 0;
  useEffect(() => {
    if (blocked) return undefined;
    const abort = new AbortController();
    const fail = (error: unknown) => {
      if (abort.signal.aborted) return;
      const problem = asProblem(error);
      setEvaluated((now) => (problem.status === 422 ? { ...now, troubles: problem.errors.length > 0 ? serverTroubles(problem.errors) : [{ pointer: "", detail: problem.detail || problem.title, sheet: "basis" }], troublesOf: draft, failure: null } : { ...now, failure: problem }));
    };
    const first = setTimeout(() => {
      evaluate(draft, 0, abort.signal).then(({ base_case: base }) => {
        if (!abort.signal.aborted) setEvaluated((now) => ({ ...now, base, of: draft, troubles: [], troublesOf: draft, failure: null }));
      }, fail);
    }, BASE_DELAY_MS);
    const second = setTimeout(() => {
      evaluate(draft, PREVIEW_ITERATIONS, abort.signal).then(({ base_case: base, preview }) => {
        if (!abort.signal.aborted) setEvaluated({ base, preview: preview ? inShownMoney(preview) : null, of: draft, previewOf: draft, troubles: [], troublesOf: draft, failure: null });
      }, fail);
    }, PREVIEW_DELAY_MS);
    return () => {
      abort.abort();
      clearTimeout(first);
      clearTimeout(second);
    };
  }, [draft, blocked]);
  const server = evaluated.troublesOf === draft ? evaluated.troubles : [];
  const troubles = [...own, ...server];
  const failed = troubles.length > 0 || evaluated.failure !== null;
  return { evaluated, troubles, waiting: !failed && evaluated.of !== draft, previewWaiting: !failed && evaluated.previewOf !== draft };
}
