import { bodyParser } from "@koa/bodyparser";
import Router from "@koa/router";
import Koa from "koa";
import { Order, path, receiptOf } from "../order.ts";
import { failure, success } from "./envelope.ts";
import { listen } from "./listen.ts";
import { detailOf } from "./zod-detail.ts";

const router = new Router();
router.post(path, (ctx) => {
  const order = Order.safeParse(ctx.request.body);
  if (order.success) {
    ctx.body = success(receiptOf(order.data));
    return;
  }
  ctx.status = 400;
  ctx.body = failure(detailOf(order.error));
});
const app = new Koa();
app.use(bodyParser());
app.use(router.routes());
listen(app.callback());
