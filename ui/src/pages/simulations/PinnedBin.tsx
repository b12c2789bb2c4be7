import { formatFigure, formatNumber, formatPercent, formatProbability } from "@/lib/format";
import { Button } from "@/ui/Button";
import { stepDigits } from "./model/axis";

/** One bin of a distribution. */
export interface BinRow {
  from: number;
  to: number;
  count: number;
  share: number;
  below: number;
}

export function describeBin(row: BinRow | undefined, unit: string): string {
  return row ? `${formatFigure(row.from)} to ${formatFigure(row.to)} ${unit}: ${formatNumber(row.count)} iterations, ${formatPercent(row.share)}; ${formatPercent(row.below)} at or below` : "";
}

/** The bin that was pinned, in words; copper, because the reader chose it. */
export function PinnedBin({ row, unit, n, onUnpin }: { row: BinRow | undefined; unit: string; n: number; onUnpin: () => void }) {
  // Both edges with the decimals the width of the bin needs.
  const digits = row ? Math.min(4, stepDigits(Number((row.to - row.from).toPrecision(6)))) : 0;
  return (
    // Always there, so that a screen reader hears a pin set by keyboard.
    <div role="status" aria-label="Pinned bin">
      {row ? (
        <div className="pinned-bin">
          <dl className="text-small">
            <div>
              <dt>Pinned</dt>
              <dd>
                {formatNumber(row.from, { digits })} to {formatNumber(row.to, { digits })} {unit}
              </dd>
            </div>
            <div>
              <dt>Iterations</dt>
              <dd>
                {formatNumber(row.count)} of {formatNumber(n)}
              </dd>
            </div>
            <div>
              <dt>Probability</dt>
              <dd>{formatProbability(row.share)}</dd>
            </div>
            <div>
              <dt>At or below its upper end</dt>
              <dd>{formatProbability(row.below)}</dd>
            </div>
          </dl>
          <Button small look="quiet" icon="close" className="ml-auto" onClick={onUnpin}>
            Unpin
          </Button>
        </div>
      ) : null}
    </div>
  );
}
