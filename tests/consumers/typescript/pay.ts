import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { ed25519Signer } from "@purse/client";
import createClient from "openapi-fetch";
import {
  ChargeRequestChannel,
  type components,
  ErrorCode,
  type paths,
  WalletType,
} from "./purse.ts";
import { signing } from "./signing.ts";

const {
  PURSE_URL = "",
  PURSE_API_KEY = "",
  PURSE_KEY_ID = "",
  PURSE_PRIVATE_KEY = "",
  PURSE_PAYER_WALLET_ID = "",
} = process.env;
const client = createClient<paths>({ baseUrl: PURSE_URL });
const signer = await ed25519Signer(PURSE_KEY_ID, readFileSync(PURSE_PRIVATE_KEY, "utf8"));
client.use(signing(PURSE_API_KEY, signer));

type Failed = components["schemas"]["Failure"] | components["schemas"]["Problem"];

function dataOf<Data>({ data, error }: { data?: { data: Data }; error?: Failed }): Data {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data.data;
}

function refusal({ error }: { error?: Failed }): string {
  switch (error?.code) {
    case ErrorCode.BALANCE_INSUFFICIENT:
      return "the payer is short of money";
    case ErrorCode.RESOURCE_NOT_EXIST:
      return "there is no such charge";
    case ErrorCode.API_KEY_ALREADY_EXISTS_WALLET:
      return "there is a wallet already";
    default:
      throw new Error(JSON.stringify(error));
  }
}

const openWallet = () => client.POST("/v1/wallets", { body: { type: WalletType.merchant } });
const shop = dataOf(await openWallet());
const pay = (amount: number) =>
  client.POST("/v1/charges", {
    params: { header: { "Idempotency-Key": randomUUID() } },
    body: {
      channel: ChargeRequestChannel.balance,
      wallet_id: shop.id,
      payer_wallet_id: PURSE_PAYER_WALLET_ID,
      order_no: randomUUID(),
      amount,
    },
  });
const charge = dataOf(await pay(300));
const refund = dataOf(
  await client.POST("/v1/refunds", {
    body: { charge_id: charge.id, refund_no: randomUUID(), amount: 100 },
  }),
);
const refusals = [
  refusal(await pay(1_000_000)),
  refusal(await client.GET("/v1/charges/{id}", { params: { path: { id: "chg_none" } } })),
  refusal(await openWallet()),
];
console.log(JSON.stringify({ charge: charge.status, refund: refund.status, refusals }));
