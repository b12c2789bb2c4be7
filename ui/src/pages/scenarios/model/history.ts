/** Undo and redo over whole documents. Documents share what did not change, so 200 steps cost little. */
export const DEPTH = 200;

export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
}

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** A new step; `merge` replaces the present instead, for typing in one field. */
export function record<T>(history: History<T>, next: T, merge = false): History<T> {
  if (Object.is(next, history.present)) return history;
  if (merge && history.past.length > 0) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present].slice(-DEPTH), present: next, future: [] };
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future: rest };
}
