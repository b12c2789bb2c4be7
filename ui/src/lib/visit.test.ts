import { beforeEach, describe, expect, it } from "vitest";
import { visitBefore } from "./visit";

beforeEach(() => localStorage.clear());

describe("visitBefore", () => {
  it("is a week ago on the first visit", () => {
    expect(visitBefore("demo", new Date("2026-08-18T12:00:00Z"))).toBe("2026-08-11T12:00:00.000Z");
  });
  it("stays within one visit and moves on after half an hour away", () => {
    visitBefore("demo", new Date("2026-08-18T12:00:00Z"));
    expect(visitBefore("demo", new Date("2026-08-18T12:10:00Z"))).toBe("2026-08-11T12:00:00.000Z");
    expect(visitBefore("demo", new Date("2026-08-18T13:00:00Z"))).toBe("2026-08-18T12:10:00.000Z");
  });
});
