import { describe, expect, it } from "vitest";
import { blankScenario, currencyOf, parseScenario, slugOf } from "./readScenario";

const files = import.meta.glob<string>("../../../../../examples/*.toml", { query: "?raw", import: "default", eager: true });

describe("scenario files", () => {
  it.each(Object.entries(files))("reads %s as the editor needs it", async (path, content) => {
    const scenario = await parseScenario(path, content);
    expect(scenario.schema_version).toBe(1);
    expect(scenario.periods.labels.every((label) => typeof label === "string")).toBe(true);
    expect(scenario.capital?.[0]?.amount.unit).toContain("US$");
  });
  it("reads JSON by name or by its first character", async () => {
    expect((await parseScenario("a.json", '{"name":"x"}')).name).toBe("x");
    expect((await parseScenario("pasted", ' {"name":"y"}')).name).toBe("y");
  });
  it("says what is wrong with a file", async () => {
    await expect(parseScenario("a.json", "{")).rejects.toThrow(/^a\.json is not a readable JSON file: /);
    await expect(parseScenario("a.toml", "= 3")).rejects.toThrow(/^a\.toml is not a readable TOML file: /);
  });
  it("starts blank with the fewest rows", () => {
    const blank = blankScenario({ name: "New", money: "M US$", periods: 3, rate: 0.08 });
    expect(blank.prices?.[0]?.unit).toBe("US$/t");
    expect(blank.capital?.[0]?.amount.values).toEqual([0, 0, 0]);
    expect(currencyOf("kUSD")).toBe("USD");
    expect(slugOf("Oko West, gold 2,000 é")).toBe("oko-west-gold-2-000-e");
  });
});
