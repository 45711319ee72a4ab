import type { Mode, WebhookAnswer, WebhookError, Webhooks } from "@purse/core";
import { type Dispatcher, request } from "undici";
import {
  AddressRefused,
  checkedAddresses,
  type Egress,
  egressAgent,
  hostOf,
  type Resolve,
  systemResolve,
} from "./egress.ts";
import { newSecret, signedHeaders } from "./sign.ts";

/** How long one attempt may take, and how long a name may when an endpoint is made. */
const [attemptMs, nameMs] = [15_000, 2000];

interface WebhooksOptions {
  readonly egress: Egress;
  readonly resolve?: Resolve;
  readonly timeLimitMs?: number;
}

/** Core's port for webhooks, over HTTP: signed as Standard Webhooks say, no redirect followed. */
export function createWebhooks({
  egress,
  resolve = systemResolve,
  timeLimitMs = attemptMs,
}: WebhooksOptions): Webhooks {
  const agent = egressAgent(egress, resolve);
  return {
    newSecret,

    async refusalOf(text, mode) {
      if (egress === "any") return undefined;
      if (!schemeFits(text, mode)) return "expected an https:// URL";
      const addresses = checkedAddresses(resolve, hostOf(new URL(text).hostname));
      const late = new Promise<void>((done) => setTimeout(done, nameMs).unref());
      try {
        await Promise.race([addresses, late]);
      } catch (error) {
        if (error instanceof AddressRefused) return "expected a host at a public address";
        // A name that does not resolve yet is looked at again whenever something is sent.
      }
      return undefined;
    },

    async send({ url, mode, id, body, secrets, request_id }) {
      const start = performance.now();
      const passed = () => Math.round(performance.now() - start);
      if (egress === "public" && !schemeFits(url, mode)) {
        return { status: null, error: "address_refused", duration_ms: passed() };
      }
      try {
        const signed = signedHeaders(secrets, id, body, new Date());
        const headers = { ...signed, ...(request_id && { "x-request-id": request_id }) };
        const status = await post(agent, url, body, headers, timeLimitMs);
        return { status, error: null, duration_ms: passed() };
      } catch (error) {
        return { status: null, error: errorOf(error), duration_ms: passed() } as WebhookAnswer;
      }
    },
  };
}

/** Real money's events are not for everybody on the way. */
function schemeFits(url: string, mode: Mode): boolean {
  return mode === "test" || new URL(url).protocol === "https:";
}

/** Posts once and answers the status; the answer's body is nobody's business. */
async function post(
  dispatcher: Dispatcher,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeLimitMs: number,
): Promise<number> {
  const answer = await request(url, {
    method: "POST",
    dispatcher,
    headers: {
      ...headers,
      "content-type": "application/json",
      "accept-encoding": "identity",
      "user-agent": "Purse",
    },
    body,
    signal: AbortSignal.timeout(timeLimitMs),
  });
  answer.body.on("error", () => {}).destroy();
  return answer.statusCode;
}

const dnsCodes = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "ENODATA", "ESERVFAIL"]);
const timeoutCodes = new Set(["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT", "UND_ERR_HEADERS_TIMEOUT"]);

function errorOf(error: unknown): WebhookError {
  if (error instanceof AddressRefused) return "address_refused";
  const { name, code = "" } = Object(error) as { name?: unknown; code?: unknown };
  if (name === "TimeoutError" || timeoutCodes.has(String(code))) return "timeout";
  if (dnsCodes.has(String(code))) return "dns";
  return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(String(code))
    ? "tls"
    : "connection";
}
