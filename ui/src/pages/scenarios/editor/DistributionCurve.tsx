import { formatFigure } from "@/lib/format";
import { shapeOf } from "../model/distribution";
import type { Distribution } from "../model/scenario";

const WIDTH = 288;
const HEIGHT = 84;

/** The curve of a distribution with its mean and percentiles, redrawn as the parameters are typed. */
export function DistributionCurve({ distribution, unit }: { distribution: Distribution; unit: string }) {
  const shape = shapeOf(distribution);
  if (!shape) return <p className="py-2 text-small text-ink-3">The shape is drawn when the parameters fit together.</p>;
  const xs = [...shape.curve.map((p) => p[0]), ...shape.atoms.map((a) => a.value)];
  const low = Math.min(...xs);
  const high = Math.max(...xs);
  const x = (value: number) => 8 + ((value - low) / (high - low || 1)) * (WIDTH - 16);
  const y = (density: number) => HEIGHT - 16 - density * (HEIGHT - 24);
  const outline = shape.curve.map((p, i) => `${i === 0 ? "M" : "L"}${x(p[0]).toFixed(1)} ${y(p[1]).toFixed(1)}`).join("");
  const middle = shape.curve.filter((p) => p[0] >= shape.p10 && p[0] <= shape.p90);
  const peak = Math.max(...shape.atoms.map((a) => a.share), 0);
  const marks = [
    ["P10", shape.p10, "var(--ink-3)"],
    ["P50", shape.p50, "var(--azurite)"],
    ["P90", shape.p90, "var(--ink-3)"],
  ] as const;
  const suffix = unit ? ` ${unit}` : "";
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full" role="img" aria-label={`P10 ${formatFigure(shape.p10)}, P50 ${formatFigure(shape.p50)}, P90 ${formatFigure(shape.p90)}, mean ${formatFigure(shape.mean)}${suffix}`}>
        {middle.length > 1 ? <path d={`M${x(shape.p10)} ${y(0)}${middle.map((p) => `L${x(p[0]).toFixed(1)} ${y(p[1]).toFixed(1)}`).join("")}L${x(shape.p90)} ${y(0)}Z`} fill="var(--fan-80)" /> : null}
        {outline ? <path d={outline} fill="none" stroke="var(--s5)" strokeWidth="1.5" /> : null}
        {shape.atoms.map((atom) => (
          <rect key={atom.value} x={x(atom.value) - 3} y={y(atom.share / peak)} width="6" height={y(0) - y(atom.share / peak)} fill="var(--s5)" />
        ))}
        <path d={`M8 ${y(0)}H${WIDTH - 8}`} stroke="var(--axis)" />
        {marks.map(([name, value, color]) => (
          <path key={name} d={`M${x(value)} ${y(0) - 6}V${y(0) + 4}`} stroke={color} strokeWidth="1.5" />
        ))}
        <path d={`M${x(shape.mean)} ${y(1)}V${y(0)}`} stroke="var(--ink)" strokeDasharray="2 2" />
      </svg>
      <figcaption className="grid grid-cols-4 text-micro text-ink-3">
        {[...marks.map(([name, value]) => [name, value] as const), ["mean", shape.mean] as const].map(([name, value]) => (
          <span key={name} className="text-center">
            {name}
            <b className="block font-strong text-ink">{formatFigure(value)}</b>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
