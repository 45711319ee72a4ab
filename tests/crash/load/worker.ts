import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentChannel } from "@purse/contract";
import type { Random } from "../random.ts";
import { channelAmount } from "./amounts.ts";
import type { Client } from "./client.ts";
import type { Entry, Intent, Noun } from "./journal.ts";
import type { LoadedMerchant } from "./merchant.ts";
import type { Reads } from "./reads.ts";

const paths: Readonly<Record<Noun, string>> = {
  charge: "/v1/charges",
  recharge: "/v1/recharges",
  refund: "/v1/refunds",
  transfer: "/v1/transfers",
  red_envelope: "/v1/red-envelopes",
  withdrawal: "/v1/withdrawals",
  wallet: "/v1/wallets",
};

/** How often each thing is asked for. */
const mix = {
  transfer: 26,
  charge: 20,
  refund: 12,
  channelCharge: 9,
  recharge: 8,
  channelTransfer: 5,
  redEnvelope: 5,
  withdrawal: 4,
  wallet: 1,
  close: 2,
  look: 4,
  read: 14,
};
type Act = keyof typeof mix;
/** Of a bank: money moves between its users alone. */
const nothing = Object.fromEntries(Object.keys(mix).map((act) => [act, 0])) as Record<Act, number>;
const bankMix: Record<Act, number> = { ...nothing, transfer: 3, read: 1 };

interface KnownCharge {
  readonly id: string;
  readonly amount: number;
  readonly merchant: number;
}

/** Charges that can be refunded, and those that can be closed. */
export interface Charges {
  readonly paid: KnownCharge[];
  readonly waiting: KnownCharge[];
}

export interface Shift {
  readonly merchants: readonly LoadedMerchant[];
  readonly client: Client;
  readonly random: Random;
  readonly reads: Reads;
  /** Names what this worker asks for: no other worker's numbers begin so. */
  readonly prefix: string;
  /** What all workers have heard of charges. */
  readonly charges: Charges;
  /** When whoever still asks again gives up, by `performance.now()`. */
  readonly until: () => number;
  readonly isOver: () => boolean;
}

/** One client's work: asks for one thing after another until its shift is over. */
export async function work(shift: Shift): Promise<void> {
  const { random } = shift;
  for (let number = 1; !shift.isOver(); number++) {
    const merchant = random.integer(0, shift.merchants.length - 1);
    const act = random.weighted(shift.merchants[merchant]!.isBank ? bankMix : mix);
    await perform(shift, act, merchant, `${shift.prefix}-${number}`);
    await sleep(random.integer(0, 15));
  }
}

async function perform(shift: Shift, act: Act, number: number, no: string): Promise<void> {
  const merchant = shift.merchants[number]!;
  const { client, random, reads, charges } = shift;
  if (act === "read") return reads.take(client, merchant, random.pick(merchant.userIds));
  if (act === "close" || act === "look") return lookAtWaiting(shift, act, number);
  const asked = requestOf(shift, act, merchant, no);
  if (asked === undefined) return;
  const [noun, body] = asked;
  const entry = await ask(shift, { noun, no, merchant: number, path: paths[noun], body });
  const { data } = entry.answer ?? {};
  if (noun !== "charge" || data === undefined || data === null) return;
  const charge = { id: data.id, amount: data.amount, merchant: number };
  if (data.status === "paid") charges.paid.push(charge);
  if (data.status === "waiting") charges.waiting.push(charge);
}

/** Reads or closes a charge that waits for its payer. */
async function lookAtWaiting(shift: Shift, act: "close" | "look", number: number): Promise<void> {
  const { client, charges, merchants } = shift;
  const charge = charges.waiting.find((each) => each.merchant === number);
  if (charge === undefined) return;
  charges.waiting.splice(charges.waiting.indexOf(charge), 1);
  const [method, path] = act === "close" ? (["POST", "/close"] as const) : (["GET", ""] as const);
  const { holder } = merchants[number]!;
  const answer = await client.send(holder, method, `/v1/charges/${charge.id}${path}`);
  if (answer?.data?.status === "paid") charges.paid.push(charge);
  else if (answer?.data?.status !== "closed") charges.waiting.push(charge);
}

function ask(shift: Shift, intent: Omit<Intent, "idempotencyKey">): Promise<Entry> {
  const { client, random, merchants, until } = shift;
  // Some clients go by their numbers alone. A wallet has none, so that it needs the key.
  const withKey = intent.noun === "wallet" || random.chance(0.6);
  const idempotencyKey = withKey ? `key-${intent.no}` : undefined;
  return client.ask(merchants[intent.merchant]!.holder, { ...intent, idempotencyKey }, until);
}

function requestOf(
  { random, charges, merchants }: Shift,
  act: Exclude<Act, "read" | "close" | "look">,
  { walletId, userIds, settleId, isBank }: LoadedMerchant,
  no: string,
): [Noun, Record<string, unknown>] | undefined {
  const channel = random.pick<PaymentChannel>(["alipay", "wechat"]);
  const user = random.pick(userIds);
  // Now and then so much that hardly anybody has it.
  const amount = random.chance(0.1) ? 25_000 : random.integer(1, 4000);
  const throughChannel = { channel, amount: channelAmount(random) };
  // Known to the channel from the start; codes are known to Alipay only when they were scanned.
  const payer = { method: "jsapi", payer_id: "2088000000000001", expires_in: 60 };
  switch (act) {
    case "transfer": {
      const to = random.pick(
        [...(isBank ? [] : [walletId]), ...userIds].filter((id) => id !== user),
      );
      const body = { channel: "balance", wallet_id: user, to_wallet_id: to, amount };
      return ["transfer", { ...body, transfer_no: no }];
    }
    case "charge": {
      const body = { channel: "balance", wallet_id: walletId, payer_wallet_id: user, amount };
      return ["charge", { ...body, order_no: no }];
    }
    case "channelCharge":
      return ["charge", { ...throughChannel, ...payer, wallet_id: walletId, order_no: no }];
    case "recharge":
      return ["recharge", { ...throughChannel, ...payer, wallet_id: user, order_no: no }];
    case "refund": {
      const some = charges.paid.filter(
        ({ merchant }) => merchants[merchant]!.walletId === walletId,
      );
      if (some.length === 0) return undefined;
      const charge = random.pick(some.slice(-20));
      const part = random.pick([
        charge.amount,
        Math.ceil(charge.amount / 3),
        channelAmount(random),
      ]);
      return ["refund", { charge_id: charge.id, refund_no: no, amount: part }];
    }
    case "channelTransfer": {
      const body = { ...throughChannel, wallet_id: user, to_account: "2088000000000002" };
      return ["transfer", { ...body, transfer_no: no }];
    }
    case "redEnvelope": {
      const body = { ...throughChannel, wallet_id: user, to_account: "2088000000000003" };
      return ["red_envelope", { ...body, greeting: "g", red_envelope_no: no }];
    }
    case "withdrawal":
      return ["withdrawal", { wallet_id: user, settle_id: settleId, withdrawal_no: no, amount }];
    case "wallet":
      return ["wallet", { type: "user", name: no }];
  }
}
