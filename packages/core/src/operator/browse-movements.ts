import {
  type Charge,
  type Recharge,
  type RedEnvelope,
  type Refund,
  registry,
  type Transfer,
} from "@purse/contract";
import { channelNo } from "../channels/channel-no.ts";
import { viewCharge } from "../charges/view-charge.ts";
import type { OperatorTx } from "../operator-tx.ts";
import type { BrowsePage, Owned, StoredChannelCall } from "../operator-views.ts";
import type { OperatorScope } from "../ports.ts";
import { viewRecharge } from "../recharges/view-recharge.ts";
import { viewRedEnvelope } from "../red-envelopes/view-red-envelope.ts";
import { viewRefund } from "../refunds/view-refund.ts";
import { viewTransfer } from "../transfers/view-transfer.ts";
import { type OfMerchant, withMerchants } from "./of-merchant.ts";

/** The last call to a channel about something, with the code that it ended with. */
interface LastCall {
  readonly at: string;
  readonly operation: string;
  readonly outcome: StoredChannelCall["outcome"];
  readonly code: number | null;
  readonly key: string | null;
}

type Movement<View> = OfMerchant<View & { readonly last_call: LastCall | null }>;

/** Charges of all merchants, the newest first. */
export function browseCharges(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly Movement<Charge>[]> {
  return scope.transaction(async (tx) =>
    withLastCalls(tx, await tx.browse.charges(page), viewCharge),
  );
}

/** Refunds of all merchants, the newest first. */
export function browseRefunds(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly Movement<Refund>[]> {
  return scope.transaction(async (tx) =>
    withLastCalls(tx, await tx.browse.refunds(page), viewRefund),
  );
}

/** Transfers of all merchants, the newest first. */
export function browseTransfers(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly Movement<Transfer>[]> {
  return scope.transaction(async (tx) =>
    withLastCalls(tx, await tx.browse.transfers(page), viewTransfer),
  );
}

/** Recharges of all merchants, the newest first. */
export function browseRecharges(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly Movement<Recharge>[]> {
  return scope.transaction(async (tx) =>
    withLastCalls(tx, await tx.browse.recharges(page), viewRecharge),
  );
}

/** Red envelopes of all merchants, the newest first. */
export function browseRedEnvelopes(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly Movement<RedEnvelope>[]> {
  return scope.transaction(async (tx) =>
    withLastCalls(tx, await tx.browse.redEnvelopes(page), viewRedEnvelope),
  );
}

async function withLastCalls<Row extends { readonly id: string }, View>(
  tx: OperatorTx,
  rows: readonly Owned<Row>[],
  viewOf: (row: Row) => View,
): Promise<readonly Movement<View>[]> {
  const calls = await tx.lastCalls(rows.map(({ id }) => channelNo(id)));
  const byNo = new Map(calls.map((call) => [call.no, call]));
  const views = rows.map((row) => {
    const call = byNo.get(channelNo(row.id));
    const last_call = call === undefined ? null : viewLastCall(call);
    return { merchant_id: row.merchant_id, view: { ...viewOf(row), last_call } };
  });
  return withMerchants(tx, views);
}

function viewLastCall({ at, operation, outcome, key }: StoredChannelCall): LastCall {
  return { at: at.toISOString(), operation, outcome, key, code: codeOf(key) };
}

/** The code behind a key of the registry. */
export function codeOf(key: string | null): number | null {
  return key !== null && registry.has(key) ? registry.get(key).code : null;
}
