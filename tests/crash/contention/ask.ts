import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";

/** An answer, and how long it took. */
export interface Answer {
  readonly status: number;
  readonly code: number;
  // biome-ignore lint/suspicious/noExplicitAny: of a success, whose form the operation has.
  readonly data: any;
  readonly text: string;
  readonly tookMs: number;
}

export interface Question {
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
}

const agent = new Agent({ connections: 128, pipelining: 1 });

/** Asks once, as the merchant with this key: a POST where there is a body. */
export async function ask(
  url: string,
  apiKey: string,
  { path, body, idempotencyKey }: Question,
): Promise<Answer> {
  const since = performance.now();
  const answer = await request(url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "x-api-key": apiKey,
      "content-type": "application/json",
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    dispatcher: agent,
  });
  const text = await answer.body.text();
  const { code, data } = JSON.parse(text);
  return { status: answer.statusCode, code, data, text, tookMs: performance.now() - since };
}

/** Asks until it is not refused for the moment. */
export async function askUntilTold(...question: Parameters<typeof ask>): Promise<Answer> {
  for (;;) {
    const answer = await ask(...question);
    if (answer.status !== 403 && answer.status < 500) return answer;
    await sleep(50);
  }
}
