import fc from "fast-check";
import { expect, test } from "vitest";
import { beijingTime, momentOf } from "./time.ts";

test("Alipay's clock is eight hours ahead", () => {
  expect(beijingTime(new Date("2026-11-25T16:30:05.999Z"))).toBe("2026-11-26 00:30:05");
  expect(momentOf("2026-11-26 00:30:05")).toEqual(new Date("2026-11-25T16:30:05Z"));
});

test("a moment comes back, to the second", () => {
  const range = { min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(range), (moment) => {
      const seconds = Math.floor(moment.getTime() / 1000);
      expect(momentOf(beijingTime(moment))?.getTime()).toBe(seconds * 1000);
    }),
  );
});

test.each(["", "2026-11-26", "2026-13-01 00:00:00", "2026-11-26T00:30:05Z"])(
  "%s is no time of Alipay's",
  (text) => expect(momentOf(text)).toBeUndefined(),
);
