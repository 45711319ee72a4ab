import { api, operationsOf, registry } from "@purse/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encryptPassword } from "./harness/encrypt-password.ts";
import { usePurse } from "./harness/purse.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";
import { openTenant, requests, type Tenant } from "./tenancy/tenant.ts";
import { overRest } from "./tenancy/transports.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel }, egress: "any" });
const send = overRest(purse);

// Every process of this file is as one that dies behind an operation's effect: what it answers is
// kept no more, unless that is in the transaction that has the effect, and so not alone in its own.
beforeAll(async () => {
  await purse.database.executeSql(`
    create function note_alone() returns trigger language plpgsql as $$ begin
      perform set_config('purse.is_alone',
        (pg_current_xact_id_if_assigned() is null)::text, true);
      return null;
    end $$;
    create trigger note_alone before update on idempotency_keys execute function note_alone();
    create function forget() returns trigger language plpgsql as $$ begin
      return case current_setting('purse.is_alone') when 'true' then null else new end;
    end $$;
    create trigger forget before update on idempotency_keys for each row
      when (old.answer_sealed is null and new.answer_sealed is not null)
      execute function forget()`);
});
const forgotten: string[] = [];
afterAll(() => expect(forgotten).toContain("refunds.create"));
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
    const { answer_sealed } = await purse.database.db
      .updateTable("idempotency_keys")
      .set({ locked_until: new Date() })
      .where("merchant_id", "=", tenant.merchant_id)
      .where("key", "=", "k")
      .returning("answer_sealed")
      .executeTakeFirstOrThrow();
    if (answer_sealed === null) forgotten.push(named.id);
    expect((await send(named, tenant.key, fields, "k")).text).toBe(first.text);
  },
);
