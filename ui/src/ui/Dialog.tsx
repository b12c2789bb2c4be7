import { Dialog as Radix } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { IconButton } from "./Button";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  /** Verbs at the foot; the last one is the deed. */
  actions?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}

/** The focus goes back to what opened it. Radix knows only its own triggers, and ours stand anywhere on the page. */
function useReturn() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    },
  };
}

const scrim = "fixed inset-0 z-40 bg-ink/30";

export function Dialog({ open, onOpenChange, title, description, actions, wide = false, children }: DialogProps) {
  const back = useReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content {...back} {...(description ? {} : { "aria-describedby": undefined })} className={`fixed top-1/2 left-1/2 z-50 flex max-h-11/12 w-11/12 -translate-x-1/2 -translate-y-1/2 flex-col rounded-pop border border-line-strong bg-surface shadow-pop ${wide ? "max-w-240" : "max-w-120"}`}>
          <header className="flex items-start gap-3 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lead font-bold">{title}</Radix.Title>
              {description ? <Radix.Description className="mt-1 text-small text-pretty text-ink-2">{description}</Radix.Description> : null}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon="close" small />
            </Radix.Close>
          </header>
          {children ? <div className="min-h-0 overflow-auto px-4 py-3">{children}</div> : null}
          {actions ? <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-4 py-3">{actions}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Slides nothing: it is there or not. From the right, or from the foot on a phone. */
export function Drawer({ open, onOpenChange, title, description, actions, children }: DialogProps) {
  const back = useReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content {...back} {...(description ? {} : { "aria-describedby": undefined })} className="fixed z-50 flex flex-col border-line-strong bg-surface shadow-pop max-desk:inset-x-0 max-desk:bottom-0 max-desk:max-h-11/12 max-desk:border-t desk:inset-y-0 desk:right-0 desk:w-96 desk:border-l">
          <header className="flex items-center gap-2 border-b border-line px-4 py-2">
            <Radix.Title className="min-w-0 flex-1 truncate font-bold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" icon="close" small />
            </Radix.Close>
          </header>
          {description ? <Radix.Description className="px-4 pt-3 text-small text-ink-2">{description}</Radix.Description> : null}
          <div className="min-h-0 flex-1 overflow-auto">{children}</div>
          {actions ? <footer className="flex justify-end gap-2 border-t border-line bg-sunken px-4 py-3">{actions}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
