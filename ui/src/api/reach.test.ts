import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answered, ask, currentReach, noteStatus, whenBack } from "./reach";

let up = false;
const fetching = vi.fn(() => (up ? Promise.resolve(new Response('{"status":"ok"}')) : Promise.reject(new TypeError("no server"))));

beforeEach(() => {
  vi.useFakeTimers();
  up = false;
  fetching.mockClear();
  vi.stubGlobal("fetch", fetching);
});
afterEach(() => {
  whenBack(() => undefined);
  answered();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("asks again by itself and reads again once the server is back", async () => {
  const back = vi.fn();
  whenBack(back);
  await ask();
  expect(currentReach().lost).toBe(true);
  await vi.advanceTimersByTimeAsync(4000);
  expect(fetching.mock.calls.length).toBeGreaterThan(1);
  expect(currentReach().lost).toBe(true);
  up = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(currentReach().lost).toBe(false);
  expect(back).toHaveBeenCalledOnce();
});

it("one request that failed for itself loses nothing", async () => {
  up = true;
  noteStatus(502);
  await vi.advanceTimersByTimeAsync(10);
  expect(currentReach().lost).toBe(false);
});

it("a refusal is an answer", async () => {
  await ask();
  expect(currentReach().lost).toBe(true);
  noteStatus(403);
  expect(currentReach().lost).toBe(false);
});

it("a page served in the server's place is no answer", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html></html>")));
  await ask();
  expect(currentReach().lost).toBe(true);
});
