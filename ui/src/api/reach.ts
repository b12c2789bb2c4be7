/**
 * Whether the server can be reached. Every answer and every failure to get one is reported here; while there is none, the
 * server is asked whether it is back, so that nobody has to reload.
 */
import { useSyncExternalStore } from "react";

interface Reach {
  lost: boolean;
  /** When the server last answered: the figures on the page are from then or before. */
  since: Date;
}

let reach: Reach = { lost: false, since: new Date() };
let timer: ReturnType<typeof setTimeout> | null = null;
let tries = 0;
let onBack: () => void = () => undefined;
const listeners = new Set<() => void>();

function publish(lost: boolean, since: Date): void {
  const changed = lost !== reach.lost;
  reach = { lost, since };
  if (changed) listeners.forEach((listener) => listener());
}

/** What is read again once the server is back. */
export function whenBack(run: () => void): void {
  onBack = run;
}

export function answered(): void {
  const back = reach.lost;
  if (timer) clearTimeout(timer);
  timer = null;
  tries = 0;
  publish(false, new Date());
  if (back) onBack();
}

function unanswered(): void {
  publish(true, reach.since);
  if (timer) return;
  timer = setTimeout(() => void ask(), Math.min(10_000, 1000 * 1.5 ** tries));
  tries += 1;
}

/** A gateway that answers in the server's place says as much as no answer. */
export function noteStatus(status: number): void {
  if (status === 502 || status === 504) void ask();
  else answered();
}

let asking = false;

/**
 * Asks `/health`, which needs no sign-in and counts against no limit. One request that failed may have failed for itself,
 * so the page calls the server lost only when this gets no answer either.
 */
export async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  if (timer) clearTimeout(timer);
  timer = null;
  try {
    const response = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    const body = (await response.json()) as { status?: string };
    if (body.status === "ok") answered();
    else unanswered();
  } catch {
    unanswered();
  } finally {
    asking = false;
  }
}

window.addEventListener("offline", unanswered);
window.addEventListener("online", () => void ask());

function watch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useReach = (): Reach => useSyncExternalStore(watch, () => reach);
export const currentReach = (): Reach => reach;
