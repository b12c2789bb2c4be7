/** When the reader was here before. A visit ends after half an hour away; within one the mark stays. */
const PAUSE_MS = 30 * 60_000;

interface Mark {
  before: string;
  seen: string;
}

export function visitBefore(workspace: string, now: Date = new Date()): string {
  const key = `prospect.visit.${workspace}`;
  const week = new Date(now.getTime() - 7 * 86_400_000).toISOString();
  let mark: Mark = { before: week, seen: week };
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Mark> | null;
    if (stored?.before && stored.seen) mark = { before: stored.before, seen: stored.seen };
  } catch {
    // An unreadable mark counts as a first visit.
  }
  const away = now.getTime() - Date.parse(mark.seen) > PAUSE_MS;
  const next: Mark = { before: away ? mark.seen : mark.before, seen: now.toISOString() };
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // Without storage every visit is the first.
  }
  return next.before;
}
