import { channelNo } from "@purse/core";
import type { ScriptedChannel } from "../harness/scripted-channel.ts";

export interface Thing {
  readonly kind: "charge" | "recharge" | "transfer" | "red_envelope" | "refund" | "withdrawal";
  id: string;
  readonly number: string;
  readonly amount: number;
  /** `none`: its request was refused before anything was made. */
  status: string;
  /** Of a payment: the payer has paid at the channel. */
  paid_there: boolean;
  /** Of a refund. */
  readonly charge?: Thing;
}

type Mood = "does" | "refuses" | "fails" | "fails_after" | "waits";
const openStates = ["created", "waiting", "pending", "wait_operation", "sent"];

/** What should come of anything, in two balances and a state each. */
export class Books {
  readonly things: Thing[] = [];
  readonly merchant = { available: 0, held: 0 };
  readonly user = { available: 1_000_000, held: 0 };

  any(which: number): Thing | undefined {
    return this.things[which % Math.max(1, this.things.length)];
  }
  pick(kind: Thing["kind"], which: number): Thing | undefined {
    const some = this.things.filter((thing) => thing.kind === kind);
    return some[which % Math.max(1, some.length)];
  }
  payable(which: number): Thing | undefined {
    const some = this.things.filter((thing) => thing.status === "waiting" && !thing.paid_there);
    return some[which % Math.max(1, some.length)];
  }
  /** Paid charges come first; where there is none, one that has nothing to refund. */
  refundable(which: number): Thing | undefined {
    const charges = this.things.filter(({ kind }) => kind === "charge");
    const paid = charges.filter(({ status }) => ["paid", "partly_refunded"].includes(status));
    const some = paid.length > 0 && which % 5 > 0 ? paid : charges;
    return some[which % Math.max(1, some.length)];
  }
  isOpen({ status }: Thing): boolean {
    return openStates.includes(status);
  }

  /** Whether sending its request asks the channel for it. */
  willAsk(thing: Thing): boolean {
    if (thing.kind === "withdrawal") return false;
    if (thing.status === "created" || thing.status === "pending") return true;
    return thing.status === "none" && this.#refusal(thing) === undefined;
  }

  /** The request was sent: what is the status of its answer? */
  sent(thing: Thing, mood: Mood | undefined, channel: ScriptedChannel): number {
    if (thing.kind === "withdrawal") return this.#withdrawn(thing);
    if (mood === undefined) return this.#repeated(thing);
    if (thing.status === "none") this.#begin(thing);
    const payment = thing.kind === "charge" || thing.kind === "recharge";
    switch (mood) {
      case "fails":
      case "fails_after":
        return 502;
      case "refuses":
        // What got there by an earlier request counts, and nothing else is said of it.
        if (thing.id !== "" && this.#isThere(thing, channel)) {
          this.asked(thing, channel);
          return payment && this.isOpen(thing) ? 502 : 200;
        }
        this.#end(thing, payment ? "closed" : thing.kind === "refund" ? "refused" : "failed");
        return 402;
      case "waits":
        if (thing.kind === "refund" || thing.kind === "transfer") {
          thing.status = "wait_operation";
          return 402;
        }
        return this.#does(thing, payment, channel);
      case "does":
        return this.#does(thing, payment, channel);
    }
  }

  /** Read by a merchant: the channel was asked how it stands. */
  asked(thing: Thing, channel: ScriptedChannel): void {
    if (!this.isOpen(thing)) return;
    const no = channelNo(thing.id);
    switch (thing.kind) {
      case "charge":
      case "recharge": {
        const state = channel.payments.get(no)?.state;
        if (state === "paid") this.#end(thing, "paid");
        if (state === "closed") this.#end(thing, "closed");
        return;
      }
      case "refund":
        if (channel.refunds.has(no)) this.#end(thing, "succeeded");
        return;
      case "transfer":
        if (channel.transfers.has(no)) this.#end(thing, "succeeded");
        return;
      case "red_envelope": {
        const fate = channel.redEnvelopes.get(no)?.fate;
        if (fate === undefined) return;
        if (thing.status === "pending") this.#end(thing, "sent");
        if (fate === "received") thing.status = "received";
        if (typeof fate === "object") {
          this.user.available += fate.returned;
          thing.status = "returned";
        }
      }
    }
  }

