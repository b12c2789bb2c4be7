/** Round numbers for axes: steps of 1, 1.5, 2, 2.5, 3 or 5 times a power of ten, at most six ticks. */

export interface Axis {
  min: number;
  max: number;
  step: number;
}

const FACTORS = [1, 1.5, 2, 2.5, 3, 5, 10];

export function niceStep(span: number, ticks: number): number {
  if (!(span > 0)) return 1;
  const rough = span / ticks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = FACTORS.find((f) => f * power >= rough * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

/** An axis from a round number to a round number that covers the range. */
export function niceAxis(low: number, high: number, ticks = 6): Axis {
  const span = high - low;
  const step = niceStep(span > 0 ? span : Math.abs(high) || 1, ticks);
  const round = (x: number) => Number(x.toPrecision(12));
  const min = round(Math.floor(low / step + 1e-9) * step);
  const max = round(Math.ceil(high / step - 1e-9) * step);
  return { min, max: max > min ? max : round(min + step), step };
}

export function ticksOf({ min, max, step }: Axis): number[] {
  const n = Math.round((max - min) / step);
  return Array.from({ length: n + 1 }, (_, i) => Number((min + i * step).toPrecision(12)));
}

/** Decimals that tell the ticks of a step apart. */
export function stepDigits(step: number): number {
  for (let digits = 0; digits < 8; digits += 1) if (Math.abs(Number(step.toFixed(digits)) - step) < step * 1e-9) return digits;
  return 8;
}

/** Decimals for values read off an axis with this step: one more than its ticks need, none from steps of ten up. */
export function valueDigits(step: number): number {
  return step >= 10 ? 0 : step >= 1 ? 1 : stepDigits(step) + 1;
}

export interface Placed {
  /** Centre in pixels. */
  at: number;
  width: number;
}

/** Moves labels apart along one line until none touches its neighbour; order is kept, and the group stays inside the limits. */
export function spreadAcross<T extends Placed>(labels: readonly T[], gap: number, limits: { min: number; max: number }): T[] {
  const placed = labels.map((label) => ({ ...label })).sort((a, b) => a.at - b.at);
  for (let round = 0; round < 80; round += 1) {
    let moved = false;
    for (let i = 1; i < placed.length; i += 1) {
      const [a, b] = [placed[i - 1], placed[i]];
      if (!a || !b) continue;
      const lack = (a.width + b.width) / 2 + gap - (b.at - a.at);
      if (lack > 1e-6) {
        a.at -= lack / 2;
        b.at += lack / 2;
        moved = true;
      }
    }
    for (const label of placed) label.at = Math.min(limits.max - label.width / 2, Math.max(limits.min + label.width / 2, label.at));
    if (!moved) break;
  }
  return placed;
}
