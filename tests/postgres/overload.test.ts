import { expect, test } from "vitest";
import { openAccounts } from "../harness/channel-accounts.ts";
import { usePurse } from "../harness/purse.ts";
import { payment } from "../harness/requests.ts";
import { ScriptedChannel } from "../harness/scripted-channel.ts";

/** A channel that answers when it is told to, so many at a time. */
class SilentChannel extends ScriptedChannel {
  readonly waiting: (() => void)[] = [];
  readonly #channel = new ScriptedChannel();
  override pay: ScriptedChannel["pay"] = async (access, order) => {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.#channel.pay(access, order);
  };
  answer(count: number): void {
    for (const resolve of this.waiting.splice(0, count)) resolve();
  }
}

const channel = new SilentChannel();
const purse = usePurse({
  channels: { wechat: channel },
  keyConcurrency: 1000,
  timeLimitMs: 30_000,
});

test("who waits for a channel takes nobody's place at the database", async () => {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant);
  const key = merchant.api_key;
  const charge = () => {
    const { payer_wallet_id: _, ...body } = { ...payment(merchant), channel: "wechat" };
    return purse.call("POST", "/v1/charges", { key, body });
  };
  const waiting = [];
  for (let count = 30; count <= 300; count += 30) {
    waiting.push(...Array.from({ length: 30 }, charge));
    await expect.poll(() => channel.waiting.length, { timeout: 15_000 }).toBe(count);
  }
  expect(purse.house.atDatabase().underWay).toBe(0);
  const body = payment(merchant);
  expect((await purse.call("POST", "/v1/charges", { key, body })).status).toBe(200);
  while (channel.waiting.length > 0) {
    channel.answer(30);
    await expect.poll(() => purse.house.atDatabase().underWay, { timeout: 5000 }).toBe(0);
  }
  expect((await Promise.all(waiting)).filter(({ status }) => status !== 200)).toEqual([]);
});
