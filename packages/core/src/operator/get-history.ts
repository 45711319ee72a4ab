import type { Refund } from "@purse/contract";
import { channelNo } from "../channels/channel-no.ts";
import type { Merchant } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";
import { viewRefund } from "../refunds/view-refund.ts";
import { type Moment, momentsOf } from "./moments.ts";
import { findMovement, type Movement, ownerOf } from "./movement.ts";

/** A movement of money with all that has happened to it; a charge with its refunds. */
export type MovementHistory = Movement & {
  readonly merchant: Merchant;
  readonly refunds: readonly Refund[];
  readonly moments: readonly Moment[];
};

/** Everything about one movement of money on one time line, the oldest first. */
export function getHistory(
  scope: OperatorScope<"resource_not_exist">,
  { id }: { readonly id: string },
): Promise<MovementHistory> {
  return scope.transaction(async (tx) => {
    const owner = await ownerOf(tx, id);
    if (owner === undefined) throw scope.fail("resource_not_exist", "id: no such movement");
    const { kind, merchant_id } = owner;
    const merchantTx = tx.forMerchant(merchant_id);
    const movement = await findMovement(merchantTx, kind, id);
    const [merchant] = await tx.merchants.find([merchant_id]);
    if (movement === undefined || merchant === undefined) throw new Error(`${id} is gone`);
    const refunds = kind === "charge" ? await merchantTx.refunds.listOfCharge(id) : [];
    const ids = [id, ...refunds.map((refund) => refund.id)];
    const byNo = new Map(ids.map((each) => [channelNo(each), each]));
    const history = await tx.historyOf(merchant_id, ids, [...byNo.keys()]);
    const moments = momentsOf(history, byNo);
    return { ...movement, merchant, refunds: refunds.map(viewRefund), moments };
  });
}
