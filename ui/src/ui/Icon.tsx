import { ICONS, type IconName } from "./icons";

/** Decorative unless a title is given; the control it sits in carries the name. */
export function Icon({ name, size = 16, title, className = "" }: { name: IconName; size?: number; title?: string; className?: string }) {
  return (
    <svg className={`stroke-icon shrink-0 ${className}`} width={size} height={size} viewBox="0 0 16 16" role={title ? "img" : undefined} aria-hidden={title ? undefined : true}>
      {title ? <title>{title}</title> : null}
      <path d={ICONS[name]} />
    </svg>
  );
}

export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg className="shrink-0" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M1.5 18.5 10 1.5l8.5 17z" fill="var(--ink)" />
      <path d="M10 8.2v10.3H4.85z" fill="var(--copper)" />
    </svg>
  );
}
