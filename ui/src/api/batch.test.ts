import { describe, expect, it } from "vitest";
import { tally, tallyWords } from "./batch";
import type { Job } from "./types";

describe("a batch", () => {
  const jobs = (["done", "done", "running", "dead", "cancelled"] as const).map((state, i) => ({ id: String(i), state }) as Job);
  it("counts a job that has not been seen as waiting", () => {
    expect(tally(7, jobs)).toEqual({ all: 7, done: 2, running: 1, queued: 2, failed: 1, cancelled: 1 });
    expect(tallyWords(tally(7, jobs))).toBe("2 done, 1 running, 2 waiting, 1 failed, 1 cancelled");
    expect(tallyWords(tally(2, []))).toBe("2 waiting");
  });
});
