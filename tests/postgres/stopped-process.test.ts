import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { channelNo } from "@purse/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Replica } from "../crash/world/replica.ts";
import { TcpProxy } from "../crash/world/tcp-proxy.ts";
import { usePurse } from "../harness/purse.ts";
import { openReceiver, type Receiver } from "../harness/receiver.ts";
import { payment } from "../harness/requests.ts";
import { type Call, rest } from "../harness/rest.ts";
import { useSandbox } from "../harness/sandbox.ts";

// A process is stopped for longer than all of its leases last, each thing that it does at its worst
// moment; another takes its work over and ends it; then the first goes on where it was.

const purse = usePurse();
const sandbox = useSandbox();
let directory: string;
let receiver: Receiver;
let toChannels: TcpProxy;
const replicas: Replica[] = [];
const stopAtCommit = join(import.meta.dirname, "..", "harness", "stop-at-commit.ts");

/** Locks that statements and commits stand still at; their numbers mean nothing. */
const [ofCommit, ofWork] = [4711, 4712];
const holding = `
  create function stand_still() returns trigger language plpgsql as $$ begin
    perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint);
    return new;
  end $$;
  create constraint trigger holds_commit after insert on transfers
    deferrable initially deferred for each row when (new.transfer_no = 'at-commit')
    execute function stand_still(${ofCommit});
  create constraint trigger holds_later after insert on transfers
    deferrable initially deferred for each row when (new.transfer_no = 'later')
    execute function stand_still(${ofWork});
  create trigger holds_work before insert on wallets
    for each row when (new.name = 'held') execute function stand_still(${ofWork});
  create trigger holds_taking before update of tries on webhook_deliveries
    for each row when (new.tries > old.tries) execute function stand_still(${ofWork})`;
const standing = `pg_locks where locktype = 'advisory' and not granted
  and objid in (${ofCommit}, ${ofWork})`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-stopped-"));
  receiver = await openReceiver();
  toChannels = await TcpProxy.open(Number(new URL(sandbox.url).port), () => 1);
  await purse.database.sqlTransaction(({ run }) => run(holding));
});
afterAll(async () => {
  for (const replica of replicas) await replica.kill();
  await toChannels.close();
  await receiver.close();
  await rm(directory, { recursive: true });
});

async function openReplica(name: string, preload?: string) {
  const options = { name, directory, databaseUrl: purse.database.url!, channels: toChannels };
  const replica = await Replica.open(preload === undefined ? options : { ...options, preload });
  replicas.push(replica);
  await replica.ready();
  return { replica, call: rest(replica.url) };
}

