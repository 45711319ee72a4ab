import type { MerchantAccounts } from "@purse/sandbox";
import type { Fields, OperationCall, Stage } from "@purse/scenarios";
import { openPurse, type PurseOptions, type TestPurse } from "../harness/purse.ts";
import type { TestSandbox } from "../harness/sandbox.ts";
import { sandboxChannels } from "../harness/sandbox-channels.ts";
import { liveKey } from "../harness/signing.ts";
import type { Answer, Connection, Transport } from "./transports/transport.ts";

/** What every Purse of the scenarios shares: the channels' sandbox, and one merchant there. */
export interface Surroundings {
  readonly sandbox: TestSandbox;
  readonly accounts: MerchantAccounts;
}

/** How long a channel may take, in milliseconds. */
const channelLimitMs = 1000;

/** A scenario's stage over a Purse of the test's and the transport that is on trial. */
export interface OpenedStage {
  readonly stage: Stage;
  readonly purse: TestPurse;
  /** What a call answers where its scenario wants it sent. */
  readonly answer: (call: OperationCall) => Promise<Answer>;
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A stage that stands until it is closed, over one Purse and one transport. */
export async function openStage(
  transport: Transport,
  surroundings: Surroundings,
  options: PurseOptions = {},
): Promise<OpenedStage> {
  const { sandbox, accounts } = surroundings;
  const purse = await openPurse({ channels: sandboxChannels(sandbox, channelLimitMs), ...options });
  const connection = await transport.connect(purse, options);
  const step = (operation: string, fields: Fields, key: string) =>
    succeed(connection, { operation, fields, key });
  const behind: (() => Promise<unknown>)[] = [];
  const owns = new Map<Stage, OpenedStage>();
  const tidy = async () => {
    for (const each of behind.splice(0)) await each();
    owns.clear();
  };
  const stage: Stage = {
    sandbox,
    merchant: purse.merchant,
    liveKey: () => liveKey(purse),
    async shop(change = (same) => same) {
      const made = await purse.merchant();
      const { alipay, wechat } = change(accounts);
      const wallet = { wallet_id: made.merchant_wallet_id };
      await step("wallets.setAlipay", { ...wallet, ...alipay }, made.api_key);
      await step("wallets.setWechat", { ...wallet, ...wechat }, made.api_key);
      return made;
    },
    step,
    call: connection.call,
    async elsewhere(more = {}) {
      const opened = await openStage(transport, surroundings, { ...options, ...more });
      behind.push(opened.close);
      const own = { ...opened.stage, database: opened.purse.database };
      owns.set(own, opened);
      return own;
    },
    behind: (each) => behind.push(each),
  };
  return {
    stage,
    purse,
    answer: ({ on, ...call }) =>
      on === undefined ? connection.call(call) : answerOf(owns.get(on), call),
    tidy,
    async close() {
      await tidy();
      await connection.close();
      await purse.close();
    },
  };
}

function answerOf(own: OpenedStage | undefined, call: OperationCall): Promise<Answer> {
  if (own === undefined) throw new Error("the call is to be sent where nothing was opened");
  return own.answer(call);
}

async function succeed(connection: Connection, call: OperationCall): Promise<unknown> {
  const { code, message, data } = await connection.call(call);
  if (code !== 0) throw new Error(`${call.operation} answers ${code} ${message}`);
  return data;
}
