import { runRound } from "../round.ts";
import { scheduleOf } from "../schedule.ts";
import { Replica } from "../world/replica.ts";
import { TcpProxy } from "../world/tcp-proxy.ts";
import { openWorld } from "../world/world.ts";

/**
 * Another version of the program, which makes the database, and then this one beside it: one replica
 * of each under load, without any fault, so many rounds. Answers a line for each round, and whether
 * all held.
 */
export async function upgradeBeside(
  main: string,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
  print: (line: string) => void,
): Promise<boolean> {
  const old = await openWorld({ replicas: 1, seed, main });
  const closers: (() => Promise<void>)[] = [];
  let ok = true;
  try {
    const { cluster, database, channels } = old;
    const toDatabase = await TcpProxy.open(cluster.port, () => 1);
    const toChannels = await TcpProxy.open(channels.port, () => 1);
    closers.push(
      () => toDatabase.close(),
      () => toChannels.close(),
    );
    const databaseUrl = cluster.urlOf(database, toDatabase.port);
    const { directory } = cluster;
    const replica = await Replica.open({
      name: "new",
      directory,
      databaseUrl,
      channels: toChannels,
    });
    closers.push(() => replica.kill());
    await replica.ready();
    const world = { ...old, sites: [...old.sites, { replica, toDatabase, toChannels }] };
    for (let round = 0; round < rounds; round++) {
      const schedule = scheduleOf(seed + round, { replicas: 2, only: [] });
      const report = await runRound(world, schedule, { workers: 16 });
      const { requests, acknowledged, unknown, movements, violations } = report;
      print(
        `seed ${report.seed}: ${requests} requests, ${acknowledged} acknowledged, ${unknown} never told, ${movements} movements`,
      );
      for (const { rule, subject } of violations) print(`BROKEN ${rule}: ${subject}`);
      ok &&= violations.length === 0;
    }
  } finally {
    for (const close of closers.reverse()) await close();
    await old.close();
  }
  return ok;
}
