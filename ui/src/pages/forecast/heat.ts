/** Heat of a candidate's error against naive at the same step. The centre is "as good as naive". */

const LIMITS = [0.85, 0.9, 0.95, 0.985, 1.015, 1.06, 1.2, 1.5] as const;
const FILLS = ["bg-d9 text-inverse", "bg-d8 heat-strong", "bg-d7", "bg-d6", "bg-d5", "bg-d4", "bg-d3", "bg-d2 heat-strong", "bg-d1 text-inverse"] as const;
export const RAMP = ["d9", "d8", "d7", "d6", "d5", "d4", "d3", "d2", "d1"] as const;

export function heat(error: number | null, naive: number | null | undefined): string {
  if (error === null || naive === null || naive === undefined || naive === 0) return "";
  const ratio = error / naive;
  return FILLS[LIMITS.filter((limit) => ratio > limit).length] ?? "";
}

/** Columns of steps that fit: all up to twelve, else twelve spread over the horizon; four on a phone. */
export function shownSteps(horizon: number, most: number): number[] {
  if (horizon <= most) return Array.from({ length: horizon }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (horizon - 1)) / (most - 1)));
}
