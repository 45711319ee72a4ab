import type { Client } from "../load/client.ts";
import type { Entry } from "../load/journal.ts";
import type { LoadedMerchant } from "../load/merchant.ts";
import type { Random } from "../random.ts";
import type { Violation } from "./violation.ts";

// What is asked again when everything is over. None of it may have an effect.

const replays = 6;

export async function probe(
  client: Client,
  merchants: readonly LoadedMerchant[],
  entries: readonly Entry[],
  random: Random,
): Promise<Violation[]> {
  const found: Violation[] = [];
  const keyed = entries.filter(({ answer, intent }) => answer && intent.idempotencyKey);
  for (let times = 0; times < replays && keyed.length > 0; times++) {
    found.push(...(await askAgain(client, merchants, random.pick(keyed))));
  }
  const acknowledged = entries.filter(
    ({ answer, intent }) => answer?.status === 200 && intent.noun !== "wallet",
  );
  for (const some of Map.groupBy(acknowledged, ({ intent }) => intent.noun).values()) {
    for (let times = 0; times < 2; times++) {
      found.push(...(await askByNumber(client, merchants, random.pick(some))));
    }
  }
  found.push(...(await readForeign(client, merchants)));
  const signing = merchants.find(({ holder }) => holder.signer !== undefined)!;
  const again = await client.sendTwice(signing.holder, `/v1/wallets/${signing.walletId}`);
  if (again !== undefined && again.status !== 401) {
    found.push({ rule: "a signed request is taken once", subject: `the second: ${again.text}` });
  }
  return found;
}

/** The same key gets the same answer, to the byte; with other content it gets nothing. */
async function askAgain(
  client: Client,
  merchants: readonly LoadedMerchant[],
  { intent, answer }: Entry,
): Promise<Violation[]> {
  const { merchant, path, body, idempotencyKey, noun } = intent;
  const { holder } = merchants[merchant]!;
  const found: Violation[] = [];
  const same = await client.send(holder, "POST", path, body, idempotencyKey);
  if (same !== undefined && same.text !== answer!.text) {
    const subject = `${intent.no}: ${answer!.text}, then ${same.text}`;
    found.push({ rule: "a key gets the same answer again, to the byte", subject });
  }
  const change = noun === "wallet" ? { name: "other" } : { amount: Number(body.amount) + 1 };
  const other = await client.send(holder, "POST", path, { ...body, ...change }, idempotencyKey);
  if (other !== undefined && other.key !== "idempotency_key_reused") {
    const subject = `${intent.no}: ${other.text}`;
    found.push({ rule: "a key is good for one content alone", subject });
  }
  return found;
}

/** The same number, without a key, is the same thing. */
async function askByNumber(
  client: Client,
  merchants: readonly LoadedMerchant[],
  { intent, answer }: Entry,
): Promise<Violation[]> {
  const { merchant, path, body, no, noun } = intent;
  const again = await client.send(merchants[merchant]!.holder, "POST", path, body);
  if (again?.status !== 200 || again.data.id === answer!.data.id) return [];
  const subject = `${noun} ${no}: ${answer!.data.id}, then ${again.data.id}`;
  return [{ rule: "a number stands for one thing", subject }];
}

async function readForeign(
  client: Client,
  [one, other]: readonly LoadedMerchant[],
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const path of [
    `/v1/wallets/${other!.walletId}`,
    `/v1/transactions/list/${other!.userIds[0]}?page=1&count=1`,
  ]) {
    const answer = await client.send(one!.holder, "GET", path);
    if (answer?.status === 200) {
      found.push({ rule: "nobody reads what is another merchant's", subject: path });
    }
  }
  return found;
}
