import type { TrialMerchant } from "@purse/purse";
import type { MerchantAccounts } from "@purse/sandbox";
import type { Fields } from "../harness/http-request.ts";
import { openPurse, type PurseOptions, type TestPurse } from "../harness/purse.ts";
import type { TestSandbox } from "../harness/sandbox.ts";
import { sandboxChannels } from "../harness/sandbox-channels.ts";
import type { OperationCall } from "./scenario.ts";
import type { Answer, Connection, Transport } from "./transports/transport.ts";

type ChangeAccounts = (accounts: MerchantAccounts) => {
  readonly alipay: object;
  readonly wechat: object;
};

/** What every Purse of the scenarios shares: the channels' sandbox, and one merchant there. */
export interface Surroundings {
  readonly sandbox: TestSandbox;
  readonly accounts: MerchantAccounts;
}

/** How long a channel may take, in milliseconds. */
const channelLimitMs = 500;

/** What a scenario has at hand. */
export interface Stage {
  readonly purse: TestPurse;
  readonly sandbox: TestSandbox;
  readonly merchant: () => Promise<TrialMerchant>;
  /** A merchant with accounts at both channels, changed as said before they are set. */
  readonly shop: (change?: ChangeAccounts) => Promise<TrialMerchant>;
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
  surroundings: Surroundings,
  options: PurseOptions = {},
): Promise<{
  readonly stage: Stage;
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
}> {
  const { sandbox, accounts } = surroundings;
  const purse = await openPurse({ channels: sandboxChannels(sandbox, channelLimitMs), ...options });
  const connection = await transport.connect(purse, options);
  const behind: (() => Promise<unknown>)[] = [];
  const tidy = async () => {
    for (const each of behind.splice(0)) await each();
  };
  const stage: Stage = {
    purse,
    sandbox,
    merchant: purse.merchant,
    async shop(change = (same) => same) {
      const made = await purse.merchant();
      const changed = change(accounts);
      const wallet = { wallet_id: made.merchant_wallet_id };
      const key = made.api_key;
      await succeed(connection, {
        operation: "wallets.setAlipay",
        fields: { ...wallet, ...changed.alipay },
        key,
      });
      await succeed(connection, {
        operation: "wallets.setWechat",
        fields: { ...wallet, ...changed.wechat },
        key,
      });
      return made;
    },
    step: (operation, fields, key) => succeed(connection, { operation, fields, key }),
    call: connection.call,
    async elsewhere(more = {}) {
      const opened = await openStage(transport, surroundings, { ...options, ...more });
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
