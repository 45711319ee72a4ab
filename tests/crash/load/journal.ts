import { type FileHandle, open } from "node:fs/promises";

/** What a client wants done, under a number of its own. */
export interface Intent {
  readonly noun: Noun;
  /** Its own number of the thing: order_no, refund_no … */
  readonly no: string;
  readonly merchant: number;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
}
export type Noun =
  | "charge"
  | "recharge"
  | "refund"
  | "transfer"
  | "red_envelope"
  | "withdrawal"
  | "wallet";

/** What a client was answered at last: an answer that says what came of it, or none in time. */
export interface Answered {
  readonly status: number;
  readonly code: number;
  readonly key: string;
  // biome-ignore lint/suspicious/noExplicitAny: the oracle looks into data whose schema was checked.
  readonly data: any;
  readonly text: string;
}

/** One thing that a client asked for, with everything that it heard of it. */
export interface Entry {
  readonly intent: Intent;
  /** By the harness's one clock, in milliseconds. */
  readonly startedAt: number;
  endedAt: number | undefined;
  /** Undefined: the client was never told. */
  answer: Answered | undefined;
  attempts: number;
  /** Each answer that said that it may or may not have been done. */
  readonly open: string[];
}

/** What clients asked for and heard, on disk before anything else happens. */
export class Journal {
  readonly entries: Entry[] = [];
  readonly #file: FileHandle;
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<Journal> {
    return new Journal(await open(path, "a"));
  }

  async begin(intent: Intent): Promise<Entry> {
    const entry: Entry = {
      intent,
      startedAt: performance.now(),
      endedAt: undefined,
      answer: undefined,
      attempts: 0,
      open: [],
    };
    this.entries.push(entry);
    await this.#write({ intent });
    return entry;
  }

  async end(entry: Entry, answer: Answered): Promise<void> {
    entry.endedAt = performance.now();
    entry.answer = answer;
    const { no } = entry.intent;
    await this.#write({ no, status: answer.status, text: answer.text });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  /** Lines that come while the disk is busy are written together. */
  #write(line: object): Promise<void> {
    this.#waiting.push(`${JSON.stringify(line)}\n`);
    const write = async () => {
      await this.#writing;
      const lines = this.#waiting.splice(0).join("");
      if (lines === "") return;
      this.#writing = this.#file.write(lines).then(() => this.#file.datasync());
      await this.#writing;
    };
    return write();
  }
}
