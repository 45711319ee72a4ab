import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Channel, channels } from "../house.ts";

const Keys = z.record(z.string(), z.string());
const Account = z.object({
  channel: z.enum(channels),
  /** Alipay's seller_id, WeChat Pay's mch_id. */
  merchant_id: z.string(),
  app_id: z.string(),
  keys: z.string().transform((text) => Keys.parse(JSON.parse(text))),
  balance: z.int(),
});
/** A merchant's account at one channel, with what the channel knows of its keys. */
export type Account = z.output<typeof Account>;

export class Accounts {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  insert({ channel, merchant_id, app_id, keys, balance }: Account): void {
    this.#database
      .prepare("insert into accounts values (?, ?, ?, ?, ?)")
      .run(channel, merchant_id, app_id, JSON.stringify(keys), balance);
  }

  ofApp(channel: Channel, appId: string): Account | undefined {
    return this.#one("select * from accounts where channel = ? and app_id = ?", channel, appId);
  }

  ofMerchant(channel: Channel, merchantId: string): Account | undefined {
    const sql = "select * from accounts where channel = ? and merchant_id = ?";
    return this.#one(sql, channel, merchantId);
  }

  /** The accounts without their keys. */
  list(): readonly Omit<Account, "keys">[] {
    const rows = this.#database.prepare("select * from accounts").all();
    return rows.map((row) => Account.omit({ keys: true }).parse(row));
  }

  #one(sql: string, ...values: string[]): Account | undefined {
    const row = this.#database.prepare(sql).get(...values);
    return row === undefined ? undefined : Account.parse(row);
  }
}
