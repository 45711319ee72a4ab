import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { encryptPassword } from "./harness/encrypt-password.ts";
import { openPurse, usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse();

async function payer() {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const wallet = merchant.user_wallet_ids[0]!;
  const randomKey = async (wallet_id = wallet) =>
    (await purse.call("POST", "/v1/random-keys", { key, body: { wallet_id } })).data;
  const encrypted = async (password: string) => {
    const { id, random_key } = await randomKey();
    return encryptPassword(id, random_key, password);
  };
  const set = async (password: string, old?: string) =>
    purse.call("PUT", `/v1/wallets/${wallet}/payment-password`, {
      key,
      body: {
        password: await encrypted(password),
        ...(old === undefined ? {} : { old_password: await encrypted(old) }),
      },
    });
  const pay = (payment_password: unknown, change = {}) =>
    purse.call("POST", "/v1/charges", {
      key,
      body: { ...payment(merchant), payment_password, ...change },
    });
  return { merchant, key, wallet, randomKey, encrypted, set, pay };
}

const refusal = "payment_password_invalid: ";

describe("a wallet with a payment password", () => {
  test("pays with it, once a random key, and not without", async () => {
    const { set, pay, encrypted, wallet, key } = await payer();
    expect((await set("s3cret 密码")).data.has_payment_password).toBe(true);
    const none = await pay(undefined);
    expect([none.status, none.error?.message]).toEqual([
      402,
      `${refusal}payment_password: required by the wallet`,
    ]);
    const password = await encrypted("s3cret 密码");
    const order = { order_no: "once" };
    const paid = await pay(password, order);
    expect(paid.status).toBe(200);
    expect((await pay(password)).error?.message).toBe(`${refusal}random_key_id: used`);
    // The order is paid: asking again takes neither a password nor money.
    expect((await pay(undefined, order)).text).toBe(paid.text);
    const { data } = await purse.call("GET", `/v1/wallets/${wallet}`, { key });
    expect(data.balances[0].available).toBe(999_900);
  });

  test("sends transfers with it alone", async () => {
    const { set, encrypted, merchant, key, wallet } = await payer();
    await set("s3cret");
    const body = {
      channel: "balance",
      wallet_id: wallet,
      to_wallet_id: merchant.user_wallet_ids[1],
      transfer_no: "t",
      amount: 5,
    };
    const send = (more: object) =>
      purse.call("POST", "/v1/transfers", { key, body: { ...body, ...more } });
    expect((await send({})).key).toBe("payment_password_invalid");
    const sent = await send({ payment_password: await encrypted("s3cret") });
    expect(sent.status).toBe(200);
  });

  test("has five tries, however many come at once, and a right one gives them back", async () => {
    const { set, pay, encrypted } = await payer();
    await set("s3cret");
    expect((await pay(await encrypted("wrong!"))).error?.message).toBe(
      `${refusal}payment_password: wrong, 4 tries left`,
    );
    expect((await pay(await encrypted("s3cret"))).status).toBe(200);
    const guesses = [];
    for (let guess = 0; guess < 8; guess += 1) guesses.push(await encrypted(`guess ${guess}`));
    const answers = await Promise.all(guesses.map((guess) => pay(guess)));
    const messages = answers.map(({ error }) => error?.detail).toSorted();
    expect(messages).toEqual([
      ...Array.from({ length: 3 }, () => "payment_password: no tries left, wait 30 minutes"),
      ...[0, 1, 2, 3, 4].map((left) => `payment_password: wrong, ${left} tries left`),
    ]);
    const right = await pay(await encrypted("s3cret"));
    expect(right.error?.detail).toBe("payment_password: no tries left, wait 30 minutes");
    await sql`update payment_passwords set tried_at = now() - interval '31 minutes'`.execute(
      purse.database.db,
    );
    expect((await pay(await encrypted("s3cret"))).status).toBe(200);
  });

  test("changes it only to whoever knows the old one", async () => {
    const { set, pay, encrypted } = await payer();
    await set("first1");
    expect((await set("second")).key).toBe("payment_password_invalid");
    expect((await set("second", "wrong!")).key).toBe("payment_password_invalid");
    expect((await set("second", "first1")).status).toBe(200);
    expect((await pay(await encrypted("first1"))).key).toBe("payment_password_invalid");
    expect((await pay(await encrypted("second"))).status).toBe(200);
  });
});

describe("a random key", () => {
  test("is bound to its wallet and its merchant, and expires", async () => {
    const { set, pay, randomKey, merchant } = await payer();
    const stranger = await payer();
    await set("s3cret");
    const other = await randomKey(merchant.user_wallet_ids[1]);
    const foreign = await stranger.randomKey();
    for (const { id, random_key } of [other, foreign, { ...other, id: "rnd_0" }]) {
      const answer = await pay(encryptPassword(id, random_key, "s3cret"));
      expect(answer.error?.message).toBe(`${refusal}random_key_id: unknown`);
    }
    const { id, random_key, expires_at } = await randomKey();
    expect(Buffer.from(random_key, "base64")).toHaveLength(32);
    const seconds = (Date.parse(expires_at) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(280);
    expect(seconds).toBeLessThan(310);
    await sql`update random_keys set expires_at = now() where id = ${id}`.execute(
      purse.database.db,
    );
    const late = await pay(encryptPassword(id, random_key, "s3cret"));
    expect(late.error?.message).toBe(`${refusal}random_key_id: expired`);
  });

  test("that has been used or has expired stays so, whatever its time and whoever writes", async () => {
    const { pay, set, randomKey } = await payer();
    await set("s3cret");
    const keys = { used: await randomKey(), expired: await randomKey() };
    const move = (id: string, by: string) =>
      sql`update random_keys set expires_at = now() + ${by}::interval where id = ${id}`.execute(
        purse.database.db,
      );
    await move(keys.expired.id, "-1 second");
    for (const { id, random_key } of Object.values(keys)) {
      await pay(encryptPassword(id, random_key, "s3cret"));
    }
    for (const [status, { id, random_key }] of Object.entries(keys)) {
      for (const by of ["-1 second", "1 minute"]) {
        await move(id, by);
        const again = await pay(encryptPassword(id, random_key, "s3cret"));
        expect(again.error?.message).toBe(`${refusal}random_key_id: ${status}`);
      }
      const afresh = sql`update random_keys set status = 'fresh', used_at = null where id = ${id}`;
      await expect(afresh.execute(purse.database.db)).rejects.toMatchObject({
        constraint: "state_steps",
      });
    }
  });

  test("is refused for a wallet that is not the caller's", async () => {
    const { key } = await payer();
    const stranger = await payer();
    for (const [wallet_id, code] of [
      ["", 100_048],
      ["wal_0", 100_043],
      [stranger.wallet, 100_035],
      [stranger.merchant.merchant_wallet_id, 100_034],
    ] as const) {
      const answer = await purse.call("POST", "/v1/random-keys", { key, body: { wallet_id } });
      expect(answer.error?.code).toBe(code);
    }
  });
});

test("what was not encrypted with the key, or is no password, is refused", async () => {
  const { set, pay, randomKey, key, wallet } = await payer();
  expect((await set("short")).error?.detail).toBe(
    "password: expected 6 to 64 encrypted characters",
  );
  expect((await set("x".repeat(65))).key).toBe("payment_password_invalid");
  const { id } = await randomKey();
  const otherKey = encryptPassword(id, randomBytes(32).toString("base64"), "s3cret");
  const path = `/v1/wallets/${wallet}/payment-password`;
  const wrong = await purse.call("PUT", path, { key, body: { password: otherKey } });
  expect(wrong.key).toBe("payment_password_invalid");
  const fresh = await randomKey();
  const needless = await pay(encryptPassword(fresh.id, fresh.random_key, "s3cret"));
  expect(needless.error?.detail).toBe("payment_password: the wallet has none");
  const malformed = await pay({ random_key_id: id, ciphertext: "***" });
  expect(malformed.error?.message).toMatch(/^param_error: payment_password.ciphertext: expected/);
});

test("passwords are kept as salted hashes alone", async () => {
  const [one, other] = [await payer(), await payer()];
  await one.set("the same");
  await other.set("the same");
  const rows = await purse.database.db.selectFrom("payment_passwords").select("hash").execute();
  expect(new Set(rows.map(({ hash }) => hash)).size).toBe(rows.length);
  for (const { hash } of rows) expect(hash).toMatch(/^[\w+/]{22}==\$[\w+/]{43}=$/);
});

test("a provider of random keys that does not answer in time is 100053, and one that does serves", async () => {
  const good = randomBytes(32).toString("base64");
  let answer: string | undefined;
  let refuses = false;
  const provider = createServer((_request, response) => {
    if (answer !== undefined) response.end(answer);
    else if (refuses) response.writeHead(500).end("busy");
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const { port } = provider.address() as AddressInfo;
  const other = await openPurse({ randomKeyUrl: `http://127.0.0.1:${port}/` });
  try {
    const merchant = await other.merchant();
    const body = { wallet_id: merchant.user_wallet_ids[0] };
    const ask = () => other.call("POST", "/v1/random-keys", { key: merchant.api_key, body });
    const late = await ask();
    expect([late.status, late.error?.code, late.headers.get("Retry-After")]).toEqual([
      504,
      100_053,
      "1",
    ]);
    refuses = true;
    expect((await ask()).error?.code).toBe(100_053);
    answer = JSON.stringify({ random_key: good });
    expect((await ask()).data.random_key).toBe(good);
  } finally {
    await other.close();
    provider.closeAllConnections();
    provider.close();
  }
});
