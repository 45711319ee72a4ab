import { type Channel, channelNo, resolveWithdrawal } from "@purse/core";
import fc from "fast-check";
import { expect } from "vitest";
import { openAccounts } from "../harness/channel-accounts.ts";
import { usePurse } from "../harness/purse.ts";
import { ScriptedChannel } from "../harness/scripted-channel.ts";
import { Books, type Thing } from "./books.ts";

// Everything that goes through a channel, driven through REST while the channel says whatever a
// channel can say, against books of a page.

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel } });

/** What the channel says to the next call, and whether it does what it is asked for. */
const mood = fc.constantFrom("does", "refuses", "fails", "fails_after", "waits");
type Mood = "does" | "refuses" | "fails" | "fails_after" | "waits";

const amount = fc.integer({ min: 1, max: 900 });
/** Of a charge, so small that several fit into one. */
const part = fc.integer({ min: 1, max: 250 });
const which = fc.nat(20);
export const steps = {
  charge: fc.record({ do: fc.constant("charge"), amount, mood }),
  recharge: fc.record({ do: fc.constant("recharge"), amount, mood }),
  transfer: fc.record({ do: fc.constant("transfer"), amount, mood }),
  red_envelope: fc.record({ do: fc.constant("red_envelope"), amount, mood }),
  withdrawal: fc.record({ do: fc.constant("withdrawal"), amount }),
  resolve: fc.record({
    do: fc.constant("resolve"),
    which,
    outcome: fc.constantFrom("succeeded", "failed"),
  }),
  refund: fc.record({ do: fc.constant("refund"), which, amount: part, mood }),
  repeat: fc.record({ do: fc.constant("repeat"), which, mood }),
  pay: fc.record({ do: fc.constant("pay"), which }),
  open: fc.record({ do: fc.constant("open"), which, taken: fc.boolean() }),
  read: fc.record({ do: fc.constant("read"), which }),
  resume: fc.record({ do: fc.constant("resume"), which }),
  close: fc.record({ do: fc.constant("close"), which, mood: fc.constantFrom("does", "fails") }),
} as const;
type Step = (typeof steps)[keyof typeof steps] extends fc.Arbitrary<infer S> ? S : never;

const calls = {
  charge: "pay",
  recharge: "pay",
  transfer: "transfer",
  red_envelope: "redEnvelope",
  refund: "refund",
} as const satisfies Record<Exclude<Thing["kind"], "withdrawal">, keyof Channel>;
const paths = {
  charge: "/v1/charges",
  recharge: "/v1/recharges",
  transfer: "/v1/transfers",
  red_envelope: "/v1/red-envelopes",
  refund: "/v1/refunds",
  withdrawal: "/v1/withdrawals",
} as const;

function setMood(kind: keyof typeof calls, mood: Mood): void {
  const call = calls[kind];
  if (mood === "refuses") {
    channel.next(call, { state: "refused", key: "channel_request_info" });
  } else if (mood === "fails" || mood === "fails_after") {
    const acts = mood === "fails_after";
    channel.next(call, { state: "unknown", key: "channel_connection_error" }, { acts });
  } else if (mood === "waits" && kind === "refund") {
    channel.next("refund", { state: "waiting" }, { acts: true });
  } else if (mood === "waits" && kind === "transfer") {
    channel.next("transfer", { state: "waiting", action_url: "https://x/" }, { acts: true });
  }
}

class Run {
  readonly books = new Books();
  readonly #key: string;
  readonly #merchant: Awaited<ReturnType<typeof purse.merchant>>;
  #settle = "";
  #numbers = 0;

  constructor(merchant: Awaited<ReturnType<typeof purse.merchant>>) {
    this.#merchant = merchant;
    this.#key = merchant.api_key;
  }

  /** What the first step finds: accounts at the channels, and one to withdraw to. */
  async open(): Promise<void> {
    await openAccounts(purse, this.#merchant);
    const account = { type: "alipay", account_name: "A", account_no: "12345678" };
    this.#settle = (await this.#call("POST", "/v1/settles", account)).data.id;
    const [wallet_id] = this.#merchant.user_wallet_ids;
    await this.#call("POST", `/v1/settles/${this.#settle}/bind`, { wallet_id });
  }

  async take(each: Step): Promise<void> {
    switch (each.do) {
      case "charge":
      case "recharge":
      case "transfer":
      case "red_envelope":
        return this.#create(each.do, each.amount, each.mood);
      case "withdrawal":
        return this.#create("withdrawal", each.amount, "does");
      case "resolve": {
        const thing = this.books.pick("withdrawal", each.which);
        return thing && this.#resolve(thing, each.outcome);
      }
      case "refund": {
        const charge = this.books.refundable(each.which);
        return charge && this.#create("refund", each.amount, each.mood, charge);
      }
      case "repeat": {
        const thing = this.books.any(each.which);
        return thing && this.#send(thing, each.mood);
      }
      case "pay": {
        const thing = this.books.payable(each.which);
        if (thing !== undefined) channel.take(channelNo(thing.id));
        if (thing !== undefined) thing.paid_there = true;
        return;
      }
      case "open": {
        const thing = this.books.pick("red_envelope", each.which);
        const lying = thing && channel.redEnvelopes.get(channelNo(thing.id));
        if (thing === undefined || lying?.fate !== "lying") return;
        const fate = each.taken ? "received" : { returned: thing.amount };
        channel.redEnvelopes.set(channelNo(thing.id), { ...lying, fate } as never);
        return;
      }
      case "read": {
        const thing = this.books.any(each.which);
        if (thing === undefined) return;
        const answer = await this.#call("GET", `${paths[thing.kind]}/${thing.id}`);
        this.books.asked(thing, channel);
        if (answer.data === null) expect(this.books.isUnknownThere(thing, channel)).toBe(true);
        return;
      }
      case "resume": {
        const thing = this.books.any(each.which);
        if (thing === undefined || thing.kind === "withdrawal") return;
        const { merchant_id } = this.#merchant;
        await purse.house.core.resume({ kind: thing.kind, merchant_id, id: thing.id });
        this.books.resumed(thing, channel);
        return;
      }
      case "close": {
        const thing = this.books.pick("charge", each.which);
        if (thing === undefined) return;
        if (each.mood === "fails" && this.books.isOpen(thing)) {
          channel.next("close", { state: "unknown", key: "channel_connection_error" });
        }
        await this.#call("POST", `/v1/charges/${thing.id}/close`);
        this.books.closed(thing, channel, each.mood === "does");
        return;
      }
    }
  }

  async #create(kind: Thing["kind"], amount: number, mood: Mood, charge?: Thing): Promise<void> {
    this.#numbers += 1;
    const thing: Thing = {
      kind,
      id: "",
      number: `n${this.#numbers}`,
      amount,
      status: "none",
      paid_there: false,
      ...(charge === undefined ? {} : { charge }),
    };
    return this.#send(thing, mood);
  }

