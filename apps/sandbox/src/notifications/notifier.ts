import { randomUUID } from "node:crypto";
import type { Channel } from "../house.ts";

/** What goes over the wire, made anew for each attempt: it says when it was sent. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Attempt {
  readonly at: string;
  readonly status: number | null;
  readonly answer: string;
}

/** A notification and what has become of it. */
export interface Notification {
  readonly id: string;
  readonly channel: Channel;
  readonly merchant_id: string;
  readonly kind: "payment" | "refund" | "transfer";
  readonly no: string;
  readonly url: string;
  readonly fault: string | null;
  state: "held" | "pending" | "acknowledged" | "given_up";
  readonly attempts: Attempt[];
}

type NewNotification = Omit<Notification, "id" | "state" | "attempts" | "fault"> & {
  readonly fault: string | undefined;
  readonly compose: () => Letter;
};

/** How a channel delivers. */
export interface DeliveryRule {
  /** How long it waits after each attempt that was not acknowledged. */
  readonly delaysSeconds: readonly number[];
  readonly isAcknowledged: (status: number, body: string) => boolean;
}

interface Kept {
  readonly notification: Notification;
  readonly compose: () => Letter;
}

const timeLimitMs = 5000;
const keptMax = 10_000;
const answerCharactersMax = 500;

/** Delivers notifications on the channels' own schedules, `speed` times as fast. */
export class Notifier {
  readonly #rules: Readonly<Record<Channel, DeliveryRule>>;
  readonly #speed: number;
  readonly #kept = new Map<string, Kept>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();

  constructor(rules: Readonly<Record<Channel, DeliveryRule>>, speed: number) {
    this.#rules = rules;
    this.#speed = speed;
  }

  /** Sends it, the way that its fault says. */
  send({ compose, fault, ...facts }: NewNotification): Notification {
    const notification: Notification = {
      id: randomUUID(),
      ...facts,
      fault: fault ?? null,
      state: "pending",
      attempts: [],
    };
    const kept = { notification, compose };
    const held = this.#heldOf(notification);
    this.#keep(kept);
    if (fault === "dropped" || fault === "out_of_order") notification.state = "held";
    else if (fault === "late") this.#later(kept, 0);
    else {
      const first = this.#deliver(kept);
      if (fault === "duplicated") void this.#attempt(kept);
      for (const each of held) void first.then(() => this.#deliver(each));
    }
    return notification;
  }

  list(): readonly Notification[] {
    return [...this.#kept.values()].map(({ notification }) => notification);
  }

  /** Delivers it once more, now; undefined when there is none. */
  async resend(id: string): Promise<Notification | undefined> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) await this.#attempt(kept);
    return kept?.notification;
  }

  close(): void {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #keep(kept: Kept): void {
    this.#kept.set(kept.notification.id, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptMax && oldest !== undefined) this.#kept.delete(oldest);
  }

  #heldOf({ channel, merchant_id }: Notification): readonly Kept[] {
    return [...this.#kept.values()].filter(
      ({ notification: each }) =>
        each.state === "held" &&
        each.fault === "out_of_order" &&
        each.channel === channel &&
        each.merchant_id === merchant_id,
    );
  }

  async #deliver(kept: Kept): Promise<void> {
    const { notification } = kept;
    notification.state = "pending";
    const attempts = notification.attempts.length;
    if (await this.#attempt(kept)) return;
    this.#later(kept, attempts);
  }

  #later(kept: Kept, place: number): void {
    const delay = this.#rules[kept.notification.channel].delaysSeconds[place];
    if (delay === undefined) {
      kept.notification.state = "given_up";
      return;
    }
    if (this.#closing.signal.aborted) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        // Somebody may have had it sent again meanwhile.
        if (kept.notification.state === "pending") void this.#deliver(kept);
      },
      (delay * 1000) / this.#speed,
    );
    timer.unref();
    this.#timers.add(timer);
  }

  async #attempt({ notification, compose }: Kept): Promise<boolean> {
    const at = new Date().toISOString();
    const { status, answer } = await this.#post(notification.url, compose());
    notification.attempts.push({ at, status, answer: answer.slice(0, answerCharactersMax) });
    const rule = this.#rules[notification.channel];
    if (status === null || !rule.isAcknowledged(status, answer)) return false;
    notification.state = "acknowledged";
    return true;
  }

  async #post(url: string, { headers, body }: Letter) {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeLimitMs)]);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers,
        body,
        redirect: "manual",
        signal,
      });
      return { status: response.status, answer: await response.text() };
    } catch (error) {
      return { status: null, answer: String(error) };
    }
  }
}
