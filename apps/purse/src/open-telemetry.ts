import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { RequestRecord } from "@purse/listener";
import type { Tracing } from "./tracing.ts";

/** How long a span waits for others before they are sent, in milliseconds. */
const waitMs = 1000;

/**
 * Tracing by OpenTelemetry's SDK over OTLP/HTTP. Nothing is registered globally: libraries that look
 * for a tracer of their own find none, and a process may have several.
 */
export function openTelemetry(endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "purse" }),
    // Whoever calls may say that a trace is not wanted.
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: waitMs })],
  });
  const tracer = provider.getTracer("purse");
  const propagator = new W3CTraceContextPropagator();
  const contexts = new AsyncLocalStorage<Context>();
  const current = () => contexts.getStore() ?? ROOT_CONTEXT;
  const within = <T>(span: Span, parent: Context, work: () => T): T =>
    contexts.run(trace.setSpan(parent, span), work);
  const parentOf = (carrier: object) =>
    propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);

  return {
    surround(request) {
      const parent = parentOf(request.headers);
      const span = tracer.startSpan("request", { kind: SpanKind.SERVER }, parent);
      return {
        run: (work) => within(span, parent, work),
        end(records) {
          for (const record of records) describe(span, record);
          span.end();
        },
      };
    },
    async span(name, attributes, work) {
      const parent = current();
      const span = tracer.startSpan(name, { attributes }, parent);
      try {
        return await within(span, parent, work);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute("error.type", error instanceof Error ? error.name : typeof error);
        throw error;
      } finally {
        span.end();
      }
    },
    called(name, attributes, durationMs, ok) {
      const startTime = Date.now() - durationMs;
      const options = { kind: SpanKind.CLIENT, startTime, attributes };
      const span = tracer.startSpan(name, options, current());
      if (!ok) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
    continuing: (traceparent, work) =>
      traceparent === undefined ? work() : contexts.run(parentOf({ traceparent }), work),
    traceparent() {
      const carrier: { traceparent?: string } = {};
      propagator.inject(current(), carrier, defaultTextMapSetter);
      return carrier.traceparent;
    },
    close: () => provider.shutdown(),
  };
}

/** A batch's span is named for its last call; what came of each is the log's to tell. */
function describe(span: Span, record: RequestRecord): void {
  const { method, path, operation, request_id, status, code } = record;
  span.updateName(`${method} ${operation ?? "none"}`);
  span.setAttributes({
    "http.request.method": method,
    "url.path": path,
    "purse.request_id": request_id,
    ...(status === null ? {} : { "http.response.status_code": status }),
    ...(code === null ? {} : { "purse.code": code }),
    ...(operation === null ? {} : { "purse.operation": operation }),
  });
  if (status === null || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}
