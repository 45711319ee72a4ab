import { api, operationsOf, registry } from "@purse/contract";
import type * as storage from "@purse/storage";
import { expect, test, vi } from "vitest";
import { encryptPassword } from "./harness/encrypt-password.ts";
import { usePurse } from "./harness/purse.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";
import { openTenant, requests, type Tenant } from "./tenancy/tenant.ts";
import { overRest } from "./tenancy/transports.ts";

// Every process of this file is as one that dies behind an operation's effect: what it answers is
// kept no more, unless that was committed with the effect.
vi.mock("@purse/storage", async (original) => {
  const whole = await original<typeof storage>();
  const createStorage: typeof storage.createStorage = (...given) => {
    const made = whole.createStorage(...given);
    return { ...made, idempotency: { ...made.idempotency, finish: async () => {} } };
  };
  return { ...whole, createStorage };
});

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel }, egress: "any" });
const send = overRest(purse);
const writes = operationsOf(api).filter(
  ({ operation }) => operation.unsigned !== true && operation.method !== "GET",
);

/** Of what would succeed; the tenants' own passwords are none. */
async function fieldsOf(id: string, tenant: Tenant) {
  const fields = requests[id]!(tenant);
  if (id !== "wallets.setPaymentPassword") return fields;
  const body = { wallet_id: tenant.user };
  const { data } = await purse.call("POST", "/v1/random-keys", { key: tenant.key, body });
  return { ...fields, password: encryptPassword(data.id, data.random_key, "s3cret") };
}

test.each(writes)(
  "$id whose process died before it kept the answer is answered the same when it comes again",
  async (named) => {
    const tenant = await openTenant(purse);
    const fields = await fieldsOf(named.id, tenant);
    const first = await send(named, tenant.key, fields, "k");
    // A tenant's charge is paid: it stays open to refunds alone.
    const code = named.id === "charges.close" ? registry.get("charge_closed").code : 0;
    expect(first.code, first.text).toBe(code);
    await purse.database.db
      .updateTable("idempotency_keys")
      .set({ locked_until: new Date() })
      .where("merchant_id", "=", tenant.merchant_id)
      .execute();
    expect((await send(named, tenant.key, fields, "k")).text).toBe(first.text);
  },
);
