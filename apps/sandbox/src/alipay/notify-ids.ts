/** For how long after a notification has gone its id is known here. */
const validMs = 60_000;

/** The ids of notifications that a receiver may ask about: `notify_verify`. */
export class NotifyIds {
  readonly #sent = new Map<string, { readonly merchant_id: string; readonly at: number }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  sent(notifyId: string, merchant_id: string): void {
    const at = this.#now().getTime();
    for (const [id, each] of this.#sent) if (at - each.at > validMs) this.#sent.delete(id);
    this.#sent.set(notifyId, { merchant_id, at });
  }

  /** The answer, as mapi words it. */
  verify(partner: string | undefined, notifyId: string | undefined): "true" | "false" | "invalid" {
    if (!partner || !notifyId) return "invalid";
    const sent = this.#sent.get(notifyId);
    const isValid = sent?.merchant_id === partner && this.#now().getTime() - sent.at <= validMs;
    return isValid ? "true" : "false";
  }
}
