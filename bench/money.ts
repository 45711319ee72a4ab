import { parseArgs } from "node:util";
import type { TrialMerchant } from "@purse/purse";
import { signedCharges, startPurse } from "./charging.ts";
import { openCluster } from "./cluster.ts";
import { makeMerchants, openHouse } from "./house.ts";
import { median, table } from "./table.ts";
import { sendByWrk } from "./wrk.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "8" },
    profile: { type: "string" },
  },
});
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
/** As many as pgbench has, and as many as a busy server would. */
const clients = 32;
const manyClients = [128, 256];
const scale = "50";
/** Charges a second that all clients together have ready. */
const perSecondMax = 6400;

/** What came of a round: how many a second, and how long the slowest of a hundred took. */
interface Sample {
  readonly perSecond: number;
  readonly p99Ms: number | undefined;
}

const cluster = await openCluster();
try {
  await cluster.query("postgres", "create database tpcb");
  await cluster.query("postgres", "create database money");
  await cluster.program("pgbench", ["-i", "-q", "-s", scale, cluster.urlOf("tpcb")]);
  const house = await openHouse(cluster.urlOf("money"));
  const merchants = await makeMerchants(house, clients, clients);
  await house.close();
  const { profile } = options;
  const server = await startPurse(
    cluster.urlOf("money"),
    profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
  );
  try {
    console.log(await measureAll(server.url, merchants));
  } finally {
    await server.stop();
  }
} finally {
  await cluster.close();
}

async function measureAll(url: string, merchants: readonly TrialMerchant[]): Promise<string> {
  const subjects = {
    "pgbench TPC-B": tpcb,
    "charges, each to its own wallet": () => charge(url, merchants),
    "charges, all to one wallet": () => charge(url, merchants.slice(0, 1)),
    ...Object.fromEntries(
      manyClients.map((count) => [
        `charges, ${count} clients`,
        () => charge(url, merchants, count),
      ]),
    ),
  };
  const samples = Object.entries(subjects).map(([name, measure]) => {
    const own: Sample[] = [];
    return { name, measure, own };
  });
  // Each has a turn that does not count.
  for (const { measure } of samples) await measure();
  for (let round = 0; round < rounds; round += 1) {
    for (const { own, measure } of samples) own.push(await measure());
  }
  return summary(samples);
}

async function tpcb(): Promise<Sample> {
  const load = ["-n", "-c", String(clients), "-j", "2", "-T", String(seconds)];
  const printed = await cluster.program("pgbench", [...load, cluster.urlOf("tpcb")]);
  return { perSecond: Number(/tps = ([\d.]+)/.exec(printed)?.[1]), p99Ms: undefined };
}

/** Clients who charge all of these merchants' users in turn. */
async function charge(
  url: string,
  merchants: readonly TrialMerchant[],
  clientCount = clients,
): Promise<Sample> {
  const requests = await signedCharges(url, merchants, seconds * perSecondMax);
  return sendByWrk(url, { clients: clientCount, seconds, requests });
}

function summary(samples: readonly { readonly name: string; readonly own: readonly Sample[] }[]) {
  const [first] = samples;
  const rows = samples.map(({ name, own }) => {
    const rates = own.map(({ perSecond }) => perSecond);
    const ratios = rates.map((rate, round) => rate / (first?.own[round]?.perSecond ?? rate));
    const p99 = median(own.map(({ p99Ms }) => p99Ms ?? Number.NaN));
    return [
      name,
      median(rates).toFixed(0),
      median(ratios).toFixed(2),
      `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`,
      Number.isNaN(p99) ? "" : `${p99.toFixed(0)} ms`,
    ];
  });
  return table(["", "a second", "of pgbench", "spread", "p99"], rows);
}
