import { Cluster } from "@purse/test-postgres";
import { Random } from "../random.ts";
import { ChannelsProcess } from "./channels.ts";
import { closeOnce } from "./close-once.ts";
import { WebhookReceiver } from "./receiver.ts";
import { Replica } from "./replica.ts";
import { TcpProxy } from "./tcp-proxy.ts";

/** A replica with the ways that lead from it to everything else. */
interface Site {
  readonly replica: Replica;
  readonly toDatabase: TcpProxy;
  readonly toChannels: TcpProxy;
}

/** Everything that a round needs, as it would run: processes on the loopback and ways between. */
export interface World {
  readonly cluster: Cluster;
  readonly database: string;
  readonly channels: ChannelsProcess;
  readonly receiver: WebhookReceiver;
  readonly sites: readonly Site[];
  /** Ends everything; what is on disk goes as well, unless somebody wants to look at it. */
  readonly close: (leavesNothing?: boolean) => Promise<void>;
}

export interface WorldOptions {
  readonly replicas: number;
  /** Seeds what proxies decide by chance. */
  readonly seed: number;
  /** The command of another tree. */
  readonly main?: string;
  /** Whether replicas' clocks can be set (true): what is measured goes without. */
  readonly hasClock?: boolean;
  /** A module that replicas load before anything else. */
  readonly preload?: string;
}

const database = "purse";

export async function openWorld(options: WorldOptions): Promise<World> {
  const { replicas, seed, main, preload, hasClock = true } = options;
  const closers: (() => Promise<void>)[] = [];
  let leavesNothing = true;
  const closeAll = closeOnce(async () => {
    for (const each of closers.splice(0).reverse()) await each();
  });
  const close = (nothing = true) => {
    leavesNothing = nothing;
    return closeAll();
  };
  const random = new Random(seed);
  try {
    const opening = Cluster.open({ hasDisk: true });
    closers.push(async () => (await opening).close(leavesNothing));
    const cluster = await opening;
    await cluster.query("postgres", `create database ${database}`);
    const channels = await ChannelsProcess.open(cluster.directory);
    closers.push(() => channels.close());
    const receiver = await WebhookReceiver.open();
    closers.push(() => receiver.close());
    const sites: Site[] = [];
    for (let number = 1; number <= replicas; number++) {
      const chances = random.fork();
      const chance = () => chances.next();
      const toDatabase = await TcpProxy.open(cluster.port, chance);
      const toChannels = await TcpProxy.open(channels.port, chance);
      closers.push(
        () => toDatabase.close(),
        () => toChannels.close(),
      );
      const replica = await Replica.open({
        name: `replica-${number}`,
        directory: cluster.directory,
        databaseUrl: cluster.urlOf(database, toDatabase.port),
        channels: toChannels,
        hasClock,
        ...(main === undefined ? {} : { main }),
        ...(preload === undefined ? {} : { preload }),
      });
      closers.push(() => replica.kill());
      sites.push({ replica, toDatabase, toChannels });
    }
    await Promise.all(sites.map(({ replica }) => replica.ready()));
    return { cluster, database, channels, receiver, sites, close };
  } catch (error) {
    await close();
    throw error;
  }
}
