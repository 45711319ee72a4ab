const commandComplete = "C".charCodeAt(0);

/**
 * Finds, in what PostgreSQL's server sends, the answers to COMMIT. Messages are a letter and a
 * length; those that a chunk ends within are put together with the next one.
 */
export class CommitAnswers {
  #rest: Buffer = Buffer.alloc(0);
  #isPostgres: boolean | undefined;

  /** What the client sends: only whoever opens as PostgreSQL's clients do is listened to. */
  sent(bytes: Buffer): void {
    this.#isPostgres ??= bytes.length >= 8 && bytes.readUInt32BE(4) === 196_608;
  }

  /** Whether these bytes say that a transaction is committed. */
  received(bytes: Buffer): boolean {
    if (this.#isPostgres !== true) return false;
    let found = false;
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 5) {
      const length = this.#rest.readUInt32BE(1) + 1;
      if (this.#rest.length < length) break;
      const message = this.#rest.subarray(0, length);
      found ||= message[0] === commandComplete && message.toString("latin1", 5) === "COMMIT\0";
      this.#rest = this.#rest.subarray(length);
    }
    return found;
  }
}
