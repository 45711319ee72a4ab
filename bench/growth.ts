import { parseArgs } from "node:util";
import type { House, TrialMerchant } from "@purse/purse";
import { request } from "undici";
import { signedCharges, startPurse } from "./charging.ts";
import { openCluster } from "./cluster.ts";
import { grow } from "./grow.ts";
import { makeMerchants, openHouse } from "./house.ts";
import { processorMs } from "./processor-time.ts";
import { median, table } from "./table.ts";
import { sendByWrk } from "./wrk.ts";

// What a long history costs: charges a second, pages and the ledger check, on databases that differ
// in nothing but how many postings are in their books.

const { values: options } = parseArgs({
  options: {
    postings: { type: "string", multiple: true, default: ["10000", "1000000", "10000000"] },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
  },
});
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
const clients = 64;
const merchantCount = 16;
/** Charges a second that are ready to be sent. */
const perSecondMax = 4000;
const pageCount = 20;
const farPage = 10_000;
const pageReads = 50;

/** A database that has so many postings, its server, and what was measured of it. */
interface Subject {
  readonly postings: number;
  readonly house: House;
  readonly merchants: readonly TrialMerchant[];
  readonly server: Awaited<ReturnType<typeof startPurse>>;
  readonly rates: number[];
  /** Processor time a charge, of PostgreSQL and the server together. */
  readonly costs: number[];
  readonly nearMs: number[];
  readonly farMs: number[];
  readonly checked: number[];
}

const cluster = await openCluster();
const subjects: Subject[] = [];
try {
  for (const postings of options.postings) subjects.push(await open(Number(postings)));
  for (const subject of subjects) await charge(subject);
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of subjects) {
      const { perSecond, costMs } = await charge(subject);
      subject.rates.push(perSecond);
      subject.costs.push(costMs);
    }
    for (const subject of subjects) await readPages(subject);
  }
  for (const subject of subjects) await check(subject);
  console.log(summary());
} finally {
  for (const { server, house } of subjects) {
    await server.stop();
    await house.close();
  }
  await cluster.close();
}

async function open(postings: number): Promise<Subject> {
  const database = `growth_${postings}`;
  await cluster.query("postgres", `create database ${database}`);
  const house = await openHouse(cluster.urlOf(database));
  const merchants = await makeMerchants(house, merchantCount, clients);
  const since = performance.now();
  await grow(cluster, database, merchants, postings);
  console.log(`${postings} postings made in ${((performance.now() - since) / 1000).toFixed(0)} s`);
  const server = await startPurse(cluster.urlOf(database));
  const none = { rates: [], costs: [], nearMs: [], farMs: [], checked: [] };
  return { postings, house, merchants, server, ...none };
}

/** How many charges are answered a second, and what each costs. */
async function charge({ server, merchants }: Subject) {
  const requests = await signedCharges(server.url, merchants, seconds * perSecondMax);
  const pids = [server.pid, cluster.pid ?? 0];
  const before = await processorMs(pids);
  const { perSecond } = await sendByWrk(server.url, { clients, seconds, requests });
  return { perSecond, costMs: ((await processorMs(pids)) - before) / (perSecond * seconds) };
}

/** Reads the first page and a far one of the longest list, in turn. */
async function readPages({ server, merchants, postings, nearMs, farMs }: Subject): Promise<void> {
  const hasFarPage = postings / 4 >= pageCount * farPage;
  for (let read = 0; read < pageReads; read += 1) {
    nearMs.push(await readPage(server.url, merchants, 1));
    if (hasFarPage) farMs.push(await readPage(server.url, merchants, farPage));
  }
}

async function readPage(
  url: string,
  [merchant]: readonly TrialMerchant[],
  page: number,
): Promise<number> {
  if (merchant === undefined) throw new Error("no merchant");
  const since = performance.now();
  const path = `/v1/charges/list/${merchant.merchant_wallet_id}?page=${page}&count=${pageCount}`;
  const headers = { "X-API-KEY": merchant.api_key };
  const { statusCode, body } = await request(url + path, { headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(text);
  return performance.now() - since;
}

async function check({ house, postings, checked }: Subject): Promise<void> {
  const since = performance.now();
  const report = await house.core.checkLedger();
  if (!report.ok) throw new Error(`${postings}: ${JSON.stringify(report.violations)}`);
  const took = performance.now() - since;
  checked.push(report.checked.postings, took / 1000);
}

function summary(): string {
  const [first] = subjects;
  const head = ["postings", "charges a second", "of the first", "spread", "processor a charge"];
  const more = ["of the first", "page 1", `page ${farPage}`, "ledger check", "thousand a second"];
  const rows = subjects.map(
    ({ postings, rates, costs, nearMs, farMs, checked: [count = 0, took = 0] }) => {
      const ratiosTo = (own: readonly number[], others: readonly number[] = own) =>
        own.map((each, round) => each / (others[round] ?? each));
      const ratios = ratiosTo(rates, first?.rates);
      return [
        postings.toLocaleString("en"),
        median(rates).toFixed(0),
        median(ratios).toFixed(2),
        `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`,
        `${median(costs).toFixed(2)} ms`,
        median(ratiosTo(costs, first?.costs)).toFixed(2),
        `${median(nearMs).toFixed(1)} ms`,
        farMs.length === 0 ? "" : `${median(farMs).toFixed(1)} ms`,
        `${took.toFixed(1)} s`,
        (count / took / 1000).toFixed(0),
      ];
    },
  );
  return table([...head, ...more], rows);
}
