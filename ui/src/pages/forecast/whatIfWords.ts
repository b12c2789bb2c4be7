/** What the what-if changed, in a sentence. */
import type { ForecastResult } from "@/api/forecasts";
import { formatPeriod } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { modelName } from "./models";
import type { EffectStep } from "./regressors";

export interface Look {
  unit: string;
  frequency: string;
  digits: number;
}

export function effectSentence(rows: readonly EffectStep[], result: ForecastResult, without: ForecastResult, { unit, frequency, digits }: Look): string {
  const moved = rows.filter((row) => row.difference !== null && Math.abs(row.difference) > 10 ** -digits / 2);
  const chosen = modelName(result.model);
  if (moved.length === 0) return `${chosen} was chosen, and the regressors change nothing it says.`;
  const largest = moved.reduce((most, row) => (Math.abs(row.difference ?? 0) > Math.abs(most.difference ?? 0) ? row : most));
  const last = rows.at(-1);
  const show = (row: EffectStep | undefined) => `${formatNumber(row?.difference, { digits, sign: true })} ${unit} in ${formatPeriod(row?.time, frequency)}`;
  const end = last && last !== largest ? `, ${show(last)}` : "";
  const choice = result.model === without.model ? `${chosen} is chosen with and without them.` : `${chosen} is chosen with them, ${modelName(without.model)} without, so part of the difference is the model’s.`;
  return `The most it changes is ${show(largest)}${end}. ${choice}`;
}
