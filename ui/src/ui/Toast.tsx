import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { IconButton } from "./Button";

export interface ToastMessage {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

let messages: readonly ToastMessage[] = [];
let next = 1;
const listeners = new Set<() => void>();
function publish(list: readonly ToastMessage[]): void {
  messages = list;
  listeners.forEach((listener) => listener());
}

/** For things done elsewhere or undoable. Errors stay where they happened. */
export function toast(text: string, action?: ToastMessage["action"]): void {
  const message: ToastMessage = action ? { id: next, text, action } : { id: next, text };
  next += 1;
  publish([...messages, message].slice(-3));
}

function dismiss(id: number): void {
  publish(messages.filter((message) => message.id !== id));
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => messages,
  );
  return (
    <Radix.Provider swipeDirection="left" label="Message">
      {shown.map((message) => (
        <Radix.Root key={message.id} duration={message.action ? 10_000 : 6_000} onOpenChange={(open) => !open && dismiss(message.id)} className="flex items-center gap-3 rounded-pop border border-line-strong bg-surface py-1.5 pr-1.5 pl-3 shadow-pop">
          <Radix.Description className="min-w-0 flex-1">{message.text}</Radix.Description>
          {message.action ? (
            <Radix.Action altText={message.action.label} onClick={message.action.run} className="rounded-control px-2 py-0.5 font-medium text-azurite hover:bg-hover">
              {message.action.label}
            </Radix.Action>
          ) : null}
          <Radix.Close asChild>
            <IconButton label="Dismiss" icon="close" small />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed bottom-3 left-3 z-50 flex w-96 max-w-11/12 flex-col gap-1.5 max-desk:bottom-16" />
    </Radix.Provider>
  );
}
