import { formatFigure } from "@/lib/format";

/** A line of the last values: no axis, a dot on the last one, gaps where values are missing. */
export function Spark({ values, width = 58, height = 20, label, modelled = false }: { values: readonly (number | null)[]; width?: number; height?: number; label: string; modelled?: boolean }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return <span className="sr-only">{label}: too few values to draw</span>;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const pad = 2;
  const x = (i: number) => pad + (i * (width - 2 * pad)) / Math.max(1, values.length - 1);
  const y = (value: number) => height - pad - ((value - low) / (high - low || 1)) * (height - 2 * pad);
  let path = "";
  let pen = false;
  values.forEach((value, i) => {
    if (value === null) pen = false;
    else {
      path += `${pen ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = true;
    }
  });
  const lastIndex = values.findLastIndex((value) => value !== null);
  const last = values[lastIndex] ?? 0;
  const ink = modelled ? "var(--azurite)" : "var(--ink-2)";
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}: first ${formatFigure(known[0])}, last ${formatFigure(last)}, lowest ${formatFigure(low)}, highest ${formatFigure(high)}`} className="shrink-0">
      <path d={path} fill="none" stroke={ink} strokeWidth="1.15" strokeLinejoin="round" />
      <circle cx={x(lastIndex)} cy={y(last)} r="1.7" fill={ink} />
    </svg>
  );
}
