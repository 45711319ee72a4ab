import { expect, test } from "vitest";
import { rotated, signingSecrets } from "./webhook-secrets.ts";

const start = new Date("2026-01-01T00:00:00Z");
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
const first = [{ secret: "a", until: null }] as const;

test("a secret signs for 24 h behind its rotation", () => {
  const secrets = rotated(first, "b", start);
  expect(signingSecrets(secrets, hours(23.99))).toEqual(["b", "a"]);
  expect(signingSecrets(secrets, hours(24))).toEqual(["b"]);
});

test("a rotation that is repeated cuts no earlier secret short", () => {
  const twice = rotated(rotated(first, "b", start), "c", hours(1));
  expect(signingSecrets(twice, hours(2))).toEqual(["c", "b", "a"]);
  expect(signingSecrets(twice, hours(24.5))).toEqual(["c", "b"]);
});

test("no more than three secrets are kept, and none that has ended", () => {
  let secrets: Parameters<typeof rotated>[0] = first;
  for (const name of ["b", "c", "d", "e"]) secrets = rotated(secrets, name, start);
  expect(signingSecrets(secrets, start)).toEqual(["e", "d", "c"]);
  expect(rotated(secrets, "f", hours(25)).map(({ secret }) => secret)).toEqual(["f", "e"]);
});
