/** Product words for what the engine names in code. */

const MODELS: Record<string, string> = {
  naive: "Naive",
  seasonal_naive: "Seasonal naive",
  naive2: "Naive, deseasonalised",
  drift: "Drift",
  ses: "Simple smoothing",
  holt: "Holt",
  damped_holt: "Damped Holt",
  theta: "Theta",
};

export function modelName(name: string): string {
  return MODELS[name] ?? (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("_", " ");
}

/** The models a reader can switch, in families as the studio lists them. */
export const FAMILIES: readonly { id: string; label: string; models: readonly string[] }[] = [
  { id: "naive", label: "Naive family", models: ["naive", "seasonal_naive", "drift"] },
  { id: "smoothing", label: "Exponential smoothing", models: ["ses", "holt", "damped_holt"] },
  { id: "theta", label: "Theta", models: ["theta"] },
];
