import { afterEach, expect, test, vi } from "vitest";
import { backoffMs, pause, retryAfterMs } from "./backoff.ts";

afterEach(() => vi.restoreAllMocks());

test("pauses double up to 8 s, and each is a random part of that", () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => backoffMs(attempt))).toEqual([
    500, 1000, 2000, 4000, 8000, 8000, 8000,
  ]);
  vi.spyOn(Math, "random").mockReturnValue(0.25);
  expect(backoffMs(1)).toBe(250);
});

test("what the server asked for comes on top, up to 30 s", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  expect(backoffMs(0, 2000)).toBe(2250);
  expect(backoffMs(0, 30_000)).toBe(30_250);
  expect(backoffMs(0, 30_001)).toBeUndefined();
});

test("Retry-After is seconds or a date", () => {
  expect(retryAfterMs("3")).toBe(3000);
  expect(retryAfterMs(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(58_000);
  expect(retryAfterMs("Tue, 01 Jan 2019 00:00:00 GMT")).toBe(0);
  expect(retryAfterMs("soon")).toBeUndefined();
  expect(retryAfterMs(null)).toBeUndefined();
});

test("a pause ends with the signal's reason", async () => {
  const reason = new Error("enough");
  await expect(pause(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const paused = pause(60_000, controller.signal);
  controller.abort(reason);
  await expect(paused).rejects.toBe(reason);
});
