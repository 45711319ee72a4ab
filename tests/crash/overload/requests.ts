import type { TrialMerchant } from "@purse/purse";
import { hmacSigner, type Signer, signRequest } from "@purse/signatures";
import type { Random } from "../random.ts";
import type { Asked } from "./connections.ts";

/** What is asked for, under a number of its own where it moves money. */
export interface NumberedRequest extends Asked {
  readonly operation: "charges.create" | "transfers.create" | "wallets.get";
  readonly number: string | undefined;
}

/** One in so many is signed: signing costs the sender as much as all the rest. */
const signedShare = 4;

/**
 * So many requests, made beforehand, since that is not what is measured: charges and transfers by
 * balance, and looks at wallets.
 */
export async function makeRequests(
  url: string,
  merchants: readonly TrialMerchant[],
  count: number,
  random: Random,
): Promise<() => NumberedRequest> {
  const signers = new Map<TrialMerchant, Signer>();
  for (const each of merchants) {
    signers.set(each, await hmacSigner(each.key_id, each.signing_secret));
  }
  const run = random.integer(0, 2 ** 31).toString(36);
  const made: NumberedRequest[] = [];
  for (let index = 0; index < count; index++) {
    const merchant = random.pick(merchants);
    const plain = requestOf(merchant, `${run}-${index}`, random);
    const signer = index % signedShare === 0 ? signers.get(merchant) : undefined;
    made.push(signer === undefined ? plain : await sign(url, plain, merchant, signer));
  }
  return () => {
    const next = made.pop();
    if (next === undefined) throw new Error("too few requests were made");
    return next;
  };
}

function requestOf(merchant: TrialMerchant, number: string, random: Random): NumberedRequest {
  const { api_key, merchant_wallet_id, user_wallet_ids } = merchant;
  const [user, other] = [random.pick(user_wallet_ids), random.pick(user_wallet_ids)];
  const headers = { "x-api-key": api_key };
  const post = (noun: "charges" | "transfers", body: object): NumberedRequest => ({
    operation: `${noun}.create`,
    method: "POST",
    path: `/v1/${noun}`,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ channel: "balance", amount: 1, ...body }),
    number,
  });
  const kind = random.weighted({ charge: 5, transfer: user === other ? 0 : 2, look: 3 });
  switch (kind) {
    case "charge":
      return post("charges", {
        wallet_id: merchant_wallet_id,
        payer_wallet_id: user,
        order_no: number,
      });
    case "transfer":
      return post("transfers", {
        wallet_id: user,
        to_wallet_id: other,
        transfer_no: number,
      });
    case "look": {
      const path = `/v1/wallets/${user}`;
      return {
        operation: "wallets.get",
        method: "GET",
        path,
        headers,
        body: undefined,
        number: undefined,
      };
    }
  }
}

async function sign(
  url: string,
  request: NumberedRequest,
  { api_key: apiKey }: TrialMerchant,
  signer: Signer,
): Promise<NumberedRequest> {
  const { method, path, body, headers } = request;
  const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
  const signed = await signRequest({ method, url: url + path, apiKey, body: bytes }, signer);
  return { ...request, headers: { ...headers, ...signed } };
}
