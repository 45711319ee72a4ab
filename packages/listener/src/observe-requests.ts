import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { CallNotes } from "./calls.ts";
import type { Exchange, ObservedListener } from "./exchange.ts";
import type { Drain } from "./listen.ts";
import { onBehalfOf } from "./origin.ts";
import { requestIdOf } from "./request-id.ts";
import { since } from "./since.ts";

/** A request as it was answered; of a batch there is one for each call. No secret, nothing of a body. */
export interface RequestRecord {
  readonly request_id: string;
  /** When it came. */
  readonly at: Date;
  readonly method: string;
  /** Without the query, and cut short. */
  readonly path: string;
  /** `charges.create`; null when no operation was found. */
  readonly operation: string | null;
  readonly merchant_id: string | null;
  readonly key_id: string | null;
  /** What was made, read or asked for. */
  readonly resource_id: string | null;
  /** null when the caller had gone before the answer, and so is the code. */
  readonly status: number | null;
  /** 0 is success. */
  readonly code: number | null;
  readonly duration_ms: number;
}

/** What surrounds the answering of a request, such as a span of a trace. */
export interface Surrounding {
  readonly run: (work: () => void) => void;
  readonly end: (records: readonly RequestRecord[]) => void;
}

export interface RequestObserver {
  readonly onRequest: (record: RequestRecord) => void;
  readonly surround?: ((request: IncomingMessage) => Surrounding) | undefined;
}

/** Gives every request its id, and tells of it when its answer is through. */
export function observeRequests(
  handle: RequestListener,
  { onRequest, surround = bare }: RequestObserver,
  drain: Drain,
): ObservedListener {
  return (request, response) => {
    const request_id = requestIdOf(request);
    const at = new Date();
    const began = performance.now();
    const surrounding = surround(request);
    const exchange: Exchange = {
      requestId: request_id,
      calls: [],
      code: null,
      drain,
      isTurnedAway: false,
      endings: [],
    };
    request.exchange = exchange;
    response.on("close", () => {
      for (const end of exchange.endings) end();
      const whole = { request_id, at, duration_ms: since(began) };
      const records = exchange.isTurnedAway ? [] : recordsOf(whole, exchange, response);
      surrounding.end(records);
      for (const record of records) onRequest(record);
    });
    surrounding.run(() => onBehalfOf({ request_id }, () => handle(request, response)));
  };
}

const bare = (): Surrounding => ({ run: (work) => work(), end() {} });

const pathLengthMax = 256;

function recordsOf(
  whole: Pick<RequestRecord, "request_id" | "at" | "duration_ms">,
  { calls, code }: Exchange,
  response: ServerResponse,
): RequestRecord[] {
  const { method = "", url = "" } = response.req;
  const query = url.indexOf("?");
  const path = url.slice(0, query === -1 ? pathLengthMax : Math.min(query, pathLengthMax));
  const answer = response.headersSent
    ? { status: response.statusCode, code: code ?? 0 }
    : { status: null, code: null };
  const record = (call: CallNotes | typeof noCall): RequestRecord => ({
    // Spelt out: copies of objects of several kinds take several times as long.
    request_id: whole.request_id,
    at: whole.at,
    method,
    path,
    operation: call.operation,
    merchant_id: call.merchant_id,
    key_id: call.key_id,
    resource_id: call.resource_id,
    status: answer.status,
    code: call.code ?? answer.code,
    duration_ms: call.duration_ms ?? whole.duration_ms,
  });
  return calls.length === 0 ? [record(noCall)] : calls.map(record);
}

const noCall = {
  operation: null,
  merchant_id: null,
  key_id: null,
  resource_id: null,
  code: null,
  duration_ms: null,
};
