import { announce } from "../announce.ts";
import type { OpenChannel } from "../channels/access.ts";
import type { TransferOutcome, TransferQueryOutcome } from "../channels/channel.ts";
import { channelNo } from "../channels/channel-no.ts";
import { bookHeld } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
import { stepOf } from "../machine.ts";
import type { ChannelScope } from "../ports.ts";
import { keptRefusal } from "../refusal.ts";
import type { StoredTransfer, TransferChange } from "../stored.ts";
import { transferMachine } from "./transfer-machine.ts";
import { viewTransfer } from "./view-transfer.ts";

/** Asks the channel for a transfer, under its one number. */
export function askForTransfer(
  { channel, access }: OpenChannel,
  { id, amount, currency, to_account, to_name, remark }: StoredTransfer,
): Promise<TransferOutcome> {
  if (to_account === null) throw new Error(`${id} goes to no account`);
  const no = channelNo(id);
  return channel.transfer(access, { no, amount, currency, to_account, to_name, remark });
}

/** Asks the channel how a transfer stands. */
export function askAboutTransfer(
  { channel, access }: OpenChannel,
  { id, amount, currency }: StoredTransfer,
): Promise<TransferQueryOutcome> {
  return channel.queryTransfer(access, { no: channelNo(id), amount, currency });
}

/** Keeps what a channel says of a transfer, whoever brings it: the first word that ends it counts. */
export async function settleTransfer(
  scope: ChannelScope<"channel_unexpected_error">,
  transfer: StoredTransfer,
  outcome: TransferOutcome | TransferQueryOutcome,
): Promise<StoredTransfer> {
  const news = newsOf(outcome);
  if (news === undefined) return transfer;
  const { event, ...facts } = news;
  return scope.transaction(async (tx) => {
    const locked = await tx.transfers.lock(transfer.id);
    if (locked === undefined) throw new Error(`${transfer.id} is gone`);
    const step = stepOf(transferMachine, scope, locked, event);
    if (step === undefined) return locked;
    const { id, wallet_id, channel, amount, currency } = locked;
    if (channel === "balance") throw new Error(`${id} goes through no channel`);
    if (step.act === "release") await tx.ledger.release(id);
    if (step.act === "capture") {
      const [from, to] = [{ wallet: wallet_id }, { system: channel }];
      await bookHeld(tx, move("transfer", id, amount, currency, from, to));
    }
    const settled = await tx.transfers.change(id, { ...facts, status: step.next });
    await announce(tx, "transfer", settled, viewTransfer(settled));
    return settled;
  });
}

type News = Omit<TransferChange, "status"> & { readonly event: "wait" | "succeed" | "fail" };

function newsOf(outcome: TransferOutcome | TransferQueryOutcome): News | undefined {
  switch (outcome.state) {
    case "unknown":
      return undefined;
    case "succeeded":
      return { event: "succeed", action_url: null };
    case "waiting": {
      const { action_url } = outcome;
      return action_url === null ? undefined : { event: "wait", action_url };
    }
    case "refused": {
      const { key, ...rest } = keptRefusal(outcome);
      // It never got there; the worker sends it again.
      if (key === "resource_not_exist") return undefined;
      return { event: "fail", action_url: null, failure: { key, ...rest } };
    }
  }
}

export function isOpen({ status }: StoredTransfer): boolean {
  return status === "pending" || status === "wait_operation";
}
