import { z } from "zod";
import { currencies } from "./currency.ts";

/** The largest amount or balance: what a JSON number carries exactly in every language. */
export const amountMax = 9_007_199_254_740_991;

/** An amount of money: an integer count of the currency's minor units, 1 … 2^53-1. */
export const Amount = z
  .int({ error: "expected an integer of at least 1" })
  .min(1, { error: "expected an integer of at least 1" })
  .max(amountMax, { error: `expected an integer of at most ${amountMax}` })
  .meta({ description: "Minor units of the currency (fen for CNY)", examples: [1250] });

/** A balance in minor units: never negative. */
export const Balance = z.int().min(0).max(amountMax).meta({ description: "Minor units" });

/** ISO 4217 alphabetic code. */
export const Currency = z
  .enum(currencies, { error: "expected an ISO 4217 currency code" })
  .meta({ id: "Currency", description: "ISO 4217 alphabetic code", examples: ["CNY"] });
export type Currency = z.infer<typeof Currency>;
