import { oc } from "@orpc/contract";
import { OpenAPIHandler } from "@orpc/openapi/node";
import { implement } from "@orpc/server";
import { z } from "zod";
import { Order, path, Receipt, receiptOf } from "../order.ts";
import { listen } from "./listen.ts";

const answer = z.object({ code: z.literal(0), message: z.string(), data: Receipt });
const contract = {
  orders: { create: oc.route({ method: "POST", path }).input(Order).output(answer) },
};
const os = implement(contract);
const router = os.router({
  orders: {
    create: os.orders.create.handler(({ input }) => ({
      code: 0 as const,
      message: "success",
      data: receiptOf(input),
    })),
  },
});
const handler = new OpenAPIHandler(router);
listen(async (request, response) => {
  const { matched } = await handler.handle(request, response);
  if (!matched) response.writeHead(404).end();
});
