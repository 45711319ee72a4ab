import { Readable } from "node:stream";
import { PaymentChannel } from "@purse/contract";
import {
  type Core,
  countCodes,
  type LedgerProgress,
  type LedgerReport,
  listFaults,
  listLedgerChecks,
  orderFault,
  withdrawFault,
} from "@purse/core";
import { z } from "zod";
import { dataOf } from "./failure.ts";
import { procedure } from "./trpc.ts";

const Span = z.strictObject({ minutes: z.int().min(1).max(43_200).default(60) });
const ChecksWanted = z.strictObject({ count: z.int().min(1).max(100).default(20) });
const NewFault = z.strictObject({
  channel: PaymentChannel,
  operation: z.string().max(64),
  fault: z.string().max(64),
  no: z.string().max(64).nullable().default(null),
  times: z.int().min(1).nullable().default(1),
});
const FaultId = z.strictObject({ id: z.uuid() });

/** How a ledger check goes on, and at its end what it has found. */
type LedgerStep =
  | { readonly progress: LedgerProgress; readonly report: null }
  | { readonly progress: null; readonly report: LedgerReport };

/** What operators watch: codes, the ledger, and the sandbox, in which they can have faults. */
export function watchProcedures(core: Core) {
  return {
    codes: {
      counts: procedure
        .input(Span)
        .query(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => countCodes(scope, input))),
        ),
    },
    ledger: {
      check: procedure.query(async ({ ctx }) =>
        dataOf(await core.operate(ctx.actor, () => core.checkLedger())),
      ),
      checks: procedure.input(ChecksWanted).query(async ({ ctx, input }) => {
        const checks = await core.operate(ctx.actor, (scope) => listLedgerChecks(scope, input));
        return dataOf(checks).map(({ at, ...check }) => ({ ...check, at: at.toISOString() }));
      }),
      watch: procedure.subscription(({ ctx }) => checkSteps(core, ctx.actor)),
    },
    sandbox: {
      faults: procedure.query(async ({ ctx }) => dataOf(await core.operate(ctx.actor, listFaults))),
      order: procedure
        .input(NewFault)
        .mutation(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => orderFault(scope, input))),
        ),
      withdraw: procedure
        .input(FaultId)
        .mutation(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => withdrawFault(scope, input))),
        ),
    },
  };
}

async function* checkSteps(core: Core, actor: string): AsyncGenerator<LedgerStep> {
  const steps = new Readable({ objectMode: true, read() {} });
  const onProgress = (progress: LedgerProgress) => void steps.push({ progress, report: null });
  const checked = core.operate(actor, () => core.checkLedger({ onProgress }));
  checked.then(
    () => steps.push(null),
    (error) => steps.destroy(error),
  );
  for await (const step of steps) yield step;
  yield { progress: null, report: dataOf(await checked) };
}
