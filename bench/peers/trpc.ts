import { initTRPC } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { Order, receiptOf } from "../order.ts";
import { listen } from "./listen.ts";

const trpc = initTRPC.create();
const router = trpc.router({
  orders: trpc.router({
    create: trpc.procedure.input(Order).mutation(({ input }) => receiptOf(input)),
  }),
});
listen(createHTTPHandler({ router }));
