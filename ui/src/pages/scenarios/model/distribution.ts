/**
 * The distributions the picker offers, in an analyst's terms, and their live shape. The engine draws from its own
 * inverse functions; these curves only show what a choice means before it is run.
 */
import type { Distribution } from "./scenario";
import { shapeOfDensity, shapeOfWeights, Z90, type Shape } from "./shape";

export interface Parameter {
  id: string;
  label: string;
  optional?: boolean;
}

export interface Form {
  id: string;
  label: string;
  parameters: readonly Parameter[];
  /** The document for these numbers; limits that are not given are NaN and left out. */
  make: (p: Record<string, number>) => Distribution;
}

const given = (v: Record<string, number>, id: string) => (Number.isFinite(v[id]) ? { [id]: v[id] } : {});
const p = (id: string, label: string): Parameter => ({ id, label });

export const FORMS: readonly Form[] = [
  { id: "pert", label: "PERT", parameters: [p("min", "Minimum"), p("mode", "Most likely"), p("max", "Maximum")], make: (v) => ({ kind: "pert", min: v["min"], mode: v["mode"], max: v["max"] }) },
  { id: "triangular", label: "Triangular", parameters: [p("min", "Minimum"), p("mode", "Most likely"), p("max", "Maximum")], make: (v) => ({ kind: "triangular", min: v["min"], mode: v["mode"], max: v["max"] }) },
  { id: "uniform", label: "Uniform", parameters: [p("min", "Minimum"), p("max", "Maximum")], make: (v) => ({ kind: "uniform", min: v["min"], max: v["max"] }) },
  { id: "normal", label: "Normal", parameters: [p("mean", "Mean"), p("sd", "Standard deviation")], make: (v) => ({ kind: "normal", mean: v["mean"], sd: v["sd"] }) },
  { id: "lognormal_percentiles", label: "Lognormal, by P10 and P90", parameters: [p("p10", "P10, low"), p("p90", "P90, high")], make: (v) => ({ kind: "lognormal", p10: v["p10"], p90: v["p90"] }) },
  { id: "lognormal_moments", label: "Lognormal, by mean and deviation", parameters: [p("mean", "Mean"), p("sd", "Standard deviation")], make: (v) => ({ kind: "lognormal", mean: v["mean"], sd: v["sd"] }) },
  {
    id: "truncated_normal",
    label: "Normal between limits",
    parameters: [p("mean", "Mean before the limits"), p("sd", "Standard deviation"), { ...p("lower", "Lower limit"), optional: true }, { ...p("upper", "Upper limit"), optional: true }],
    make: (v) => ({ kind: "truncated", parent: { kind: "normal", mean: v["mean"], sd: v["sd"] }, ...given(v, "lower"), ...given(v, "upper") }),
  },
  { id: "fixed", label: "Fixed", parameters: [p("value", "Value")], make: (v) => ({ kind: "fixed", value: v["value"] }) },
];

