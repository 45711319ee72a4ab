import type { IncomingMessage, ServerResponse } from "node:http";
import { PurseError } from "@purse/contract";
import {
  exchangeOf,
  headersOfError,
  headersOfType,
  type OperatorRole,
  send,
} from "@purse/listener";
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from "@trpc/server";
import type { Logger } from "pino";
import { type GatewayContext, readContext } from "./context.ts";
import { failureOf, trpcError } from "./failure.ts";
import { isSubscription, type ReadCall, type ReadCalls, readCalls } from "./read-calls.ts";
import type { Procedures } from "./router.ts";
import { streamEvents } from "./stream-events.ts";

/** What came of a call, as the wire has it, and the error behind it. */
interface Outcome {
  readonly shape: { readonly result: { readonly data: unknown } } | { readonly error: unknown };
  readonly failure: PurseError | undefined;
}

/**
 * Answers requests in tRPC's protocol, by the router's procedures. tRPC's own adapters make a fetch
 * Request, Headers, Response and streams of each request, which costs several times the call.
 */
export function callAnswerer(router: Procedures, logger: Logger) {
  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    role: OperatorRole | PurseError,
  ): Promise<void> {
    const { requestId } = exchangeOf(request);
    if (role instanceof PurseError) return sendOutcomes(response, refused(trpcError(role)));
    try {
      if (isSubscription(router, request)) {
        return streamEvents(router, request, response, role, (error) => tellOf(error, requestId));
      }
      const calls = await readCalls(router, request, response);
      const context = readContext(request, requestId, role);
      const outcomes = await Promise.all(
        calls.calls.map((call) => outcomeOf(calls, call, context)),
      );
      const [only] = outcomes;
      sendOutcomes(response, calls.isBatch || only === undefined ? outcomes : only);
    } catch (error) {
      sendOutcomes(response, refused(asTrpc(error), requestId));
    }
  }

  async function outcomeOf(
    { type }: ReadCalls,
    { path, input }: ReadCall,
    ctx: GatewayContext,
  ): Promise<Outcome> {
    try {
      const getRawInput = async () => input();
      const call = { router, path, type, ctx, getRawInput, batchIndex: 0, signal: undefined };
      return { shape: { result: { data: await callTRPCProcedure(call) } }, failure: undefined };
    } catch (error) {
      return refused(asTrpc(error), ctx.requestId, path);
    }
  }

  function refused(error: TRPCError, requestId?: string, path?: string): Outcome {
    const failure = failureOf(error);
    if (failure.key === "unknown") tellOf(error, requestId, path);
    const { _config: config } = router._def;
    const about = { type: "unknown", path, input: undefined, ctx: undefined } as const;
    return { shape: { error: getTRPCErrorShape({ config, error, ...about }) }, failure };
  }

  function tellOf(error: unknown, requestId?: string, path?: string): void {
    logger.error({ err: error, path, request_id: requestId }, "unforeseen");
  }
  return answer;
}

function asTrpc(error: unknown): TRPCError {
  return error instanceof PurseError ? trpcError(error) : getTRPCErrorFromUnknown(error);
}

/** Of one call its outcome, of a batch a list of them. */
function sendOutcomes(response: ServerResponse, outcomes: Outcome | readonly Outcome[]): void {
  const list = "shape" in outcomes ? [outcomes] : outcomes;
  const [only] = list.length === 1 ? list : [];
  const body = JSON.stringify(
    "shape" in outcomes ? outcomes.shape : outcomes.map(({ shape }) => shape),
  );
  const code = only?.failure?.code ?? 0;
  send(response, { status: statusOf(list), code, headers: headersOf(only?.failure), body });
}

/** The headers of an answer; `failure` is the one thing that it says, if it says one. */
function headersOf(failure: PurseError | undefined): readonly string[] {
  return failure === undefined ? jsonHeaders : [...jsonHeaders, ...headersOfError(failure.entry)];
}

const jsonHeaders = headersOfType("application/json");

/** One status for a batch: its calls' own where they agree, else 200; tRPC's 207 is none of ours. */
function statusOf(outcomes: readonly Outcome[]): number {
  const statuses = new Set(outcomes.map(({ failure }) => failure?.httpStatus ?? 200));
  const [status = 200] = statuses;
  return statuses.size === 1 ? status : 200;
}
