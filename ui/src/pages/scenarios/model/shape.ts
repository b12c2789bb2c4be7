/** A distribution's curve with mean and percentiles, by fine trapezoids over its density. */

export interface Shape {
  /** x and density, the highest being 1; single values have bars instead. */
  curve: [number, number][];
  atoms: { value: number; share: number }[];
  mean: number;
  p10: number;
  p50: number;
  p90: number;
}

/** Φ⁻¹(0.9). */
export const Z90 = 1.2815515655446004;

const STEPS = 4000;
const DRAWN = 100;

export function shapeOfDensity(f: (x: number) => number, low: number, high: number, exact?: { mean: number; p10: number; p50: number; p90: number }): Shape | null {
  if (!(low < high)) return null;
  const h = (high - low) / STEPS;
  const xs = Array.from({ length: STEPS + 1 }, (_, i) => low + i * h);
  const ys = xs.map((x) => {
    const y = f(x);
    return Number.isFinite(y) ? y : 0;
  });
  const mass: number[] = [0];
  let moment = 0;
  for (let i = 1; i <= STEPS; i += 1) {
    const [a = 0, b = 0, x = 0] = [ys[i - 1], ys[i], xs[i - 1]];
    mass.push((mass[i - 1] ?? 0) + ((a + b) / 2) * h);
    // The exact first moment of a straight piece.
    moment += h * (x * ((a + b) / 2) + h * (a / 6 + b / 3));
  }
  const total = mass[STEPS] ?? 0;
  if (!(total > 0)) return null;
  const quantile = (p: number) => {
    const target = p * total;
    const i = Math.max(1, mass.findIndex((m) => m >= target));
    const [before = 0, after = 1] = [mass[i - 1], mass[i]];
    return (xs[i - 1] ?? low) + (after > before ? (target - before) / (after - before) : 0) * h;
  };
  const peak = Math.max(...ys);
  const curve = Array.from({ length: DRAWN + 1 }, (_, i): [number, number] => {
    const at = Math.round((i * STEPS) / DRAWN);
    return [xs[at] ?? high, (ys[at] ?? 0) / peak];
  });
  return { curve, atoms: [], ...(exact ?? { mean: moment / total, p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) }) };
}

/** Single values with weights: the smallest x whose share reaches p. */
export function shapeOfWeights(values: readonly number[], weights: readonly number[]): Shape | null {
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (values.length === 0 || values.length !== weights.length || !(total > 0)) return null;
  const atoms = values.map((value, i) => ({ value, share: (weights[i] ?? 0) / total })).sort((a, b) => a.value - b.value);
  const quantile = (p: number) => {
    let sum = 0;
    for (const atom of atoms) {
      sum += atom.share;
      if (sum >= p - 1e-12) return atom.value;
    }
    return atoms.at(-1)?.value ?? NaN;
  };
  return { curve: [], atoms, mean: atoms.reduce((sum, atom) => sum + atom.value * atom.share, 0), p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) };
}
