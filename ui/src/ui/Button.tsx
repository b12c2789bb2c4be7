import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Kbd } from "./Kbd";

type Look = "primary" | "plain" | "quiet" | "danger";
const LOOK: Record<Look, string> = {
  primary: "bg-ink text-inverse border-ink hover:bg-ink-2 hover:border-ink-2",
  plain: "bg-surface text-ink border-line-strong hover:bg-hover",
  quiet: "bg-transparent text-ink-2 border-transparent hover:bg-hover",
  danger: "bg-neg text-inverse border-neg",
};

export interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
  small?: boolean;
  icon?: IconName | undefined;
  /** The keys that do the same, shown at the right. */
  keys?: string | undefined;
  busy?: boolean;
  asChild?: boolean;
}

const base = "inline-flex items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap fade disabled:text-ink-off disabled:bg-hover disabled:border-line";

export function buttonClass(look: Look = "plain", small = false): string {
  return `${base} ${LOOK[look]} ${small ? "h-6 px-2 text-small" : "h-control px-2.5"}`;
}

export function Button({ look = "plain", small = false, icon, keys, busy = false, asChild = false, className = "", children, type = "button", ...rest }: ButtonProps) {
  const name = `${buttonClass(look, small)} ${className}`;
  if (asChild) return <Slot.Root className={name} {...rest}>{children}</Slot.Root>;
  return (
    <button type={type} className={name} aria-busy={busy || undefined} {...rest}>
      {icon ? <Icon name={icon} size={14} /> : null}
      {children}
      {keys ? <Kbd onInk={look === "primary"}>{keys}</Kbd> : null}
    </button>
  );
}

/** A square control with an icon only; the label is its name and its tooltip. */
export function IconButton({ label, icon, small = false, className = "", type = "button", children, ...rest }: ComponentProps<"button"> & { label: string; icon?: IconName; small?: boolean; children?: ReactNode }) {
  return (
    <button type={type} aria-label={label} title={label} className={`inline-flex items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink disabled:text-ink-off fade shrink-0 ${small ? "size-6" : "size-7"} ${className}`} {...rest}>
      {icon ? <Icon name={icon} size={14} /> : null}
      {children}
    </button>
  );
}
