/** What the studio says about a forecast, beside what the engine's own verdict says. */
import type { Candidate, ForecastResult } from "@/api/forecasts";
import { steps } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { modelName } from "./names";

/** Best first; the models that took no part last. */
export function ranked(result: ForecastResult): Candidate[] {
  return [...result.candidates].sort((a, b) => Number(a.refused) - Number(b.refused) || (a.mase ?? Number.POSITIVE_INFINITY) - (b.mase ?? Number.POSITIVE_INFINITY) || Number(b.chosen) - Number(a.chosen));
}

/** The verdict in parts, so that the winner and the word that counts can stand out. */
export function parts(result: ForecastResult): { text: string; weight: "plain" | "strong" | "good" }[] {
  const { sentence, beatsNaive } = result.verdict;
  const name = modelName(result.model);
  const head = sentence.toLowerCase().startsWith(name.toLowerCase()) ? sentence.slice(0, name.length) : "";
  const rest = sentence.slice(head.length);
  const at = beatsNaive ? rest.indexOf("significant") : -1;
  const tail: ReturnType<typeof parts> = at < 0 ? [{ text: rest, weight: "plain" }] : [{ text: rest.slice(0, at), weight: "plain" }, { text: "significant", weight: "good" }, { text: rest.slice(at + "significant".length), weight: "plain" }];
  return head ? [{ text: head, weight: "strong" }, ...tail] : tail;
}

/** The text alternative of the fan chart. */
export function fanSentence(result: ForecastResult, name: string, unit: string, frequency: string, digits: number): string {
  const end = result.median.length - 1;
  const widest = [...result.bands].sort((a, b) => b.level - a.level)[0];
  const show = (x: number | null | undefined) => formatNumber(x ?? null, { digits });
  const band = widest ? `, with ${formatNumber(widest.level)} % between ${show(widest.lower[end])} and ${show(widest.upper[end])}` : "";
  return `${name}, ${steps(result.median.length, frequency)} ahead by ${modelName(result.model)}: ${show(result.median[end])} ${unit}${band}.`;
}
