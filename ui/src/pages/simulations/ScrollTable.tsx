import type { ReactNode } from "react";

/** A small table that may be wider than a phone; it can be scrolled by keyboard. */
export function ScrollTable({ name, children }: { name: string; children: ReactNode }) {
  return (
    // A scrolling region must take the focus, or its right side cannot be reached without a pointer.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={`Table of ${name}`} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      {children}
    </div>
  );
}
