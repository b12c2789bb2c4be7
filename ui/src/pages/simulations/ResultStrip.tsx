import { Figure, FigureStrip } from "@/page/Figure";
import type { ResultContext } from "./context";
import { howOf } from "./model/how";
import { stripOf } from "./model/strip";

export function ResultStrip({ context, hash }: { context: ResultContext; hash: string | null }) {
  const { result } = context;
  return (
    <FigureStrip label="Result at a glance">
      {stripOf(result).map((figure) => (
        <Figure key={figure.id} label={figure.label} value={figure.value} shown={figure.shown} unit={figure.unit} detail={figure.detail} wide={figure.wide ?? false} kind="modelled" how={howOf(context, hash, figure.id)} state={result.cancelled && figure.wide ? "partial" : undefined} {...(figure.reason ? { reason: figure.reason } : {})} />
      ))}
    </FigureStrip>
  );
}
