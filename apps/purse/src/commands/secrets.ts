import { resealSecrets } from "@purse/core";
import type { Config } from "../config.ts";
import { unwrap } from "../trial-merchant.ts";
import { withCore } from "../with-core.ts";

/** Seals every secret under the first key of PURSE_SECRET_KEY; the others are needed no longer. */
export async function resealCommand(config: Config): Promise<void> {
  const count = await withCore(config, async (core) =>
    unwrap(await core.operate("purse secrets", resealSecrets)),
  );
  console.log(`${count} secrets are sealed under the newest key`);
}
