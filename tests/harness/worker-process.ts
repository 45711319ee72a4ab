import { openPostgres, startWorker } from "@purse/storage";

// A worker to be killed: prints the id of every job that comes to it.
const [url, hangs] = process.argv.slice(2);
const database = openPostgres({ url: url!, onConnectionError: () => {} });
await startWorker(database, {
  async handle({ id }) {
    console.log(id);
    // Long enough for a second worker to get its share, or for ever.
    await new Promise((resolve) => hangs !== "hangs" && setTimeout(resolve, 50));
    return undefined;
  },
  onError: console.error,
});
console.log("working");
