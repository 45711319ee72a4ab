import fc from "fast-check";
import { test } from "vitest";
import { holdAgainstBooks, steps } from "./run.ts";

const { transfer, red_envelope, repeat, open, read, resume, recharge, pay } = steps;
const { withdrawal, resolve } = steps;

test(
  "whatever a channel says of transfers and red envelopes, and an operator of withdrawals, states and balances are those of the books",
  () =>
    holdAgainstBooks(
      fc.oneof(
        ...[transfer, red_envelope, red_envelope, repeat, open, read, resume, recharge, pay],
        ...[withdrawal, resolve, resolve],
      ),
    ),
  560_000,
);
