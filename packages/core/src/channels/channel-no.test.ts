import fc from "fast-check";
import { expect, test } from "vitest";
import { channelNo, idOfChannelNo } from "./channel-no.ts";

const hex = fc
  .array(fc.constantFrom(..."0123456789abcdef"), { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join(""));

test("a channel's number is 25 digits and letters, and of one id alone", () => {
  fc.assert(
    fc.property(hex, hex, (one, other) => {
      expect(channelNo(`chg_${one}`)).toMatch(/^[0-9a-z]{25}$/);
      expect(channelNo(`chg_${one}`) === channelNo(`chg_${other}`)).toBe(one === other);
    }),
  );
});

test("the ends of the range keep to the length", () => {
  expect(channelNo(`chg_${"0".repeat(32)}`)).toBe("0".repeat(25));
  expect(channelNo(`chg_${"f".repeat(32)}`)).toHaveLength(25);
});

test("the number leads back to the id, and no other text does", () => {
  fc.assert(
    fc.property(hex, (digits) => {
      expect(idOfChannelNo("chg", channelNo(`chg_${digits}`))).toBe(`chg_${digits}`);
    }),
  );
  for (const no of ["", "1", "z".repeat(25), "A".repeat(25), `${"0".repeat(24)}-`]) {
    expect(idOfChannelNo("chg", no)).toBeUndefined();
  }
});
