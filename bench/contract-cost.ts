import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { path, type RequestName, requests } from "./order.ts";
import { moveToLoadCore, type ServerProcess, startServerProcess } from "./server-process.ts";
import { median, table } from "./table.ts";

interface Subject {
  readonly name: string;
  readonly file: string;
  readonly path?: string;
}

const rest: readonly Subject[] = [
  { name: "koa, by hand", file: "peers/koa.ts" },
  { name: "purse server", file: "purse/server.ts" },
  { name: "node:http, by hand", file: "peers/node-http.ts" },
  { name: "fastify + zod", file: "peers/fastify.ts" },
  { name: "hono + zod-openapi", file: "peers/hono.ts" },
  { name: "ts-rest on express", file: "peers/ts-rest.ts" },
  { name: "express + zod", file: "peers/express.ts" },
  { name: "orpc openapi", file: "peers/orpc.ts" },
  { name: "koa + bodyparser + zod", file: "peers/koa-zod.ts" },
  { name: "trpc standalone", file: "peers/trpc.ts", path: "/orders.create" },
  { name: "purse gateway", file: "purse/gateway.ts", path: "/orders.create" },
];

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "2" },
    only: { type: "string", default: "" },
  },
});
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
/** So many requests have a server warm, however slow the machine. */
const warmUp = 20_000;

/** What came of one round: how many a second, and how many a second of the server's processor. */
interface Sample {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

moveToLoadCore();
const subjects = rest.filter(({ name }, at) => at === 0 || name.includes(options.only));
const started = await Promise.all(
  subjects.map(async (subject) => ({ subject, server: await startServerProcess(subject.file) })),
);
try {
  for (const name of Object.keys(requests) as RequestName[]) {
    for (const { subject, server } of started)
      await load(subject, server, name, { amount: warmUp });
    const samples = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const { subject, server } of started) {
        samples.get(subject)?.push(await load(subject, server, name, { duration: seconds }));
      }
    }
    console.log(`\n${name}\n\n${summary(samples)}`);
  }
} finally {
  for (const { server } of started) server.stop();
}

async function load(
  subject: Subject,
  server: ServerProcess,
  name: RequestName,
  extent: { readonly amount: number } | { readonly duration: number },
): Promise<Sample> {
  const { body, status } = requests[name];
  const cpuBefore = await server.cpuSeconds();
  const result = await autocannon({
    url: server.url + (subject.path ?? path),
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer bench" },
    body,
    connections: 32,
    // Before a server that limits the requests of a connection ends it.
    reconnectRate: 900,
    ...extent,
  });
  const cpuSeconds = (await server.cpuSeconds()) - cpuBefore;
  const { total } = result.requests;
  const answered = Object.entries(result.statusCodeStats ?? {});
  if (answered.some(([code]) => code !== String(status)) || result.errors > 0) {
    throw new Error(
      `${subject.name}, ${name}: ${JSON.stringify(answered)}, ${result.errors} errors`,
    );
  }
  return { perSecond: total / result.duration, perCpuSecond: total / cpuSeconds };
}

/** Each subject beside the first one, round by round, so that what disturbs a round disturbs both. */
function summary(samples: ReadonlyMap<Subject, readonly Sample[]>): string {
  const [first = []] = samples.values();
  const rows = [...samples].map(([{ name }, own]) => {
    const ratios = (of: (sample: Sample) => number) =>
      own.map((sample, round) => of(sample) / of(first[round] ?? sample));
    const perSecond = ratios((sample) => sample.perSecond);
    const perCpu = ratios((sample) => sample.perCpuSecond);
    return [
      name,
      median(own.map((sample) => sample.perSecond)).toFixed(0),
      median(perSecond).toFixed(2),
      `${Math.min(...perSecond).toFixed(2)} – ${Math.max(...perSecond).toFixed(2)}`,
      median(perCpu).toFixed(2),
    ];
  });
  return table(["server", "a second", "of koa", "spread", "of koa, by processor time"], rows);
}
