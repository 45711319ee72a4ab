import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";

const order = { channel: "balance", order_no: "order-1", amount: 1250 };

async function list({ merchant }: Stage, query: object) {
  const { api_key: key, merchant_wallet_id: wallet_id } = await merchant();
  return { operation: "charges.list", fields: { wallet_id, ...query }, key };
}

async function charge({ merchant }: Stage, fields: (wallets: readonly string[]) => object) {
  const { api_key: key, merchant_wallet_id, user_wallet_ids } = await merchant();
  const wallets = [merchant_wallet_id, ...user_wallet_ids];
  return { operation: "charges.create", fields: { ...order, ...fields(wallets) }, key };
}

/** What can be wrong with a request before anything is done, and with the server itself. */
export const edge: readonly Scenario[] = [
  {
    key: "param_error",
    story: "An amount is no integer of minor units.",
    arrange: (stage) =>
      charge(stage, ([wallet_id, payer_wallet_id]) => ({
        wallet_id,
        payer_wallet_id,
        amount: 12.5,
      })),
  },
  {
    key: "api_key_require",
    story: "A request comes without an X-API-KEY.",
    arrange: async ({ merchant }) => {
      const { merchant_wallet_id: wallet_id } = await merchant();
      return { operation: "wallets.get", fields: { wallet_id }, key: null };
    },
  },
  {
    key: "api_key_invalid",
    story: "Nobody has the X-API-KEY.",
    arrange: async ({ merchant }) => {
      const { merchant_wallet_id: wallet_id } = await merchant();
      return { operation: "wallets.get", fields: { wallet_id }, key: "purse_test_nobody" };
    },
  },
  {
    key: "request_body_channel_null",
    story: "A charge does not say through which channel it is paid.",
    arrange: (stage) => charge(stage, ([wallet_id]) => ({ wallet_id, channel: "" })),
  },
  {
    key: "request_body_not_exist",
    story: "A charge is to be made of no body at all.",
    arrange: async ({ merchant }) => {
      const { api_key: key } = await merchant();
      return { operation: "charges.create", key };
    },
  },
  {
    key: "walletid_is_null",
    story: "A charge does not say whose it is.",
    arrange: (stage) => charge(stage, () => ({})),
  },
  {
    key: "page_is_null",
    story: "A list is asked for without its page.",
    arrange: (stage) => list(stage, { count: 20 }),
  },
  {
    key: "count_is_null",
    story: "A list is asked for without how many rows its pages have.",
    arrange: (stage) => list(stage, { page: 1 }),
  },
  {
    key: "unknown",
    story: "The database lost a table: nobody foresaw that.",
    arrange: async (stage) => {
      const elsewhere = await stage.elsewhere();
      const { api_key: key } = await elsewhere.merchant();
      const fields = { id: `chg_${"0".repeat(32)}` };
      await elsewhere.database.sqlTransaction(({ run }) =>
        run("alter table charges rename to charges_gone"),
      );
      return { operation: "charges.get", fields, key, on: elsewhere };
    },
  },
  {
    key: "request_time_out",
    story: "Another session holds a lock on the charges for longer than a request may take.",
    arrange: async (stage) => {
      const elsewhere = await stage.elsewhere({ timeLimitMs: 500 });
      const call = await charge(elsewhere, ([wallet_id, payer_wallet_id]) => ({
        wallet_id,
        payer_wallet_id,
      }));
      const { database } = elsewhere;
      const held = database.sqlTransaction(async ({ run }) => {
        await run("lock table charges in exclusive mode");
        await new Promise((resolve) => setTimeout(resolve, 1500));
      });
      elsewhere.behind(() => held);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { ...call, on: elsewhere };
    },
  },
  {
    key: "service_unavailable",
    story: "The database's disk is full.",
    arrange: async (stage) => {
      const elsewhere = await stage.elsewhere();
      const call = await charge(elsewhere, ([wallet_id, payer_wallet_id]) => ({
        wallet_id,
        payer_wallet_id,
      }));
      await elsewhere.database.sqlTransaction(({ run }) =>
        run(`create function fill_disk() returns trigger language plpgsql as $$
          begin raise exception 'No space left on device' using errcode = 'disk_full'; end $$;
          create trigger fill_disk before insert on charges
            for each row execute function fill_disk();`),
      );
      return { ...call, on: elsewhere };
    },
  },
  {
    key: "idempotency_key_reused",
    story: "An Idempotency-Key comes again with another amount.",
    arrange: async (stage) => {
      const made = await charge(stage, ([wallet_id, payer_wallet_id]) => ({
        wallet_id,
        payer_wallet_id,
      }));
      const call = { ...made, idempotencyKey: "attempt-1" };
      await stage.call(call);
      return { ...call, fields: { ...made.fields, amount: 1300 } };
    },
  },
];
