import { MISSING } from "@/lib/format";

/** A missing value: a dash that says why, on hover and to screen readers. Never 0. */
export function Reason({ why }: { why: string }) {
  return (
    <span className="missing" title={why}>
      <span aria-hidden="true">{MISSING}</span>
      <span className="sr-only">unavailable: {why}</span>
    </span>
  );
}
