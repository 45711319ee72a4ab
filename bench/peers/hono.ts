import { serve } from "@hono/node-server";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Order, path, Receipt, receiptOf } from "../order.ts";
import { failure } from "./envelope.ts";
import { ready } from "./listen.ts";
import { detailOf } from "./zod-detail.ts";

const answer = z.object({ code: z.literal(0), message: z.string(), data: Receipt });
const route = createRoute({
  method: "post",
  path,
  request: { body: { content: { "application/json": { schema: Order } }, required: true } },
  responses: { 200: { description: "", content: { "application/json": { schema: answer } } } },
});
const app = new OpenAPIHono({
  defaultHook: (result, ctx) =>
    result.success ? undefined : ctx.json(failure(detailOf(result.error)), 400),
});
app.openapi(route, (ctx) =>
  ctx.json({ code: 0 as const, message: "success", data: receiptOf(ctx.req.valid("json")) }, 200),
);
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => ready(port));
