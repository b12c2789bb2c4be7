/** The scenario being edited: the saved version, the draft with 200 steps of undo, and what survives a reload. */
import { useCallback, useEffect, useMemo, useReducer } from "react";
import { diffScenarios } from "../model/diff";
import { begin, record, redo, undo, type History } from "../model/history";
import type { Scenario } from "../model/scenario";

export interface Saved {
  scenario: Scenario;
  version: number;
  etag: string;
}

type Action = { kind: "edit"; change: (draft: Scenario) => Scenario; merge: boolean } | { kind: "undo" } | { kind: "redo" } | { kind: "replace"; draft: Scenario };

function reduce(history: History<Scenario>, action: Action): History<Scenario> {
  switch (action.kind) {
    case "edit":
      return record(history, action.change(history.present), action.merge);
    case "undo":
      return undo(history);
    case "redo":
      return redo(history);
    case "replace":
      return record(history, action.draft);
  }
}

const keyOf = (slug: string) => `prospect.draft.${slug}`;

/** A draft left behind by a reload or a sign-in, if it was made against this version. */
function restore(slug: string, saved: Saved): Scenario | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(slug)) ?? "null") as { version: number; draft: Scenario } | null;
    return kept?.version === saved.version ? kept.draft : null;
  } catch {
    return null;
  }
}

export function useDraft(slug: string, saved: Saved) {
  const [history, dispatch] = useReducer(reduce, null, () => {
    const kept = restore(slug, saved);
    return kept ? record(begin(saved.scenario), kept) : begin(saved.scenario);
  });
  const draft = history.present;
  const changes = useMemo(() => diffScenarios(saved.scenario, draft), [saved.scenario, draft]);
  const dirty = changes.length > 0;
  useEffect(() => {
    const timer = setTimeout(() => {
      try {
        if (dirty) sessionStorage.setItem(keyOf(slug), JSON.stringify({ version: saved.version, draft }));
        else sessionStorage.removeItem(keyOf(slug));
      } catch {
        // Without room in the browser the draft lives on this page only.
      }
    }, 300);
    return () => clearTimeout(timer);
  }, [slug, saved.version, draft, dirty]);
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
  return {
    draft,
    changes,
    dirty,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    edit: useCallback((change: (draft: Scenario) => Scenario, merge = false) => dispatch({ kind: "edit", change, merge }), []),
    replace: useCallback((next: Scenario) => dispatch({ kind: "replace", draft: next }), []),
    undo: useCallback(() => dispatch({ kind: "undo" }), []),
    redo: useCallback(() => dispatch({ kind: "redo" }), []),
  };
}

export type Draft = ReturnType<typeof useDraft>;
