import { expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

/** A channel that answers when it is told to. */
class SlowChannel extends ScriptedChannel {
  readonly #waiting: (() => void)[] = [];
  readonly #channel = new ScriptedChannel();
  override pay: ScriptedChannel["pay"] = async (access, order) => {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#channel.pay(access, order);
  };
  get waiting() {
    return this.#waiting.length;
  }
  answer(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const channel = new SlowChannel();
const purse = usePurse({ channels: { wechat: channel }, keyConcurrency: 5 });

async function busyMerchant(inFlight: number) {
  const made = await purse.merchant();
  await openAccounts(purse, made);
  const key = made.api_key;
  const charge = () => {
    const { payer_wallet_id: _, ...body } = { ...payment(made), channel: "wechat" };
    return purse.call("POST", "/v1/charges", { key, body });
  };
  const charging = Array.from({ length: inFlight }, charge);
  await expect.poll(() => channel.waiting, { timeout: 5000 }).toBe(inFlight);
  return { made, key, charge, charging };
}

test("a key with as many requests in flight as it may have is refused more, without effect", async () => {
  const { made, key, charge, charging } = await busyMerchant(5);
  const refused = await charge();
  expect([refused.status, refused.key]).toEqual([403, "concurrency_limit_exceeded"]);
  expect(refused.headers.get("Retry-After")).toBe("1");
  const path = `/v1/wallets/${made.merchant_wallet_id}`;
  expect((await purse.call("GET", path, { key })).key).toBe("concurrency_limit_exceeded");
  channel.answer();
  expect((await Promise.all(charging)).map(({ status }) => status)).toEqual(Array(5).fill(200));
  const status = async () => (await purse.call("GET", path, { key })).status;
  await expect.poll(status, { timeout: 5000 }).toBe(200);
  const list = `/v1/charges/list/${made.merchant_wallet_id}?page=1&count=100`;
  expect((await purse.call("GET", list, { key })).data.total).toBe(5);
});

test("another key is not held up by it", async () => {
  const { charging } = await busyMerchant(5);
  const other = await purse.merchant();
  const path = `/v1/wallets/${other.merchant_wallet_id}`;
  expect((await purse.call("GET", path, { key: other.api_key })).status).toBe(200);
  channel.answer();
  await Promise.all(charging);
});
