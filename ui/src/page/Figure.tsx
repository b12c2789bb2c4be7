import type { ReactNode } from "react";
import { formatExact, formatFigure, isMissing } from "@/lib/format";
import { Chip } from "@/ui/Chip";
import { How, type HowMade } from "./How";
import { Reason } from "./Reason";

export type Kind = "measured" | "modelled" | "yours";
const INK: Record<Kind, string> = { measured: "text-ink", modelled: "text-ink", yours: "text-copper" };

export interface FigureProps {
  label: ReactNode;
  value: number | null | undefined;
  /** The text shown, when it is not the plain figure (percent, interval, words). */
  shown?: string | undefined;
  unit?: string | undefined;
  kind?: Kind;
  /** Why there is no value. */
  reason?: string;
  /** Shown when the figure is not final: preview, partial, out of date. */
  state?: string | undefined;
  detail?: ReactNode;
  wide?: boolean;
  /** Method and inputs; the figure then opens them. */
  how?: HowMade | undefined;
}

/** One figure of the strip: label, value with its unit, one line of detail. */
export function Figure({ label, value, shown, unit, kind = "measured", reason = "not computed yet", state, detail, wide = false, how }: FigureProps) {
  const missing = isMissing(value);
  const text = (
    <>
      {missing && shown === undefined ? <span className="text-lead"><Reason why={reason} /></span> : (shown ?? formatFigure(value))}
      {unit && !(missing && shown === undefined) ? <span className="ml-1 text-micro font-soft tracking-normal text-ink-3">{unit}</span> : null}
    </>
  );
  const exact = missing ? (shown ?? `unavailable: ${reason}`) : shown !== undefined ? `${shown}${unit ? ` ${unit}` : ""}` : formatExact(value, unit);
  return (
    <div className={`min-w-0 border-r border-line px-4 py-2 last:border-r-0 max-desk:border-r-0 max-desk:border-b max-desk:border-grid max-desk:px-3 ${wide ? "max-desk:col-span-full" : ""}`}>
      <dt className="flex gap-1 truncate text-micro text-ink-3">{label}</dt>
      <dd>
        <div className={`truncate text-figure font-strong tracking-title ${INK[kind]}`} title={missing || how ? undefined : formatExact(value, unit)}>
          {how && typeof label === "string" ? (
            <How name={label} value={exact} how={how}>
              {text}
            </How>
          ) : (
            text
          )}
          {state ? (
            <span className="ml-1.5 align-middle">
              <Chip tone="modelled">{state}</Chip>
            </span>
          ) : null}
        </div>
        {detail ? <div className="truncate text-micro text-ink-3">{detail}</div> : null}
      </dd>
    </div>
  );
}

/** Up to seven figures in one ruled strip. */
export function FigureStrip({ label, children }: { label: string; children: ReactNode }) {
  return (
    <dl aria-label={label} className="strip border-b border-line">
      {children}
    </dl>
  );
}
