import { randomBytes } from "node:crypto";
import type { Ports } from "@purse/core";
import pRetry from "p-retry";
import { request } from "undici";
import { z } from "zod";

const Answer = z.object({
  random_key: z.base64().refine((text) => Buffer.from(text, "base64").length === 32),
});

/** How long a provider may take, in milliseconds. */
const limitMs = 2000;

/** This machine's own generator. */
export const localRandomKey: Ports["newRandomKey"] = async () => randomBytes(32).toString("base64");

/**
 * Random keys from an HSM or KMS behind HTTP: POST, answered by `{"random_key": base64 of 32
 * bytes}`. Anything else is no answer and is asked for again, until the time is up.
 */
export function httpRandomKey(url: string): Ports["newRandomKey"] {
  return async () => {
    const signal = AbortSignal.timeout(limitMs);
    try {
      return await pRetry(() => ask(url, signal), { signal, retries: 20, minTimeout: 50 });
    } catch {
      return undefined;
    }
  };
}

async function ask(url: string, signal: AbortSignal): Promise<string> {
  const { statusCode, body } = await request(url, { method: "POST", signal });
  if (statusCode !== 200) throw new Error(`the provider of random keys answers ${statusCode}`);
  return Answer.parse(await body.json()).random_key;
}