  isUnknownThere(thing: Thing, channel: ScriptedChannel): boolean {
    return thing.kind === "refund" && !channel.refunds.has(channelNo(thing.id));
  }

  /** Looked at by the worker: as when read, and what never got there was sent again. */
  resumed(thing: Thing, channel: ScriptedChannel): void {
    if (thing.status === "pending" && !this.#isThere(thing, channel)) {
      throw new Error(`the worker left ${thing.id} lying`);
    }
    this.asked(thing, channel);
  }

  /** An operator says what came of a withdrawal: whether he is heard. */
  resolved(thing: Thing, outcome: "succeeded" | "failed"): boolean {
    if (thing.status === "pending") this.#end(thing, outcome);
    return thing.status === outcome;
  }

  closed(thing: Thing, channel: ScriptedChannel, says: boolean): void {
    if (!this.isOpen(thing)) return;
    if (thing.paid_there || !says) this.asked(thing, channel);
    else this.#end(thing, "closed");
  }

  #isThere({ id }: Thing, channel: ScriptedChannel): boolean {
    const { payments, refunds, transfers, redEnvelopes } = channel;
    return [payments, refunds, transfers, redEnvelopes].some((book) => book.has(channelNo(id)));
  }

  /** A refund's or payout's refusal before anything is made. */
  #refusal({ kind, amount, charge }: Thing): number | undefined {
    if (kind === "transfer" || kind === "red_envelope" || kind === "withdrawal") {
      return amount > this.user.available ? 402 : undefined;
    }
    if (kind !== "refund") return undefined;
    if (charge === undefined) return 404;
    const taken = this.things
      .filter((thing) => thing.charge === charge)
      .filter(({ status }) => ["pending", "wait_operation", "succeeded"].includes(status))
      .reduce((sum, thing) => sum + thing.amount, 0);
    const paid = ["paid", "partly_refunded", "refunded"].includes(charge.status);
    if (!paid || amount > charge.amount - taken) return 402;
    return amount > this.merchant.available ? 402 : undefined;
  }

  /** Nobody is asked for it, and asking again answers what is there, however it ended. */
  #withdrawn(thing: Thing): number {
    if (thing.status !== "none") return 200;
    const refusal = this.#refusal(thing);
    if (refusal === undefined) this.#begin(thing);
    return refusal ?? 200;
  }

  #repeated(thing: Thing): number {
    if (thing.status === "none") return this.#refusal(thing) ?? 500;
    const ended = ["closed", "expired", "refunded", "failed", "refused", "wait_operation"];
    return ended.includes(thing.status) ? 402 : 200;
  }

  #begin(thing: Thing): void {
    const payment = thing.kind === "charge" || thing.kind === "recharge";
    thing.status = payment ? "created" : "pending";
    if (payment) return;
    const wallet = thing.kind === "refund" ? this.merchant : this.user;
    wallet.available -= thing.amount;
    wallet.held += thing.amount;
  }

  #does(thing: Thing, payment: boolean, channel: ScriptedChannel): number {
    if (payment) thing.status = "waiting";
    else this.#end(thing, thing.kind === "red_envelope" ? "sent" : "succeeded");
    // One that was sent before may have been taken by now.
    if (thing.kind === "red_envelope" && thing.id !== "") this.asked(thing, channel);
    return 200;
  }

  #end(thing: Thing, status: string): void {
    const { kind, amount, charge } = thing;
    thing.status = status;
    if (kind === "charge" && status === "paid") this.merchant.available += amount;
    if (kind === "recharge" && status === "paid") this.user.available += amount;
    if (kind === "charge" || kind === "recharge") return;
    const wallet = kind === "refund" ? this.merchant : this.user;
    wallet.held -= amount;
    if (status === "failed" || status === "refused") wallet.available += amount;
    if (kind !== "refund" || status !== "succeeded" || charge === undefined) return;
    const refunded = this.things
      .filter((each) => each.charge === charge && each !== thing && each.status === "succeeded")
      .reduce((sum, each) => sum + each.amount, amount);
    charge.status = refunded === charge.amount ? "refunded" : "partly_refunded";
  }
}
