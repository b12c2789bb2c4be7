import { describe, expect, it } from "vitest";
import { formatDate, formatDateTime, formatDay, formatDuration, formatMoment, formatPeriod, formatTime, frequencyName, isoDate, isoMinute, staleness, steps } from "./dates";

const now = new Date("2026-08-18T21:00:00Z");

describe("dates", () => {
  it("shows day, month name and year", () => {
    expect(formatDate("2026-08-18T21:00:00Z")).toBe("18 Aug 2026");
    expect(formatDay("2026-08-18", now)).toBe("18 Aug");
    expect(formatDay("2025-08-18", now)).toBe("18 Aug 2025");
  });
  it("names the zone", () => {
    expect(formatTime("2026-08-18T21:00:00Z")).toBe("21:00 UTC");
    expect(formatDateTime("2026-08-18T21:00:00Z")).toBe("18 Aug 2026, 21:00 UTC");
    expect(formatMoment("2026-08-18T21:00:00Z", now)).toBe("18 Aug 21:00");
  });
  it("uses ISO in traces", () => {
    expect(isoDate("2026-08-18T21:00:00Z")).toBe("2026-08-18");
    expect(isoMinute("2026-08-18T21:00:31Z")).toBe("2026-08-18T21:00Z");
  });
  it("reads a period by its frequency", () => {
    expect(formatPeriod("2026-07-31", "monthly")).toBe("Jul 2026");
    expect(formatPeriod("2026-07-31", "quarterly")).toBe("Q3 2026");
    expect(formatPeriod("2026-07-31", "yearly")).toBe("2026");
    expect(formatPeriod("2026-07-31", "business_daily")).toBe("31 Jul 2026");
  });
  it("shows a missing date as a dash", () => {
    expect(formatDate(null)).toBe("\u2014");
    expect(formatDate("not a date")).toBe("\u2014");
  });
});

describe("staleness", () => {
  it("is older than twice the frequency", () => {
    expect(staleness("2026-08-18", "daily", now)).toBeNull();
    expect(staleness("2026-07-23", "business_daily", now)).toBe("27 days behind");
    expect(staleness("2026-06-30", "monthly", now)).toBeNull();
    expect(staleness("2019-07-01", "business_daily", now)).toBe("7 years behind");
    expect(staleness(null, "daily", now)).toBeNull();
  });
});

it("measures time in words", () => {
  expect(formatDuration(41)).toBe("41 ms");
  expect(formatDuration(1300)).toBe("1.3 s");
  expect(formatDuration(250_000)).toBe("4 min 10 s");
  expect(steps(30, "business_daily")).toBe("30 trading days");
  expect(steps(1, "monthly")).toBe("1 month");
  expect(frequencyName("business_daily")).toBe("Business days");
});
