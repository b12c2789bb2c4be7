/** Live topics over one WebSocket, shared by the page. While it is down, callers poll; `isLive` says which. */
import { useEffect, useSyncExternalStore } from "react";
import { ask } from "./reach";

type Listener = (data: unknown) => void;
const topics = new Map<string, Set<Listener>>();
const watchers = new Set<() => void>();
let socket: WebSocket | null = null;
let open = false;
let attempts = 0;
let timer: ReturnType<typeof setTimeout> | null = null;

function setOpen(next: boolean): void {
  if (open === next) return;
  open = next;
  watchers.forEach((watcher) => watcher());
}

function connect(): void {
  if (socket || topics.size === 0) return;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const current = new WebSocket(`${scheme}://${location.host}/ws`);
  socket = current;
  current.onopen = () => {
    attempts = 0;
    setOpen(true);
    current.send(JSON.stringify({ subscribe: [...topics.keys()] }));
  };
  current.onmessage = (event: MessageEvent<string>) => {
    const message = parse(event.data);
    if (!message) return;
    topics.get(message.topic)?.forEach((listener) => listener(message.data));
    // One job also counts for the list of all jobs.
    if (message.topic.startsWith("job/")) topics.get("jobs")?.forEach((listener) => listener(message.data));
  };
  current.onclose = () => {
    socket = null;
    setOpen(false);
    if (topics.size === 0) return;
    attempts += 1;
    // A socket may be cut while the server still answers; only it can tell.
    if (attempts === 1) void ask();
    timer = setTimeout(connect, Math.min(30_000, 500 * 2 ** Math.min(attempts, 6)));
  };
}

function parse(text: string): { topic: string; data: unknown } | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null && "topic" in message && typeof message.topic === "string" ? { topic: message.topic, data: "data" in message ? message.data : null } : null;
  } catch {
    return null;
  }
}

export function subscribe(topic: string, listener: Listener): () => void {
  const known = topics.get(topic);
  if (known) known.add(listener);
  else {
    topics.set(topic, new Set([listener]));
    if (open) socket?.send(JSON.stringify({ subscribe: [topic] }));
  }
  connect();
  return () => {
    const set = topics.get(topic);
    set?.delete(listener);
    if (set?.size === 0) {
      topics.delete(topic);
      if (open) socket?.send(JSON.stringify({ unsubscribe: [topic] }));
    }
    if (topics.size === 0) {
      if (timer) clearTimeout(timer);
      socket?.close();
    }
  };
}

export function useTopic(topic: string | null, listener: Listener): void {
  useEffect(() => (topic ? subscribe(topic, listener) : undefined), [topic, listener]);
}

/** True while the socket is open; false means: poll. */
export function useLive(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => open,
  );
}
