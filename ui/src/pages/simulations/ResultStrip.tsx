import { Figure, FigureStrip } from "@/page/Figure";
import { stripOf } from "./model/strip";
import type { SimulationResult } from "./model/result";

export function ResultStrip({ result }: { result: SimulationResult }) {
  return (
    <FigureStrip label="Result at a glance">
      {stripOf(result).map((figure) => (
        <Figure key={figure.label} label={figure.label} value={figure.value} shown={figure.shown} unit={figure.unit} detail={figure.detail} wide={figure.wide ?? false} kind="modelled" state={result.cancelled && figure.wide ? "partial" : undefined} {...(figure.reason ? { reason: figure.reason } : {})} />
      ))}
    </FigureStrip>
  );
}
