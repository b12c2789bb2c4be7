/** Why a figure is unavailable, in words. The codes are the engine's. */
const WORDS: Record<string, string> = {
  no_data: "there is no data for it",
  too_few_observations: "there are too few values",
  division_by_zero: "its divisor is zero",
  no_sign_change: "the cash flow never changes sign",
  all_zero: "the cash flow is zero in every period",
  no_real_root: "no rate makes the net present value zero",
  several_roots: "the cash flow changes sign several times, so several rates fit",
  touches_only: "the net present value touches zero and does not cross it",
  not_recovered: "the outlay is not recovered",
  no_debt_service: "there is no debt to serve",
  zero_variance: "the input did not vary",
  non_positive_price: "the price is not positive",
  out_of_domain: "it is not defined for these inputs",
};

export function reasonWords(code: string | null | undefined): string {
  return code ? (WORDS[code] ?? code.replaceAll("_", " ")) : "not computed";
}
