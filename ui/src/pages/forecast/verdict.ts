/** What the studio says about a forecast, beside what the engine's own verdict says. */
import type { Candidate, ForecastResult } from "@/api/forecasts";
import { steps } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { modelName } from "./models";

const OUT: Partial<Record<Candidate["standing"], number>> = { stopped: 1, refused: 2 };
/** The chosen one is first also where a simpler model was preferred to a slightly better one. */
const place = (entry: Candidate) => (entry.standing === "chosen" ? -1 : (OUT[entry.standing] ?? 0));

/** The chosen one, then by error; the models that left the race and those that took no part last. */
export function ranked(result: ForecastResult): Candidate[] {
  return [...result.candidates].sort((a, b) => place(a) - place(b) || (a.mase ?? Number.POSITIVE_INFINITY) - (b.mase ?? Number.POSITIVE_INFINITY));
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
export function fanSentence(result: Pick<ForecastResult, "model" | "median" | "bands">, name: string, unit: string, frequency: string, digits: number): string {
  const end = result.median.length - 1;
  if (end < 0) return `${name}; the forecast is not made yet.`;
  const widest = [...result.bands].sort((a, b) => b.level - a.level)[0];
  const show = (x: number | null | undefined) => formatNumber(x ?? null, { digits });
  const band = widest ? `, with ${formatNumber(widest.level)} % between ${show(widest.lower[end])} and ${show(widest.upper[end])}` : "";
  return `${name}, ${steps(result.median.length, frequency)} ahead by ${modelName(result.model)}: ${show(result.median[end])} ${unit}${band}.`;
}
