import Koa from "koa";
import { path, receiptOf } from "../order.ts";
import { faultOf, isOrder, readBody } from "./by-hand.ts";
import { failure, success } from "./envelope.ts";
import { listen } from "./listen.ts";

const app = new Koa();
app.use(async (ctx) => {
  if (ctx.path !== path || ctx.method !== "POST") return;
  const body = await readBody(ctx.req);
  if (isOrder(body)) {
    ctx.body = success(receiptOf(body));
    return;
  }
  ctx.status = 400;
  ctx.body = failure(faultOf(body) ?? "");
});
listen(app.callback());
