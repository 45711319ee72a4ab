import { z } from "zod";
import { absentAs } from "./absence.ts";

/** An id as Purse makes it, `wal_…`; any other well-formed text is simply unknown. */
export function id(prefix: string, noun: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: "expected an id of 1 to 64 letters, digits, _ or -" })
    .meta({
      description: `The id of ${noun}`,
      examples: [`${prefix}_019abf6c2d5f7d3c8a41f0e2b7c96d58`],
    });
}

/** An id that Purse answers with. */
export const Id = z.string();

/** The wallet that an operation addresses in its path. */
export const WalletId = id("wal", "a wallet");

/** The wallet that a body names; its absence has a code of its own. */
export function bodyWalletId(noun: string) {
  return absentAs("walletid_is_null", id("wal", noun));
}

/** The caller's own number of an order or a refund, unique among the key's. */
export const OrderNo = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, {
    error: "expected 1 to 64 letters, digits, _, -, . or :",
  })
  .meta({ description: "The caller's own number, unique under the API key" });

const expectedShortText = "expected 1 to 128 characters without control characters";

/** A short text for people: 1 to 128 characters, none of them a control character. */
export const ShortText = z
  .string()
  // The control characters of Unicode by their numbers: few generators know \p{Cc}.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  .regex(/^[^\x00-\x1f\x7f-\x9f]{1,128}$/u, { error: expectedShortText, abort: true })
  .refine((text) => text.isWellFormed(), { error: expectedShortText });

/** A moment as RFC 3339 has it, in UTC. */
export const Time = z.iso.datetime().meta({ description: "RFC 3339, UTC" });
