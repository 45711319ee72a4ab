import { setTimeout as sleep } from "node:timers/promises";
import { Event, Wallet } from "@purse/contract";
import { createWebhooks } from "@purse/webhooks";
import { z } from "zod";
import { BadSetting, type Config } from "../config.ts";
import { exchange } from "../http-exchange.ts";
import { type Profile, readProfile } from "../profile.ts";

const pollMs = 1000;
const count = 100;

export interface ListenOptions {
  readonly forwardTo: string;
  /** A merchant's wallet; its user wallets are listened to as well. */
  readonly wallet?: string;
  readonly secret?: string;
  readonly json?: true;
}

const Events = z.object({ items: z.array(Event) });
const Wallets = z.object({ items: z.array(Wallet) });

/** Sends the events of a merchant to a URL that nobody else reaches, signed as webhooks are. */
export async function listen(config: Config, options: ListenOptions): Promise<void> {
  const { forwardTo, json } = options;
  const profile = await readProfile(config);
  const merchantWallet = options.wallet ?? profile.merchant_wallet_id;
  if (merchantWallet === undefined) throw new BadSetting("--wallet: required without a profile");
  const webhooks = createWebhooks({ egress: "any" });
  const secret = options.secret ?? webhooks.newSecret();
  const inbox = eventInbox(profile, merchantWallet);
  // Asked once before it is said: from here on no event is missed.
  await inbox();
  console.error(`listening; webhooks are signed with\n\n  ${secret}\n`);
  for (;;) {
    await sleep(pollMs);
    for (const event of await inbox()) {
      const body = JSON.stringify(event);
      const { id, request_id } = event;
      const message = { url: forwardTo, mode: "test" as const, id, body, request_id };
      const answer = await webhooks.send({ ...message, secrets: [secret] });
      if (json === true) console.log(JSON.stringify({ event, ...answer }));
      else {
        const said = answer.status ?? answer.error;
        console.log(
          `${event.type}  ${event.resource_id}  ${event.id} → ${said}, ${answer.duration_ms} ms`,
        );
      }
    }
  }
}

/** What answers the events that have come since it was asked the last time. */
function eventInbox(profile: Profile, merchantWallet: string): () => Promise<Event[]> {
  const since = new Map<string, string>();
  const began = new Date().toISOString();
  const seen = new Set<string>();

  async function ofWallet(wallet: string): Promise<Event[]> {
    const from = since.get(wallet) ?? began;
    const path = `/v1/events/list/${wallet}`;
    const fresh = (await readAll(profile, path, Events, from)).filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    const last = fresh.at(-1);
    if (last !== undefined) since.set(wallet, last.created_at);
    return fresh;
  }

  return async () => {
    const path = `/v1/wallets/list/${merchantWallet}`;
    const users = await readAll(profile, path, Wallets);
    const all = [merchantWallet, ...users.map(({ id }) => id)];
    const found: Event[] = [];
    for (const wallet of all) found.push(...(await ofWallet(wallet)));
    return found.toSorted((one, other) => (one.created_at < other.created_at ? -1 : 1));
  };
}

/** All pages of a list, from a time on if it has one. */
async function readAll<Item>(
  profile: Profile,
  path: string,
  schema: z.ZodType<{ readonly items: readonly Item[] }>,
  from?: string,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let page = 1; ; page += 1) {
    const time = from === undefined ? "" : `&created_from=${encodeURIComponent(from)}`;
    const request = { method: "GET", path: `${path}?page=${page}&count=${count}${time}` };
    const { data, error } = await exchange(profile.server_url, profile, request);
    if (error !== undefined) throw error;
    const { items } = schema.parse(data);
    all.push(...items);
    if (items.length < count) return all;
  }
}
