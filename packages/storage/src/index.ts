export type { Database } from "./database.ts";
export { migrateJobs } from "./jobs.ts";
export { keySlots } from "./key-slots.ts";
export { DirectoryInUse } from "./lock-directory.ts";
export { migrate, readMigrations } from "./migrate.ts";
export { openEmbedded, openInMemory, snapshotOf } from "./open-embedded.ts";
export { openPostgres } from "./open-postgres.ts";
export { createStorage } from "./storage.ts";
export { startWorker } from "./worker.ts";
