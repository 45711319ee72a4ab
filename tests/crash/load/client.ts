import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorKey, parseEnvelope, registry } from "@purse/contract";
import { type Signer, signRequest } from "@purse/signatures";
import { Agent, request } from "undici";
import { z } from "zod";
import type { Random } from "../random.ts";
import type { Answered, Entry, Intent, Journal } from "./journal.ts";

const statuses = new Set([200, 400, 401, 402, 403, 404, 500, 502, 503, 504]);
/** Longer than the server's own time limit. */
const timeLimitMs = 12_000;

/** Refusals of a channel or for the moment, behind which the thing may yet be done. */
const openKeys: ReadonlySet<ErrorKey | "success"> = new Set<ErrorKey>([
  "refund_pending",
  "refund_wait_operation",
  "transfer_wait_operation",
  // The channel does not let us in, which says nothing of what it did before.
  "channel_auth_error",
]);

export interface Holder {
  readonly apiKey: string;
  /** Signs every request, if there is one. */
  readonly signer?: Signer | undefined;
}

/** Answers that no server of Purse's may give, whatever happens to it. */
export const impossible: string[] = [];

/** A merchant's backend: asks again, under the same number, until it knows what came of it. */
export class Client {
  readonly #urls: readonly string[];
  readonly #journal: Journal;
  readonly #random: Random;
  readonly #agent = new Agent({ connections: 8, pipelining: 1 });
  #turn: number;

  constructor(urls: readonly string[], journal: Journal, random: Random) {
    this.#urls = urls;
    this.#journal = journal;
    this.#random = random;
    this.#turn = random.integer(0, urls.length - 1);
  }

  /** Has something done; undefined when the time is over before anybody says what came of it. */
  async ask(holder: Holder, intent: Intent, until: () => number): Promise<Entry> {
    const entry = await this.#journal.begin(intent);
    for (;;) {
      entry.attempts += 1;
      const { path, body, idempotencyKey } = intent;
      const answer = await this.send(holder, "POST", path, body, idempotencyKey);
      if (answer !== undefined && isFinal(answer)) {
        await this.#journal.end(entry, answer);
        return entry;
      }
      entry.open.push(answer?.key ?? "no answer");
      // What a channel leaves open is not the server's to answer at once: people and workers end it.
      const isOpenThere = answer?.status === 402 || answer?.status === 502;
      if (performance.now() > until() || (isOpenThere && entry.attempts > 3)) return entry;
      this.#turn += 1;
      await sleep(Math.min(1000, 40 * entry.attempts) * (0.5 + this.#random.next()));
    }
  }

  /** Sends one request once; undefined when there was no answer. Some are cut off on our side. */
  async send(
    holder: Holder,
    method: "GET" | "POST" | "PUT",
    path: string,
    body?: object,
    idempotencyKey?: string,
  ): Promise<Answered | undefined> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const url = this.#urls[this.#turn % this.#urls.length]! + path;
    const key = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    const headers = { ...key, ...(await headersOf(holder, method, url, text)) };
    const impatient = this.#random.chance(0.02);
    return this.#send(
      method,
      url,
      headers,
      text,
      impatient ? this.#random.integer(1, 60) : timeLimitMs,
    );
  }

  /** Sends the very same signed request twice; answers what the second one got, if the first was good. */
  async sendTwice(holder: Holder, path: string): Promise<Answered | undefined> {
    const url = this.#urls[0]! + path;
    const headers = await headersOf(holder, "GET", url, undefined);
    const first = await this.#send("GET", url, headers, undefined, timeLimitMs);
    if (first?.status !== 200) return undefined;
    return this.#send("GET", url, headers, undefined, timeLimitMs);
  }

  async #send(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    text: string | undefined,
    limitMs: number,
  ): Promise<Answered | undefined> {
    const { pathname } = new URL(url);
    try {
      const answer = await request(url, {
        method,
        headers,
        body: text ?? null,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(limitMs),
      });
      return read(answer.statusCode, await answer.body.text(), pathname);
    } catch {
      return undefined;
    }
  }

  /** Turns to the next replica. */
  turn(): void {
    this.#turn += 1;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

async function headersOf(
  { apiKey, signer }: Holder,
  method: string,
  url: string,
  text: string | undefined,
): Promise<Record<string, string>> {
  const type = text === undefined ? {} : { "content-type": "application/json" };
  const plain = { "x-api-key": apiKey, ...type };
  if (signer === undefined) return plain;
  return { ...plain, ...(await signRequest({ method, url, apiKey, body: bytesOf(text) }, signer)) };
}

function bytesOf(text: string | undefined): Uint8Array<ArrayBuffer> | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

/** What an answer says; undefined, and noted as impossible, when it is none of Purse's. */
export function read(status: number, text: string, path: string): Answered | undefined {
  try {
    if (!statuses.has(status)) throw new Error(`status ${status}`);
    const result = parseEnvelope(z.unknown(), JSON.parse(text));
    if (result.ok) {
      if (status !== 200) throw new Error(`success with ${status}`);
      return { status, code: 0, key: "success", data: result.data, text };
    }
    const { key, code, httpStatus } = result.error;
    if (status !== httpStatus) throw new Error(`${key} with ${status}`);
    if (key === "unknown") impossible.push(`${path}: -1: ${text}`);
    return { status, code, key, data: null, text };
  } catch (error) {
    impossible.push(`${path}: ${status}: ${error}: ${text.slice(0, 200)}`);
    return undefined;
  }
}

/** Whether an answer says what came of the request, for good. */
function isFinal({ status, key }: Answered): boolean {
  if (status === 200) return true;
  // 401 too: a replica whose clock is wrong refuses good signatures, and another one does not.
  if (status >= 500 || status === 403 || status === 401) return false;
  return !openKeys.has(key as ErrorKey) && registry.has(key);
}