/** The form a distribution can be edited in; null for kinds that are kept as they are. */
export function formOf(distribution: Distribution): { form: Form; values: Record<string, number> } | null {
  const numbers = (source: Record<string, unknown>) => Object.fromEntries(Object.entries(source).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  const own = numbers(distribution);
  const found = (id: string, values: Record<string, number>) => {
    const form = FORMS.find((entry) => entry.id === id);
    return form && form.parameters.every((parameter) => parameter.optional === true || values[parameter.id] !== undefined) ? { form, values } : null;
  };
  if (distribution.kind === "lognormal") return found("lognormal_percentiles", own) ?? found("lognormal_moments", own);
  if (distribution.kind === "pert" && own["lambda"] !== undefined && own["lambda"] !== 4) return null;
  if (distribution.kind === "truncated") {
    const parent = distribution["parent"] as Distribution | undefined;
    return parent?.kind === "normal" ? found("truncated_normal", { ...numbers(parent), ...own }) : null;
  }
  return found(distribution.kind, own);
}

/** Sensible numbers for a new form around a base value: ten percent either way. */
export function startValues(form: Form, base: number): Record<string, number> {
  const size = Math.abs(base) || 1;
  const round = (x: number) => Number(x.toPrecision(4));
  const defaults: Record<string, number> = { min: base - 0.1 * size, mode: base, max: base + 0.1 * size, mean: base, sd: 0.1 * size, p10: base - 0.1 * size, p90: base + 0.1 * size, lower: base - 0.25 * size, upper: base + 0.25 * size, value: base };
  return Object.fromEntries(form.parameters.map((parameter) => [parameter.id, round(defaults[parameter.id] ?? base)]));
}

/** What is wrong with the parameters: field and sentence. Null when they are a distribution. */
export function problemOf(distribution: Distribution): { field: string; text: string } | null {
  const n = (field: string) => (typeof distribution[field] === "number" ? distribution[field] : NaN);
  const bad = (field: string, text: string) => ({ field, text });
  const known = formOf(distribution);
  const empty = known?.form.parameters.find((parameter) => parameter.optional !== true && !Number.isFinite(known.values[parameter.id]));
  if (empty) return bad(empty.id, `${empty.label} is empty; give a number.`);
  switch (distribution.kind) {
    case "uniform":
    case "triangular":
    case "pert":
      if (!(n("min") < n("max"))) return bad("max", `The maximum ${n("max")} is not above the minimum ${n("min")}.`);
      if (distribution.kind !== "uniform" && !(n("mode") >= n("min") && n("mode") <= n("max"))) return bad("mode", `The most likely value ${n("mode")} must lie between ${n("min")} and ${n("max")}.`);
      return null;
    case "normal":
      return n("sd") > 0 ? null : bad("sd", "The standard deviation must be above 0.");
    case "lognormal":
      if (Number.isFinite(n("p10"))) return n("p10") <= 0 ? bad("p10", "A lognormal is above 0; so must its P10 be.") : n("p10") < n("p90") ? null : bad("p90", "P90, the high one, must be above P10.");
      if (Number.isFinite(n("mean"))) return n("mean") <= 0 ? bad("mean", "A lognormal is above 0; so must its mean be.") : n("sd") > 0 ? null : bad("sd", "The standard deviation must be above 0.");
      return null;
    case "truncated": {
      const parent = distribution["parent"] as Distribution | undefined;
      if (n("lower") >= n("upper")) return bad("upper", "The upper limit must be above the lower one.");
      return parent ? problemOf(parent) : bad("mean", "The distribution before the limits is missing.");
    }
    default:
      return null;
  }
}

/** The curve with its mean and percentiles; null where there is none to draw. */
export function shapeOf(distribution: Distribution): Shape | null {
  if (problemOf(distribution)) return null;
  const n = (field: string, otherwise = NaN) => (typeof distribution[field] === "number" ? distribution[field] : otherwise);
  switch (distribution.kind) {
    case "fixed":
      return shapeOfWeights([n("value")], [1]);
    case "discrete":
      return shapeOfWeights((distribution["values"] as number[] | undefined) ?? [], (distribution["weights"] as number[] | undefined) ?? []);
    case "truncated": {
      const parent = density(distribution["parent"] as Distribution);
      if (!parent) return null;
      return shapeOfDensity(parent.f, Math.max(parent.low, n("lower", -Infinity)), Math.min(parent.high, n("upper", Infinity)));
    }
    default: {
      const found = density(distribution);
      return found ? shapeOfDensity(found.f, found.low, found.high, found.exact) : null;
    }
  }
}

interface Density {
  f: (x: number) => number;
  low: number;
  high: number;
  /** Closed forms where the cut tails would show. */
  exact?: { mean: number; p10: number; p50: number; p90: number };
}

function density(distribution: Distribution): Density | null {
  const n = (field: string, otherwise = NaN) => (typeof distribution[field] === "number" ? distribution[field] : otherwise);
  const [a, m, b] = [n("min"), n("mode"), n("max")];
  switch (distribution.kind) {
    case "uniform":
      return { f: () => 1, low: a, high: b };
    case "triangular":
      return { f: (x) => (x < m ? (x - a) / (m - a) : x > m ? (b - x) / (b - m) : 1), low: a, high: b };
    case "pert": {
      const lambda = n("lambda", 4);
      const alpha = 1 + (lambda * (m - a)) / (b - a);
      const beta = 1 + (lambda * (b - m)) / (b - a);
      return { f: (x) => ((x - a) / (b - a)) ** (alpha - 1) * ((b - x) / (b - a)) ** (beta - 1), low: a, high: b };
    }
    case "normal": {
      const [mean, sd] = [n("mean"), n("sd")];
      return { f: (x) => Math.exp(-0.5 * ((x - mean) / sd) ** 2), low: mean - 4 * sd, high: mean + 4 * sd, exact: { mean, p10: mean - Z90 * sd, p50: mean, p90: mean + Z90 * sd } };
    }
    case "lognormal":
    case "shifted_lognormal": {
      const parts = lognormal(distribution);
      if (!parts) return null;
      const { shift, mu, sigma } = parts;
      const q = (z: number) => shift + Math.exp(mu + z * sigma);
      return { f: (x) => (x <= shift ? 0 : Math.exp(-0.5 * ((Math.log(x - shift) - mu) / sigma) ** 2) / (x - shift)), low: q(-3.2), high: q(2.8), exact: { mean: shift + Math.exp(mu + sigma ** 2 / 2), p10: q(-Z90), p50: q(0), p90: q(Z90) } };
    }
    default:
      return null;
  }
}

function lognormal(distribution: Distribution): { shift: number; mu: number; sigma: number } | null {
  const n = (field: string) => (typeof distribution[field] === "number" ? distribution[field] : NaN);
  const shift = Number.isFinite(n("shift")) ? n("shift") : 0;
  const ofMoments = (mean: number, sd: number) => {
    const variance = Math.log1p((sd / mean) ** 2);
    return { shift, mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
  };
  if (Number.isFinite(n("mu"))) return { shift, mu: n("mu"), sigma: n("sigma") };
  if (Number.isFinite(n("p10"))) return { shift, mu: (Math.log(n("p10")) + Math.log(n("p90"))) / 2, sigma: Math.log(n("p90") / n("p10")) / (2 * Z90) };
  if (Number.isFinite(n("mean"))) return ofMoments(n("mean"), n("sd"));
  if (Number.isFinite(n("mean_of_excess"))) return ofMoments(n("mean_of_excess"), n("sd_of_excess"));
  return null;
}
