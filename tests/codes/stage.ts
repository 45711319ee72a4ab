import type { TrialMerchant } from "@purse/purse";
import type { Fields } from "../harness/http-request.ts";
import { openPurse, type PurseOptions, type TestPurse } from "../harness/purse.ts";
import type { OperationCall } from "./scenario.ts";
import type { Answer, Connection, Transport } from "./transports/transport.ts";

/** What a scenario has at hand. */
export interface Stage {
  readonly purse: TestPurse;
  readonly merchant: () => Promise<TrialMerchant>;
  /** A call that has to succeed; answers its data. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of whatever operation.
  readonly step: (operation: string, fields: Fields, key: string) => Promise<any>;
  /** A call that may answer what it likes. */
  readonly call: (call: OperationCall) => Promise<Answer>;
  /** A stage of its own, for what would disturb the others; closed behind the scenario. */
  readonly elsewhere: (options?: PurseOptions) => Promise<Stage>;
  /** What is to be done when the scenario is over. */
  readonly behind: (tidy: () => Promise<unknown>) => void;
}

/** A stage that stands until it is closed, over one Purse and one transport. */
export async function openStage(
  transport: Transport,
  options: PurseOptions = {},
): Promise<{
  readonly stage: Stage;
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
}> {
  const purse = await openPurse(options);
  const connection = await transport.connect(purse, options);
  const behind: (() => Promise<unknown>)[] = [];
  const tidy = async () => {
    for (const each of behind.splice(0)) await each();
  };
  const stage: Stage = {
    purse,
    merchant: purse.merchant,
    step: (operation, fields, key) => succeed(connection, { operation, fields, key }),
    call: connection.call,
    async elsewhere(more = {}) {
      const opened = await openStage(transport, { ...options, ...more });
      behind.push(opened.close);
      return opened.stage;
    },
    behind: (each) => behind.push(each),
  };
  return {
    stage,
    tidy,
    async close() {
      await tidy();
      await connection.close();
      await purse.close();
    },
  };
}

async function succeed(connection: Connection, call: OperationCall): Promise<unknown> {
  const { code, message, data } = await connection.call(call);
  if (code !== 0) throw new Error(`${call.operation} answers ${code} ${message}`);
  return data;
}
