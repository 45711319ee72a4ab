import { expect, test } from "vitest";
import { afterAttempt } from "./after-attempt.ts";

const answered = (status: number) => ({ status, error: null, duration_ms: 1 });

test("only 2xx is a success", () => {
  const successes = Array.from({ length: 500 }, (_, index) => index + 100).filter(
    (status) => afterAttempt(answered(status), 1).event === "accept",
  );
  expect([successes.at(0), successes.at(-1), successes.length]).toEqual([200, 299, 100]);
});

test("410 gives up at once", () => {
  expect(afterAttempt(answered(410), 1)).toEqual({ event: "give_up", disables: "gone" });
});

test("anything else comes again, later and later, for 24 hours", () => {
  let hours = 0;
  const failures = [
    answered(500),
    answered(302),
    { status: null, error: "timeout", duration_ms: 1 },
  ];
  const pauses: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const [sequel, ...others] = failures.map((answer) => afterAttempt(answer as never, tries));
    expect(others).toEqual([sequel, sequel]);
    if (sequel?.event !== "retry") {
      expect(sequel).toEqual({ event: "give_up", disables: "gave_up" });
      break;
    }
    pauses.push(sequel.afterSeconds);
    hours += sequel.afterSeconds / 3600;
  }
  expect(hours).toBeCloseTo(24, 6);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses).toHaveLength(10);
});
