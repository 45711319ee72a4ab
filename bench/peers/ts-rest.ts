import { initContract } from "@ts-rest/core";
import { createExpressEndpoints, initServer } from "@ts-rest/express";
import express from "express";
import { Order, path, type Receipt, receiptOf } from "../order.ts";
import { failure, success } from "./envelope.ts";
import { listen } from "./listen.ts";
import { detailOf } from "./zod-detail.ts";

const c = initContract();
const answer = c.type<{ code: number; message: string; data: Receipt }>();
const contract = c.router({
  createOrder: { method: "POST", path, body: Order, responses: { 200: answer } },
});
const router = initServer().router(contract, {
  // @ts-expect-error: ts-rest knows only zod 3 by type; it runs with zod 4 as well.
  createOrder: async ({ body }) => ({ status: 200, body: success(receiptOf(body)) }),
});
const app = express();
app.use(express.json());
createExpressEndpoints(contract, router, app, {
  responseValidation: false,
  requestValidationErrorHandler: ({ body }, _request, response) => {
    response.status(400).json(failure(body === null ? "" : detailOf(body)));
  },
});
listen(app);
