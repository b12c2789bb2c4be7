import { describe, expect, it } from "vitest";
import { blobOf, fileName } from "./export";
import { categories, describePoint, edgeNames, type FanData } from "./fan";
import { logAxis, safe, spread, tick } from "./grammar";
import { commonSpan, niceStep } from "./RangeBar";

const fan: FanData = {
  unit: "US$/bbl",
  frequency: "monthly",
  digits: 2,
  history: { times: ["2026-06-30T00:00:00Z", "2026-07-31T00:00:00Z"], values: [null, 80.5] },
  forecast: { times: ["2026-08-31T00:00:00Z"], median: [81], bands: [{ level: 80, lower: [70], upper: [92] }] },
  ahead: "1 month",
};

describe("fan", () => {
  it("names the percentiles at the edges of a central interval", () => {
    expect(edgeNames(80)).toEqual(["90 %", "10 %"]);
    expect(edgeNames(95)).toEqual(["97.5 %", "2.5 %"]);
  });
  it("says each point in words, a gap as missing", () => {
    expect(categories(fan)).toHaveLength(3);
    expect(describePoint(fan, 0)).toEqual(["Jun 2026", "missing"]);
    expect(describePoint(fan, 1)).toEqual(["Jul 2026", "80.50 US$/bbl"]);
    expect(describePoint(fan, 2)).toEqual(["Aug 2026, forecast", "median 81.00 US$/bbl", "80 % 70.00 to 92.00"]);
  });
});

describe("grammar", () => {
  it("pushes labels apart and keeps their order", () => {
    const placed = spread([{ y: 10, t: "a" }, { y: 11, t: "b" }, { y: 12, t: "c" }], 14);
    expect(placed.map((item) => item.t)).toEqual(["a", "b", "c"]);
    for (let i = 1; i < placed.length; i++) expect((placed[i]?.y ?? 0) - (placed[i - 1]?.y ?? 0)).toBeGreaterThan(13.9);
  });
  it("writes ticks as whole numbers where they are", () => {
    expect([0, 20, -36, 2.5, 0.25].map(tick)).toEqual(["0", "20", "\u221236", "2.5", "0.25"]);
  });
  it("takes powers of two for a narrow log axis", () => {
    expect(logAxis([9, 120, null, -37])).toEqual({ type: "log", logBase: 2 });
    expect(logAxis([0.1, 5000])).toEqual({ type: "log", logBase: 10 });
  });
  it("escapes what goes into a tooltip", () => {
    expect(safe('<b>"x" & y</b>')).toBe("&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;");
  });
});

describe("range bars", () => {
  it("share one axis that holds zero", () => {
    const span = commonSpan([{ p10: 200, p50: 300, p90: 400, study: 500 }, null]);
    expect(span?.low).toBeLessThan(0);
    expect(span?.high).toBeGreaterThan(500);
    expect(commonSpan([null])).toBeNull();
    expect([0.7, 3, 42, 1500].map(niceStep)).toEqual([1, 5, 50, 2000]);
  });
});

describe("pictures", () => {
  it("are decoded without fetching", async () => {
    expect(await blobOf("data:image/svg+xml;charset=UTF-8,%3Csvg%2F%3E").text()).toBe("<svg/>");
    expect(blobOf("data:image/png;base64,iVBORw==").type).toBe("image/png");
    expect(fileName("Net present value, M US$")).toBe("net-present-value-m-us");
  });
});
