import { Agent, request } from "undici";

/** The most bytes that a channel's answer may have; a bill's download may have more. */
const answerBytesMax = 262_144;

export interface HttpCall {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeLimitMs: number;
  readonly bytesMax?: number;
  /** Connections with a client certificate of their own. */
  readonly dispatcher?: Agent;
}

/** What came of an HTTP call: an answer in UTF-8, whatever its status, or none that can be read. */
export type HttpAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | {
      readonly ok: false;
      readonly key: "channel_connection_error" | "channel_parse_error";
      readonly detail: string;
    };

// One pool for all calls. Nothing is sent twice: only the caller knows what is safe to repeat.
const pool = new Agent({ connections: 64, keepAliveTimeout: 4000, pipelining: 1 });

// Fatal: an amount or a signature must not hang on replacement characters.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Calls a channel once. Redirects are not followed; an encoded or oversized answer is not read. */
export async function callHttp(call: HttpCall): Promise<HttpAnswer> {
  const { method, url, headers = {}, body, timeLimitMs, bytesMax = answerBytesMax } = call;
  const signal = AbortSignal.timeout(timeLimitMs);
  try {
    const answer = await request(url, {
      method,
      // undici decodes nothing by itself, and decoders are a way in for attackers.
      headers: { "accept-encoding": "identity", ...headers },
      body: body ?? null,
      signal,
      dispatcher: call.dispatcher ?? pool,
    });
    const encoding = one(answer.headers["content-encoding"]);
    if (encoding !== undefined && encoding !== "identity") {
      // Destroyed unread, it says so by an error that nobody else would hear.
      answer.body.on("error", () => {}).destroy();
      return unreadable(`the answer is encoded: ${encoding.slice(0, 32)}`);
    }
    const bytes = await readAtMost(answer.body, bytesMax);
    if (bytes === undefined) return unreadable(`the answer has more than ${bytesMax} bytes`);
    const text = decode(bytes);
    if (text === undefined) return unreadable("the answer is not UTF-8");
    return { ok: true, status: answer.statusCode, headers: flat(answer.headers), text };
  } catch (error) {
    const detail = signal.aborted ? `no answer within ${timeLimitMs} ms` : nameOf(error);
    return { ok: false, key: "channel_connection_error", detail };
  }
}

async function readAtMost(
  body: AsyncIterable<Buffer>,
  bytesMax: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the stream and its connection.
    if (size > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(detail: string): HttpAnswer {
  return { ok: false, key: "channel_parse_error", detail };
}

/** The name of what failed, `ECONNREFUSED`; messages may carry addresses. */
function nameOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), "code");
  return typeof code === "string" ? code : "the connection failed";
}

function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const text = one(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
