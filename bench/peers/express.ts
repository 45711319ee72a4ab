import express from "express";
import { Order, path, receiptOf } from "../order.ts";
import { failure, success } from "./envelope.ts";
import { listen } from "./listen.ts";
import { detailOf } from "./zod-detail.ts";

const app = express();
app.use(express.json());
app.post(path, (request, response) => {
  const order = Order.safeParse(request.body);
  if (order.success) response.json(success(receiptOf(order.data)));
  else response.status(400).json(failure(detailOf(order.error)));
});
listen(app);
