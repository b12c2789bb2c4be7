import { formatNumber } from "@/lib/format";

export interface Span {
  low: number;
  high: number;
}
export interface RangeValues {
  p10: number;
  p50: number;
  p90: number;
  study?: number | null | undefined;
}

/** One axis for a column of range bars: from the lowest P10 to the highest P90, with zero in it. */
export function commonSpan(rows: readonly (RangeValues | null | undefined)[]): Span | null {
  const values = rows.flatMap((row) => (row ? [row.p10, row.p90, row.p50, ...(row.study === null || row.study === undefined ? [] : [row.study])] : []));
  if (values.length === 0) return null;
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const pad = (high - low || 1) * 0.04;
  return { low: low - pad, high: high + pad };
}

const place = (value: number, span: Span, width: number) => ((value - span.low) / (span.high - span.low)) * width;

/** P10 to P90, the loss part apart, median and study as ticks. */
export function RangeBar({ values, span, unit, width = 190 }: { values: RangeValues; span: Span; unit: string; width?: number }) {
  const x = (value: number) => place(value, span, width);
  const study = values.study ?? null;
  const label = `P10 ${formatNumber(values.p10)}, median ${formatNumber(values.p50)}, P90 ${formatNumber(values.p90)} ${unit}${study === null ? "" : `, study ${formatNumber(study)}`}`;
  return (
    <svg width={width} height={16} viewBox={`0 0 ${width} 16`} role="img" aria-label={label} className="block">
      <path d={`M${x(0)} 0V16`} stroke="var(--axis)" />
      <rect x={x(values.p10)} y={5} width={Math.max(2, x(values.p90) - x(values.p10))} height={6} fill="var(--s3)" stroke="var(--s5)" />
      {values.p10 < 0 ? <rect x={x(values.p10)} y={5} width={Math.max(0, x(Math.min(0, values.p90)) - x(values.p10))} height={6} fill="var(--neg)" /> : null}
      <path d={`M${x(values.p50)} 3V13`} stroke="var(--azurite)" strokeWidth="2.5" />
      {study === null ? null : <path d={`M${x(study)} 2V14`} stroke="var(--ink)" strokeWidth="1.5" />}
    </svg>
  );
}

/** The axis above such a column. */
export function RangeAxis({ span, width = 190 }: { span: Span; width?: number }) {
  const step = niceStep((span.high - span.low) / 3.5);
  const ticks: number[] = [];
  for (let t = Math.ceil(span.low / step) * step; t <= span.high; t += step) ticks.push(Math.abs(t) < step / 1e6 ? 0 : t);
  return (
    <svg width={width} height={12} viewBox={`0 0 ${width} 12`} aria-hidden="true" className="block overflow-visible">
      {ticks.map((t) => (
        <text key={t} x={place(t, span, width)} y={10} textAnchor="middle" className="fill-ink-3 text-micro">
          {formatNumber(t)}
        </text>
      ))}
    </svg>
  );
}

export function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = raw / power;
  return (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10) * power;
}