/** T is stopped. */
async function stateOf({ pid }: Replica): Promise<string | undefined> {
  return (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.[0];
}

function holdLock<T>(lock: number, work: () => Promise<T>): Promise<T> {
  return purse.database.sqlTransaction(async ({ run }) => {
    await run(`select pg_advisory_xact_lock(${lock})`);
    return work();
  });
}

async function count(sql: string): Promise<number> {
  const { rows } = await purse.database.executeSql(`select count(*)::int as total from ${sql}`);
  return Number(rows[0]?.total);
}

test("who was stopped beyond its leases does nothing again, and changes nothing that came of it", {
  timeout: 120_000,
}, async () => {
  const first = await openReplica("first", stopAtCommit);
  const merchant = await purse.merchant();
  const { api_key: key, merchant_wallet_id } = merchant;
  const [one, other] = merchant.user_wallet_ids;
  const { alipay } = await sandbox.merchant();
  const path = `/v1/wallets/${merchant_wallet_id}/channels/alipay`;
  await first.call("PUT", path, { key, body: { ...alipay, fee_bps: 0 } });
  const send = (call: Call, transfer_no: string, wallet_id = one) => {
    const body = { channel: "alipay", wallet_id, to_account: "2088000000000002", amount: 100 };
    return call("POST", "/v1/transfers", { key, body: { ...body, transfer_no } });
  };
  const open = (call: Call) => {
    const headers = { "Idempotency-Key": "held" };
    return call("POST", "/v1/wallets", { key, headers, body: { type: "user", name: "held" } });
  };
  const idOf = async (no: string) => {
    const sql = "select id from transfers where transfer_no = $1";
    return (await purse.database.executeSql(sql, [no])).rows[0]?.id as string;
  };
  const refuse = (no: string) =>
    sandbox.fault({
      channel: "alipay",
      operation: "transfer",
      fault: "PAYER_BALANCE_NOT_ENOUGH",
      no,
    });

  // One whose outcome is open, for the worker: the channel has never heard of it.
  await sandbox.fault({ channel: "alipay", operation: "transfer", fault: "connection_closed" });
  expect(await send(first.call, "by-job")).toMatchObject({ status: 502 });
  const jobNo = channelNo(await idOf("by-job"));

  const [answers] = await holdLock(ofWork, async () => {
    const asked = await holdLock(ofCommit, async () => {
      const url = receiver.url;
      const body = { wallet_id: merchant_wallet_id, url, event_types: ["charge.paid"] };
      await first.call("POST", "/v1/webhook-endpoints", { key, body });
      await first.call("POST", "/v1/charges", { key, body: payment(merchant) });
      const sent = [
        send(first.call, "at-commit"),
        send(first.call, "later", other),
        open(first.call),
      ];
      // Its worker asks the channel, whose answer is on its way when everything stops.
      toChannels.weather = { kind: "silent" };
      await purse.database.executeSql("update pgboss.job set start_after = now()");
      await expect
        .poll(() => count("pgboss.job where state = 'active'"), { timeout: 5000 })
        .toBe(1);
      await expect.poll(() => count(standing), { timeout: 10_000, interval: 20 }).toBe(4);
      first.replica.signal("SIGUSR2");
      await sleep(100);
      return [Promise.allSettled(sent)] as const;
    });
    await expect.poll(() => stateOf(first.replica)).toBe("T");
    return asked;
  });
  const stoppedAt = performance.now();
  toChannels.weather = { kind: "fair" };
  await expect.poll(() => count("webhook_deliveries where tries = 1")).toBe(1);
  await expect.poll(() => count("transfers where transfer_no in ('at-commit', 'later')")).toBe(2);

  const second = await openReplica("second");
  await refuse(channelNo(await idOf("at-commit")));
  await refuse(jobNo);
  expect((await send(second.call, "at-commit")).status).toBe(402);
  expect((await send(second.call, "later", other)).data.status).toBe("succeeded");
  await purse.database.executeSql("update webhook_deliveries set next_at = now()");
  await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
  const opened = async () => (await open(second.call)).status;
  await expect.poll(opened, { timeout: 20_000, interval: 200 }).toBe(200);
  const made = await open(second.call);
  const failed = "transfers where transfer_no in ('by-job', 'at-commit') and status = 'failed'";
  await expect.poll(() => count(failed), { timeout: 40_000, interval: 200 }).toBe(2);

  await sleep(Math.max(0, 17_000 - (performance.now() - stoppedAt)));
  first.replica.signal("SIGCONT");
  const late = await answers;
  await first.replica.ready();
  await sleep(1500);
  // Whoever still listens to it hears that nothing is known.
  const heard = late.map((each) => each.status === "fulfilled" && each.value.status);
  expect(heard.filter((status) => status !== 503 && status !== 504)).toEqual([]);
  expect((await sandbox.books()).transfers.map(({ no }) => no)).toEqual([
    channelNo(await idOf("later")),
  ]);
  expect(await count(failed)).toBe(2);
  expect(receiver.received).toHaveLength(1);
  expect(await count("webhook_deliveries where status = 'delivered' and tries = 2")).toBe(1);
  expect(await count("wallets where name = 'held'")).toBe(1);
  expect((await open(first.call)).text).toBe(made.text);
  for (const [wallet, left] of [
    [one, 999_900],
    [other, 999_900],
  ] as const) {
    const { data } = await first.call("GET", `/v1/wallets/${wallet}`, { key });
    expect(data.balances).toEqual([{ currency: "CNY", available: left, held: 0 }]);
  }
});
