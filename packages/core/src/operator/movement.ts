import type { Charge, Recharge, RedEnvelope, Refund, Transfer } from "@purse/contract";
import { viewCharge } from "../charges/view-charge.ts";
import type { OperatorTx } from "../operator-tx.ts";
import type { Job } from "../ports.ts";
import { viewRecharge } from "../recharges/view-recharge.ts";
import { viewRedEnvelope } from "../red-envelopes/view-red-envelope.ts";
import { viewRefund } from "../refunds/view-refund.ts";
import { viewTransfer } from "../transfers/view-transfer.ts";
import type { Tx } from "../tx.ts";

/** A movement of money as the API shows it. */
export type Movement =
  | { readonly kind: "charge"; readonly charge: Charge }
  | { readonly kind: "recharge"; readonly recharge: Recharge }
  | { readonly kind: "refund"; readonly refund: Refund }
  | { readonly kind: "transfer"; readonly transfer: Transfer }
  | { readonly kind: "red_envelope"; readonly red_envelope: RedEnvelope };

const kinds: Readonly<Record<string, Job["kind"]>> = {
  chg: "charge",
  rch: "recharge",
  ref: "refund",
  trf: "transfer",
  red: "red_envelope",
};

/** Which prefixes the ids of movements have. */
export const movementPrefixes = Object.keys(kinds);

/** What an id names, by its prefix, and whose it is. */
export async function ownerOf(
  tx: OperatorTx,
  id: string,
): Promise<{ readonly kind: Job["kind"]; readonly merchant_id: string } | undefined> {
  const kind = kinds[id.slice(0, 3)];
  if (kind === undefined) return undefined;
  const merchant_id = await tx.merchantOfMovement(kind, id);
  return merchant_id === undefined ? undefined : { kind, merchant_id };
}

/** The movement of that kind and id, if the merchant has it. */
export async function findMovement(
  tx: Tx,
  kind: Job["kind"],
  id: string,
): Promise<Movement | undefined> {
  switch (kind) {
    case "charge": {
      const row = await tx.charges.find(id);
      return row && { kind, charge: viewCharge(row) };
    }
    case "recharge": {
      const row = await tx.recharges.find(id);
      return row && { kind, recharge: viewRecharge(row) };
    }
    case "refund": {
      const row = await tx.refunds.find(id);
      return row && { kind, refund: viewRefund(row) };
    }
    case "transfer": {
      const row = await tx.transfers.find(id);
      return row && { kind, transfer: viewTransfer(row) };
    }
    case "red_envelope": {
      const row = await tx.redEnvelopes.find(id);
      return row && { kind, red_envelope: viewRedEnvelope(row) };
    }
  }
}
