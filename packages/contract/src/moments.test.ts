import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { Day, Moment } from "./moments.ts";

const isDay = (text: string) => z.iso.date().safeParse(text).success;
const pad = (number: number, width: number) => String(number).padStart(width, "0");
const date = fc
  .tuple(fc.nat(9999), fc.nat(13), fc.nat(32))
  .map(([year, month, day]) => `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);

test("a day is one of the calendar's, from 2000-01-01 on", () => {
  fc.assert(
    fc.property(date, (text) => {
      expect(Day.safeParse(text).success).toBe(isDay(text) && text >= "2000");
    }),
  );
});

test("a leap day is one in leap years alone", () => {
  for (let year = 0; year <= 9999; year += 1) {
    const day = `${pad(year, 4)}-02-29`;
    const isLeap = isDay(day);
    expect([day, Day.safeParse(day).success]).toEqual([day, isLeap && year >= 2000]);
    const moment = `${day}T00:00:00Z`;
    expect([moment, Moment.safeParse(moment).success]).toEqual([moment, isLeap && year > 0]);
  }
});

test("a moment is one of RFC 3339's in UTC, from the year 1 on, of 64 characters at most", () => {
  const clock = fc
    .tuple(fc.nat(24), fc.nat(60), fc.nat(60), fc.constantFrom("", ".1", ".123456789"))
    .map(([h, m, s, rest]) => `${pad(h, 2)}:${pad(m, 2)}:${pad(s, 2)}${rest}`);
  const zone = fc.constantFrom("Z", "z", "", "+08:00");
  fc.assert(
    fc.property(date, clock, zone, (day, time, offset) => {
      const text = `${day}T${time}${offset}`;
      const expected = z.iso.datetime().safeParse(text).success && !text.startsWith("0000");
      expect(Moment.safeParse(text).success).toBe(expected);
    }),
  );
  const of = (digits: number) => Moment.safeParse(`2026-11-25T00:00:00.${"0".repeat(digits)}Z`);
  expect([0, 1, 43, 44].map((digits) => of(digits).success)).toEqual([false, true, true, false]);
});
