import { databaseFaults } from "./database-faults.ts";
import type { FaultKind } from "./fault.ts";
import { outsideFaults } from "./outside-faults.ts";
import { serverFaults } from "./server-faults.ts";

/** Every kind of fault that a round can have. */
export const faultKinds = { ...serverFaults, ...databaseFaults, ...outsideFaults } as const;
export type FaultName = keyof typeof faultKinds;

export const kindOf = (name: FaultName): FaultKind => faultKinds[name];

/** How often each kind comes, beside the others. */
// biome-ignore format: a table
export const weights: Readonly<Record<FaultName, number>> = {
  kill_server: 14, kill_all_servers: 4, end_server: 4, stop_server: 6, stop_server_beyond_limits: 2, clock_jump: 5,
  kill_database: 10, end_sessions: 5, lock_tables: 4, disk_full: 4, database_cut: 5, database_dead: 4,
  database_refusing: 4, database_silent: 5, database_slow: 4, database_truncating: 4, lost_commits: 8,
  channel_cut: 3, channel_refusing: 3, channel_silent: 4, channel_slow: 4, channel_truncating: 4, channel_faults: 10,
  receiver_down: 4, receiver_failing: 3, receiver_silent: 3,
};
