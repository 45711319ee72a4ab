import { setTimeout as sleep } from "node:timers/promises";
import type { Violation } from "../oracle/violation.ts";
import { Random } from "../random.ts";
import { type Arrival, arrive } from "./arrivals.ts";
import { capacityOf } from "./capacity.ts";
import { Connections } from "./connections.ts";
import { isAccepted, lineOf, p99, secondsToRecover } from "./figures.ts";
import { judgeArrivals, limit } from "./judge-arrivals.ts";
import { residentMegabytes, watchMemory } from "./memory.ts";
import { makeRequests, type NumberedRequest } from "./requests.ts";
import { openSubject, type Subject } from "./subject.ts";

export interface OverloadOptions {
  readonly seed: number;
  /** How long it lasts, in seconds. */
  readonly seconds: number;
  /** How many times the sustainable rate. */
  readonly times: number;
  readonly print: (line: string) => void;
}

const clients = 32;
const warmUpSeconds = 6;
const unloadedSeconds = 10;
const trySeconds = 6;
const afterSeconds = 12;
/** More than a server has in flight at once; who finds none free waits for one, and that counts. */
const connectionsMax = 1000;
/**
 * They are open before the overload, as a proxy's in front of the server would be. Node accepts one
 * a turn of its event loop, so that a thousand new ones wait for a second by themselves.
 */
const openedPerSecond = 1000;
/** How much longer than unloaded the slowest of a hundred accepted requests may take. */
const slowerMax = 5;
const recoverySecondsMax = 5;
/** What a process may have beyond what it had before, in MB. */
const memoryGrowthMax = 256;

/** Far more requests than can be done, and then again as many as can: answers whether all held. */
export async function overload(options: OverloadOptions): Promise<boolean> {
  const subject = await openSubject();
  try {
    const violations = await withstand(subject, options);
    for (const { rule, subject: what } of violations.slice(0, 40)) {
      options.print(`BROKEN ${rule}: ${what}`);
    }
    return violations.length === 0;
  } finally {
    await subject.close();
  }
}

async function withstand(
  subject: Subject,
  { seed, seconds, times, print }: OverloadOptions,
): Promise<Violation[]> {
  const random = new Random(seed);
  const { merchants } = subject;
  const { url, pid } = subject.replica;
  const make = (count: number) => makeRequests(url, merchants, Math.ceil(count), random.fork());
  const all: Arrival<NumberedRequest>[] = [];
  const opened: Connections[] = [];
  const open = () => {
    const connections = new Connections(url, connectionsMax);
    opened.push(connections);
    return connections;
  };
  async function phase(name: string, perSecond: number, length: number) {
    const asked = { perSecond, seconds: length, random: random.fork() };
    const requests = await make(perSecond * length * 1.2 + 100);
    const arrivals = await arrive(open(), asked, requests);
    all.push(...arrivals);
    print(lineOf(name, perSecond, length, arrivals));
    return arrivals;
  }

  const capacity = await capacityOf(url, clients, warmUpSeconds, await make(warmUpSeconds * 3000));
  print(`${clients} clients, one request behind the other: ${capacity.toFixed(0)} a second`);
  const unloadedMs = p99(await phase("unloaded", capacity / 5, unloadedSeconds));
  let sustainable = capacity * 0.8;
  for (;;) {
    const tried = await phase("tried", sustainable, trySeconds);
    if (tried.every(isAccepted) && p99(tried) <= slowerMax * unloadedMs) break;
    sustainable *= 0.8;
  }

  const before = await residentMegabytes(pid);
  const memory = watchMemory(pid);
  const overloaded = await make(sustainable * times * seconds * 1.05 + 100);
  const asLater = await make(sustainable * afterSeconds * 1.2 + 100);
  const rate = { perSecond: sustainable * times, seconds, random: random.fork() };
  const { user, system } = process.cpuUsage();
  const connections = open();
  await connections.openAll(openedPerSecond);
  const begun = arrive(connections, rate, overloaded);
  await sleep(seconds * 1000);
  const used = process.cpuUsage();
  const endedAt = performance.now();
  const later = { perSecond: sustainable, seconds: afterSeconds, random: random.fork() };
  const after = await arrive(open(), later, asLater);
  const during = await begun;
  for (const each of opened) each.close();
  const grown = memory() - before;
  print(lineOf("overloaded", rate.perSecond, seconds, during));
  const cpu = (used.user + used.system - user - system) / 1_000_000 / seconds;
  print(`the sender used ${cpu.toFixed(2)} of a core`);
  print(lineOf("afterwards", sustainable, afterSeconds, after));
  const recovered = secondsToRecover(after, endedAt, afterSeconds);
  print(`full rate again ${recovered} s after; memory grew by ${grown.toFixed(0)} MB`);

  const acceptedMs = p99(during.filter(isAccepted));
  return [
    ...(await judgeArrivals(subject, [...all, ...during, ...after])),
    ...limit("an accepted request's p99", acceptedMs, slowerMax * unloadedMs, "ms"),
    ...limit("the time until full rate", recovered, recoverySecondsMax, "s"),
    ...limit("the growth of memory", grown, memoryGrowthMax, "MB"),
  ];
}
