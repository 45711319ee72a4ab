import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import type { Channel } from "@purse/sandbox";
import { beforeAll, describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { useSandbox } from "./harness/sandbox.ts";
import { sandboxChannels } from "./harness/sandbox-channels.ts";

// The channels' own notifications, signed, sealed and sent by the sandbox, to a server that takes
// them. Nothing here asks a channel, so that what changes has come by a notification.

const sandbox = useSandbox();
const purse = usePurse({ channels: sandboxChannels(sandbox, 2000) });

let accounts: Awaited<ReturnType<typeof sandbox.merchant>>;
beforeAll(async () => {
  accounts = await sandbox.merchant();
});

async function shop(channel: Channel) {
  const { api_key: key, merchant_wallet_id } = await purse.merchant();
  const path = `/v1/wallets/${merchant_wallet_id}`;
  const set = await purse.call("PUT", `${path}/channels/${channel}`, {
    key,
    body: accounts[channel],
  });
  if (set.error !== undefined) throw set.error;
  const listed = async (collection: string) => {
    const list = `/v1/${collection}/list/${merchant_wallet_id}?page=1&count=10`;
    return (await purse.call("GET", list, { key })).data.items;
  };
  return {
    key,
    listed,
    async charge() {
      const order = { channel, order_no: randomUUID(), amount: 1250 };
      const body = { ...order, wallet_id: merchant_wallet_id };
      const { data } = await purse.call("POST", "/v1/charges", { key, body });
      return { id: data.id as string, no: channelNo(data.id) };
    },
    balance: async () => (await purse.call("GET", path, { key })).data.balances[0]?.available ?? 0,
    status: async () => (await listed("charges"))[0].status,
  };
}

/** How long a notification may take on a busy machine. */
const soon = { timeout: 5000 };

/** What the sandbox knows of its notifications of an order. */
async function sent(no: string) {
  return (await sandbox.notifications()).filter((each) => each.no === no);
}
const answersTo = async (no: string) =>
  (await sent(no)).flatMap(({ attempts }) => attempts.map(({ status }) => status));

describe.each(["alipay", "wechat"] as const)("%s", (channel) => {
  test("tells of a payment, which is booked", async () => {
    const s = await shop(channel);
    const { no } = await s.charge();
    await sandbox.pay(no);
    await expect.poll(s.status, soon).toBe("paid");
    expect(await s.balance()).toBe(1250);
    await expect
      .poll(async () => (await sent(no)).map(({ state }) => state))
      .toEqual(["acknowledged"]);
  });

  test.each(["duplicated", "late"])("tells of it %s, and it is booked once", async (fault) => {
    const s = await shop(channel);
    const { no } = await s.charge();
    await sandbox.fault({ channel, operation: "notify", fault, no });
    await sandbox.pay(no);
    await expect.poll(s.status, soon).toBe("paid");
    await expect.poll(() => answersTo(no), soon).toHaveLength(fault === "duplicated" ? 2 : 1);
    expect(await s.balance()).toBe(1250);
  });

  test.each([
    ["wrong_signature", 502],
    ["wrong_amount", 502],
    ["other_order", 502],
    ["other_merchant", 502],
    ["unknown_status", 502],
    ["missing_field", 502],
  ])("tells of it with %s, and nothing changes until it is told rightly", async (fault, status) => {
    const s = await shop(channel);
    const { no } = await s.charge();
    await sandbox.fault({ channel, operation: "notify", fault, no });
    await sandbox.pay(no);
    await expect.poll(async () => (await answersTo(no))[0], soon).toBe(status);
    // The fault is of this notification, however often it comes: the payment stays unknown here.
    expect(await s.status()).toBe("waiting");
    expect(await s.balance()).toBe(0);
  });

  test("tells of a refund, and a late word on the payment takes nothing back", async () => {
    const s = await shop(channel);
    const { id, no } = await s.charge();
    await sandbox.pay(no);
    await expect.poll(s.status, soon).toBe("paid");
    const body = { charge_id: id, refund_no: "refund-1", amount: 1250 };
    await purse.call("POST", "/v1/refunds", { key: s.key, body });
    await expect.poll(async () => (await s.listed("refunds"))[0].status, soon).toBe("succeeded");
    const [first] = await sent(no);
    await sandbox.resend(first!.id);
    expect(await s.status()).toBe("refunded");
    expect(await s.balance()).toBe(0);
  });
});

test("Alipay denies a notify_id when it is asked: nothing changes", async () => {
  const s = await shop("alipay");
  const { no } = await s.charge();
  const fault = "invalid_notify_id";
  await sandbox.fault({ channel: "alipay", operation: "notify", fault, no });
  await sandbox.pay(no);
  await expect.poll(async () => (await answersTo(no))[0], soon).toBe(400);
  expect(await s.status()).toBe("waiting");
});

test("WeChat Pay's probe is refused, as it has to be", async () => {
  const s = await shop("wechat");
  const { no } = await s.charge();
  const fault = "signature_probe";
  await sandbox.fault({ channel: "wechat", operation: "notify", fault, no });
  await sandbox.pay(no);
  await expect.poll(async () => (await answersTo(no))[0], soon).toBe(502);
  expect(await s.status()).toBe("waiting");
});
