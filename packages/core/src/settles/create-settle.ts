import type { Settle, SettleRequest } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewSettle } from "./view-settle.ts";

export async function createSettle(scope: Scope<never>, request: SettleRequest): Promise<Settle> {
  const id = scope.newId("stl");
  // Test money goes nowhere, so that its accounts need no operator's look.
  const status = scope.caller.mode === "test" ? "active" : "unverified";
  const { type, account_name, account_no, bank_name = null } = request;
  const settle = await scope.transaction(async (tx) => {
    // Made already when an Idempotency-Key comes again behind a crash.
    const earlier = await tx.settles.find(id);
    return earlier ?? tx.settles.insert({ id, type, account_name, account_no, bank_name, status });
  });
  return viewSettle(settle);
}
