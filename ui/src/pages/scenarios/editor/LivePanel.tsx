import { useMemo } from "react";
import { Chart } from "@/charts/Chart";
import { formatFigure, formatNumber, formatPercent, formatProbability } from "@/lib/format";
import { ErrorPanel } from "@/page/States";
import { Reason } from "@/page/Reason";
import { drawSmall } from "@/pages/simulations/charts/small";
import { at, measureSentence, measureView, rangeDigits } from "@/pages/simulations/model/measure";
import { moneyScale } from "@/pages/simulations/model/money";
import { reasonWords } from "@/pages/simulations/model/reasons";
import type { BaseCase } from "@/pages/simulations/model/result";
import { Chip } from "@/ui/Chip";
import type { Trouble } from "../model/problems";
import type { Evaluated } from "./useEvaluation";

export interface LivePanelProps {
  evaluated: Evaluated;
  troubles: readonly Trouble[];
  waiting: boolean;
  previewWaiting: boolean;
  /** The saved version's own figures. */
  saved: BaseCase | null;
  version: number;
  onTrouble: (trouble: Trouble) => void;
}

/** NPV and IRR of the draft after each edit, its distribution within a second; old figures stay, dimmed, until new ones are complete. */
export function LivePanel({ evaluated, troubles, waiting, previewWaiting, saved, version, onTrouble }: LivePanelProps) {
  const { base, preview, failure } = evaluated;
  const npv = base?.figures.npv ?? null;
  const scale = npv ? moneyScale(npv.unit, npv.value ?? 0) : null;
  const shown = npv?.value === null || npv === null || !scale ? null : npv.value * scale.factor;
  const before = saved?.figures.npv;
  const change = npv && before && npv.value !== null && before.value !== null && before.unit === npv.unit && scale ? (npv.value - before.value) * scale.factor : null;
  const irr = base?.figures.irr_after_tax ?? null;
  const dim = waiting || troubles.length > 0 ? "waiting" : "";
  return (
    <section aria-label="Value of the draft" className="relative border-b border-line">
      {waiting || previewWaiting ? <span className="waiting-line" /> : null}
      <dl className="grid grid-cols-2" aria-live="polite">
        <div className="border-r border-line px-4 py-2">
          <dt className="text-micro text-ink-3">NPV{scale ? `, ${scale.unit}` : ""}</dt>
          <dd>
            <div className={`truncate text-figure font-strong tracking-title ${dim}`}>
              {shown === null ? <Reason why={npv ? reasonWords(npv.reason) : "not evaluated yet"} /> : formatFigure(shown)}
              </div>
            <div className="truncate text-micro text-ink-3">{change === null || Math.abs(change) < 1e-9 ? `as in v${version}` : `${formatNumber(change, { digits: Math.abs(change) >= 100 ? 0 : 1, sign: true })} against v${version}`}</div>
          </dd>
        </div>
        <div className="px-4 py-2">
          <dt className="text-micro text-ink-3">IRR</dt>
          <dd>
            <div className={`truncate text-figure font-strong tracking-title ${dim}`}>{irr?.value === null || irr === null ? <Reason why={irr ? reasonWords(irr.reason ?? (irr.status === "several" ? "several_roots" : null)) : "not evaluated yet"} /> : formatPercent(irr.value)}</div>
            <div className="truncate text-micro text-ink-3">{base ? `payback ${base.figures.payback.years === null ? "never" : `${formatNumber(base.figures.payback.years, { digits: 1 })} years`}` : ""}</div>
          </dd>
        </div>
      </dl>
      {troubles.length > 0 ? (
        <div role="status" className="border-t border-line px-4 py-2">
          <p className="text-small font-strong text-neg">Not computed: {formatNumber(troubles.length)} to mend</p>
          <ul className="mt-1 grid gap-0.5">
            {troubles.slice(0, 5).map((trouble) => (
              <li key={`${trouble.pointer} ${trouble.detail}`}>
                <button type="button" className="w-full text-left text-small text-ink-2 hover:text-ink hover:underline" onClick={() => onTrouble(trouble)}>
                  {trouble.detail}
                </button>
              </li>
            ))}
          </ul>
          {troubles.length > 5 ? <p className="text-micro text-ink-3">F8 walks through all of them.</p> : null}
        </div>
      ) : null}
      {failure ? <ErrorPanel error={failure} /> : null}
      {preview ? <Preview preview={preview} dim={previewWaiting || troubles.length > 0} /> : null}
    </section>
  );
}

function Preview({ preview, dim }: { preview: NonNullable<Evaluated["preview"]>; dim: boolean }) {
  const view = useMemo(() => measureView(preview, "npv"), [preview]);
  const draw = useMemo(() => (view ? drawSmall(view) : null), [view]);
  if (!view || !draw) return null;
  const digits = rangeDigits(at(view, 10), at(view, 90));
  const show = (p: number) => formatNumber(at(view, p), { digits });
  return (
    <div className="border-t border-line">
      <div className="flex items-center gap-2 px-4 pt-2">
        <Chip tone="modelled">preview</Chip>
        <span className="truncate text-micro text-ink-3">
          {formatNumber(preview.iterations)} iterations, {view.unit}
        </span>
      </div>
      <div className={`flex h-24 flex-col ${dim ? "waiting" : ""}`}>
        <Chart name="NPV, preview" sentence={measureSentence(view)} draw={draw} />
      </div>
      <p className="px-4 pt-0.5 pb-2 text-micro text-ink-2">
        P10 {show(10)} · P50 <b className="font-strong text-ink">{show(50)}</b> · P90 {show(90)} · loss {formatProbability(view.lossShare)}
      </p>
    </div>
  );
}