  /** The request that makes a thing, or makes it again. */
  async #send(thing: Thing, mood: Mood): Promise<void> {
    const asks = this.books.willAsk(thing);
    if (asks && thing.kind !== "withdrawal") setMood(thing.kind, mood);
    const answer = await this.#call("POST", paths[thing.kind], this.#body(thing));
    const expected = this.books.sent(thing, asks ? mood : undefined, channel);
    expect([thing.kind, answer.status]).toEqual([thing.kind, expected]);
    if (thing.id === "" && thing.status !== "none") {
      thing.id = answer.data?.id ?? (await this.#idOf(thing));
      this.books.things.push(thing);
    }
  }

  async #resolve(thing: Thing, outcome: "succeeded" | "failed"): Promise<void> {
    const withdrawal = { withdrawal_id: thing.id, outcome };
    const heard = this.books.resolved(thing, outcome);
    const result = await purse.house.core.operate("test", (scope) =>
      resolveWithdrawal(scope, withdrawal),
    );
    expect(result.ok ? "heard" : result.error.key).toBe(heard ? "heard" : "param_error");
  }

  #body({ kind, number, amount, charge }: Thing): object {
    const [user] = this.#merchant.user_wallet_ids;
    const merchant = this.#merchant.merchant_wallet_id;
    const common = { channel: "alipay", wallet_id: user, amount };
    switch (kind) {
      case "charge":
        return { ...common, wallet_id: merchant, order_no: number };
      case "recharge":
        return { ...common, order_no: number };
      case "transfer":
        return { ...common, to_account: "a", transfer_no: number };
      case "red_envelope":
        return { ...common, to_account: "a", greeting: "g", red_envelope_no: number };
      case "refund":
        return { charge_id: charge!.id, refund_no: number, amount };
      case "withdrawal":
        return { wallet_id: user, settle_id: this.#settle, withdrawal_no: number, amount };
    }
  }

  async #idOf({ kind }: Thing): Promise<string> {
    const wallet =
      kind === "charge" || kind === "refund"
        ? this.#merchant.merchant_wallet_id
        : this.#merchant.user_wallet_ids[0];
    const count = this.books.things.filter((thing) => thing.kind === kind).length;
    const { data } = await this.#call(
      "GET",
      `${paths[kind]}/list/${wallet}?page=${count + 1}&count=1`,
    );
    return data.items[0].id;
  }

  #call(method: string, path: string, body?: object) {
    return purse.call(method, path, { key: this.#key, ...(body === undefined ? {} : { body }) });
  }

  /** Every state and both balances, held against the books. */
  async check(): Promise<void> {
    const { merchant_wallet_id, user_wallet_ids } = this.#merchant;
    for (const [wallet, own] of [
      [merchant_wallet_id, this.books.merchant],
      [user_wallet_ids[0], this.books.user],
    ] as const) {
      const { data } = await this.#call("GET", `/v1/wallets/${wallet}`);
      const { available, held } = data.balances[0] ?? { available: 0, held: 0 };
      expect({ available, held }).toEqual(own);
    }
    for (const [kind, path] of Object.entries(paths)) {
      const mine = this.books.things.filter((thing) => thing.kind === kind);
      const wallet = ["charge", "refund"].includes(kind) ? merchant_wallet_id : user_wallet_ids[0];
      const { data } = await this.#call("GET", `${path}/list/${wallet}?page=1&count=100`);
      const states = data.items.map(({ id, status }: Thing) => ({ id, status }));
      expect(states).toEqual(mine.map(({ id, status }) => ({ id, status })));
      for (const [status, some] of Map.groupBy(mine, (thing) => thing.status)) {
        const query = `page=1&count=100&status=${status}`;
        const { items, total } = (await this.#call("GET", `${path}/list/${wallet}?${query}`)).data;
        expect(items.map(({ id }: Thing) => id)).toEqual(some.map(({ id }) => id));
        expect(total).toBe(some.length);
      }
    }
  }
}

/**
 * Runs of at least 30 steps each; what the test prints of a failing one replays it. MODEL_RUNS sets
 * how many, for a search longer than every day's.
 */
export async function holdAgainstBooks(steps: fc.Arbitrary<Step>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 40 }), async (some) => {
      const run = new Run(await purse.merchant());
      await run.open();
      for (const each of some) await run.take(each);
      await run.check();
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 250) },
  );
}
