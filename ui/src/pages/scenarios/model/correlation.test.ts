import { describe, expect, it } from "vitest";
import { rhoOf, withMethod, withoutInput, withRho } from "./correlation";
import type { Scenario, Uncertain } from "./scenario";
import { smallScenario } from "./testScenario";

const input = (id: string): Uncertain => ({ id, label: id, target: "capital", kind: "factor", distribution: { kind: "normal", mean: 1, sd: 0.1 } });
const scenario: Scenario = { ...smallScenario(), uncertain: ["a", "b", "c"].map(input) };

describe("correlations of a scenario", () => {
  it("are read either way round and are 0 where nothing is named", () => {
    const one = withRho(scenario, "a", "b", 0.5);
    expect(rhoOf(one, "b", "a")).toBe(0.5);
    expect(rhoOf(one, "a", "c")).toBe(0);
  });

  it("are changed in place and leave no trace when they are taken back", () => {
    const two = withRho(withRho(scenario, "a", "b", 0.5), "b", "c", -0.2);
    expect(withRho(two, "b", "a", 0.7).correlation?.pairs).toEqual([
      { a: "a", b: "b", rho: 0.7 },
      { a: "b", b: "c", rho: -0.2 },
    ]);
    const none = withRho(withRho(two, "a", "b", 0), "c", "b", 0);
    expect("correlation" in none).toBe(false);
  });

  it("take degrees of freedom for a t copula only", () => {
    const student = withMethod(withRho(scenario, "a", "b", 0.5), "t");
    expect(student.correlation).toMatchObject({ method: "t", degrees_of_freedom: 4 });
    expect(withMethod(student, "gaussian").correlation).toEqual({ method: "gaussian", pairs: [{ a: "a", b: "b", rho: 0.5 }] });
  });

  it("go with the input they belong to", () => {
    const two = withRho(withRho(scenario, "a", "b", 0.5), "b", "c", -0.2);
    expect(withoutInput(two, "a").correlation?.pairs).toEqual([{ a: "b", b: "c", rho: -0.2 }]);
    const left = withoutInput(two, "b");
    expect(left.uncertain?.map((entry) => entry.id)).toEqual(["a", "c"]);
    expect("correlation" in left).toBe(false);
  });
});
