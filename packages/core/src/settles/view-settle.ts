import type { Settle } from "@purse/contract";
import type { StoredSettle } from "../stored.ts";

/** A settlement object as the API shows it: of its account's number only the tail. */
export function viewSettle(settle: StoredSettle): Settle {
  return {
    id: settle.id,
    type: settle.type,
    account_name: settle.account_name,
    account_no_tail: settle.account_no.slice(-4),
    bank_name: settle.bank_name,
    status: settle.status,
    created_at: settle.created_at.toISOString(),
  };
}
