import {
  type Accounts,
  type Fields,
  type OperationCall,
  type RestRequest,
  restRequestOf,
  type Stage,
} from "@purse/scenarios";
import { exchange, type HttpExchange } from "../http-exchange.ts";
import { openOwnPurse } from "./own-purse.ts";
import type { Place } from "./place.ts";
import { sandboxControl } from "./sandbox-control.ts";

export interface TriggerStage {
  readonly stage: Stage;
  /** Where a call is to be sent: a scenario may have begun a Purse of its own for it. */
  readonly placeOf: (call: OperationCall) => Place;
}

/** A scenario's stage over a Purse that is there; `behind` hears what is to be closed. */
export function openStage(
  running: Place,
  sandboxUrl: string,
  behind: Stage["behind"],
): TriggerStage {
  const sandbox = sandboxControl(sandboxUrl);
  const owns = new Map<Stage, Place>();

  function stageAt(place: Place): Stage {
    async function step(operation: string, fields: Fields, key: string): Promise<unknown> {
      const { data, error } = await send(place, restRequestOf({ operation, fields, key }));
      if (error !== undefined) throw error;
      return data;
    }
    return {
      sandbox,
      behind,
      step,
      merchant: place.merchant,
      liveKey: place.liveKey,
      call: (call) => send(place, restRequestOf(call)),
      async shop(change = (same: Accounts) => same) {
        const made = await place.merchant();
        const { alipay, wechat } = change(await sandbox.merchant());
        const wallet = { wallet_id: made.merchant_wallet_id };
        await step("wallets.setAlipay", { ...wallet, ...alipay }, made.api_key);
        await step("wallets.setWechat", { ...wallet, ...wechat }, made.api_key);
        return made;
      },
      async elsewhere(options = {}) {
        const own = await openOwnPurse(sandboxUrl, options);
        behind(own.close);
        const stage = { ...stageAt(own), database: own.database };
        owns.set(stage, own);
        return stage;
      },
    };
  }
  return {
    stage: stageAt(running),
    placeOf: ({ on }) => (on === undefined ? undefined : owns.get(on)) ?? running,
  };
}

/** Sends a scenario's request as it stands; test keys need no signature. */
export function send(
  { serverUrl }: Place,
  { method, path, key, idempotencyKey, body }: RestRequest,
): Promise<HttpExchange> {
  const headers = {
    ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
    ...(body === undefined ? {} : { "Content-Type": body.type }),
  };
  return exchange(
    serverUrl,
    { api_key: key ?? undefined },
    { method, path, headers, body: body?.text },
  );
}
