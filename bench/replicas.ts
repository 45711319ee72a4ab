import { parseArgs } from "node:util";
import type { TrialMerchant } from "@purse/purse";
import { signedCharges, startPurse } from "./charging.ts";
import { openCluster } from "./cluster.ts";
import { makeMerchants, openHouse } from "./house.ts";
import { median, table } from "./table.ts";

// What two replicas on one PostgreSQL do beside one: charges a second, and whether the books hold.

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
  },
});
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
const clients = 32;
/** Charges a second that a client can have ready. */
const perClientMax = 200;

const cluster = await openCluster();
try {
  await cluster.query("postgres", "create database replicas");
  const url = cluster.urlOf("replicas");
  const house = await openHouse(url);
  // Two clients pay each merchant, by a replica each: they meet on its wallet.
  const merchants = await makeMerchants(house, clients / 2, 2);
  const replicas = [await startPurse(url), await startPurse(url)];
  try {
    const urls = replicas.map((replica) => replica.url);
    const [one, two]: [number[], number[]] = [[], []];
    // Each has a turn that does not count.
    let answered = (await charge(urls.slice(0, 1), merchants)) + (await charge(urls, merchants));
    for (let round = 0; round < rounds; round += 1) {
      for (const [own, of] of [[one, urls.slice(0, 1)] as const, [two, urls] as const]) {
        const count = await charge(of, merchants);
        answered += count;
        own.push(count / seconds);
      }
    }
    const ratios = two.map((rate, round) => rate / (one[round] ?? rate));
    const rows = [
      ["one replica", median(one).toFixed(0), "1.00"],
      ["two replicas", median(two).toFixed(0), median(ratios).toFixed(2)],
    ];
    console.log(table(["", "charges a second", "of one replica"], rows));
    const { rows: counted } = await cluster.query("replicas", "select count(*) from charges");
    const { ok } = await house.core.checkLedger();
    console.log(`\n${answered} answered, ${counted[0]?.count} in the books`);
    console.log(ok ? "every invariant holds" : "the ledger check FAILED");
    if (!ok || String(answered) !== counted[0]?.count) process.exitCode = 1;
  } finally {
    for (const replica of replicas) await replica.stop();
    await house.close();
  }
} finally {
  await cluster.close();
}

/** How many charges were answered, by replicas in turn. */
async function charge(urls: readonly string[], of: readonly TrialMerchant[]): Promise<number> {
  const work = [];
  for (let client = 0; client < clients; client += 1) {
    const [url, merchant] = [urls[client % urls.length], of[Math.floor(client / 2)]];
    if (url === undefined || merchant === undefined) throw new Error("nothing to charge");
    work.push(await signedCharges(url, merchant, client, seconds * perClientMax));
  }
  const until = performance.now() + seconds * 1000;
  return (await Promise.all(work.map((each) => each(until)))).flat().length;
}
