import fc from "fast-check";
import { test } from "vitest";
import { holdAgainstBooks, steps } from "./run.ts";

const { charge, recharge, refund, repeat, pay, read, resume, close } = steps;

test(
  "whatever a channel says of payments and refunds, states and balances are those of the books",
  () =>
    holdAgainstBooks(
      fc.oneof(charge, recharge, refund, refund, repeat, pay, pay, read, read, resume, close),
    ),
  560_000,
);
