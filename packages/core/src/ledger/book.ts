import type { Tx } from "../tx.ts";
import type { Entry } from "./entry.ts";

/** Books what has already happened outside: it cannot be refused for want of money any more. */
export async function book(tx: Tx, entry: Entry): Promise<void> {
  const result = await tx.ledger.post(entry);
  if (result !== "posted") throw new Error(`${entry.kind} ${entry.reference} is ${result}`);
}

/** Books what a hold of the same reference was made for. */
export async function bookHeld(tx: Tx, entry: Entry): Promise<void> {
  const result = await tx.ledger.capture(entry);
  if (result !== "posted") throw new Error(`${entry.kind} ${entry.reference} is ${result}`);
}
