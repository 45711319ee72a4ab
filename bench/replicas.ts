import { parseArgs } from "node:util";
import type { TrialMerchant } from "@purse/purse";
import { signedCharges, startPurse } from "./charging.ts";
import { openCluster } from "./cluster.ts";
import { makeMerchants, openHouse } from "./house.ts";
import { median, table } from "./table.ts";
import { sendByWrk } from "./wrk.ts";

// What two replicas on one PostgreSQL do beside one: charges a second, and whether the books hold.

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
  },
});
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
const clients = 128;
/** Charges a second that are ready to be sent. */
const perSecondMax = 6400;

const cluster = await openCluster();
try {
  await cluster.query("postgres", "create database replicas");
  const url = cluster.urlOf("replicas");
  const house = await openHouse(url);
  // By two replicas each merchant is paid by both: they meet on its wallet.
  const merchants = await makeMerchants(house, clients / 2, 2);
  const replicas = [await startPurse(url), await startPurse(url)];
  try {
    const urls = replicas.map((replica) => replica.url);
    const [one, two]: [number[], number[]] = [[], []];
    const turns = 2 * (rounds + 1);
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
    const booked = Number(counted[0]?.count);
    // When a turn ends each client is left with one that it has not heard of.
    const unheardMax = clients * turns;
    console.log(`\n${answered} answered, ${booked} in the books`);
    console.log(ok ? "every invariant holds" : "the ledger check FAILED");
    if (!ok || booked < answered || booked > answered + unheardMax) process.exitCode = 1;
  } finally {
    for (const replica of replicas) await replica.stop();
    await house.close();
  }
} finally {
  await cluster.close();
}

/** How many charges were answered, by replicas side by side. */
async function charge(urls: readonly string[], of: readonly TrialMerchant[]): Promise<number> {
  const each = Math.ceil((seconds * perSecondMax) / urls.length);
  const loads = [];
  for (const url of urls) loads.push({ url, requests: await signedCharges(url, of, each) });
  const outcomes = await Promise.all(
    loads.map(({ url, requests }) =>
      sendByWrk(url, { clients: clients / urls.length, seconds, requests }),
    ),
  );
  return outcomes.reduce((sum, { answered }) => sum + answered, 0);
}
