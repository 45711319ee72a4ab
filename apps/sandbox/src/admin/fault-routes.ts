import Router from "@koa/router";
import { z } from "zod";
import { answerFaults, notifyFaults, operations } from "../faults/kinds.ts";
import { magicTable } from "../faults/magic.ts";
import { channels, type House } from "../house.ts";
import { AdminError } from "./admin-error.ts";
import { readJson } from "./read-json.ts";

const NewFault = z.strictObject({
  channel: z.enum(channels),
  operation: z.enum(operations),
  fault: z.string(),
  no: z.string().nullable().default(null),
  times: z.int().min(1).nullable().default(1).describe("null: until the faults are taken away"),
});

/** Faults: what there is, what is ordered. */
export function faultRoutes({ faults }: House): Router {
  const router = new Router();
  router.get("/faults", (ctx) => {
    ctx.body = {
      ordered: faults.list(),
      operations,
      answers: answerFaults,
      notifications: notifyFaults,
      outcomes: faults.outcomes,
      magic: magicTable(faults.outcomes),
    };
  });
  router.post("/faults", async (ctx) => {
    const fault = await readJson(ctx, NewFault);
    const names = faults.namesOf(fault.channel, fault.operation);
    if (!names.includes(fault.fault)) {
      throw new AdminError(400, `fault: expected one of ${names.join(", ")}`);
    }
    ctx.body = faults.add(fault);
  });
  router.delete("/faults/:id", (ctx) => {
    faults.remove(ctx.params.id ?? "");
    ctx.body = {};
  });
  router.delete("/faults", (ctx) => {
    faults.clear();
    ctx.body = {};
  });
  return router;
}
