import { z } from "zod";

/** The job that all servers do: ten fields, of the kinds that a payment has. */
export const Order = z.strictObject({
  wallet_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  payer_wallet_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  order_no: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/),
  channel: z.enum(["alipay", "wechat", "balance"]),
  method: z.enum(["qr", "page", "app"]),
  amount: z.int().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  subject: z.string().min(1).max(128),
  expires_in: z.int().min(60).max(86_400),
  payer_id: z.string().min(1).max(64),
});
export type Order = z.infer<typeof Order>;

/** What is answered to it. */
export const Receipt = z.strictObject({
  id: z.string(),
  order_no: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.literal("paid"),
});
export type Receipt = z.infer<typeof Receipt>;

export function receiptOf({ order_no, amount, currency }: Order): Receipt {
  return { id: "chg_019abf6c2d5f7d3c8a41f0e2b7c96d58", order_no, amount, currency, status: "paid" };
}

const order: Order = {
  wallet_id: "wal_019abf6c2d5f7d3c8a41f0e2b7c96d58",
  payer_wallet_id: "wal_019abf6c2d5f7d3c8a41f0e2b7c96d59",
  order_no: "2026-11-25-000001",
  channel: "balance",
  method: "qr",
  amount: 1250,
  currency: "CNY",
  subject: "一杯咖啡",
  expires_in: 900,
  payer_id: "2088102146225135",
};

/** A request that succeeds, and one with a field at fault. */
export const requests = {
  success: { body: JSON.stringify(order), status: 200 },
  "field error": { body: JSON.stringify({ ...order, amount: "1250" }), status: 400 },
};
export type RequestName = keyof typeof requests;

export const path = "/v1/orders";
