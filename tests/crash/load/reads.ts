import type { Client } from "./client.ts";
import type { LoadedMerchant } from "./merchant.ts";

/** A wallet's balance as somebody was told it, and when they asked and heard. */
export interface Read {
  readonly walletId: string;
  /** What is available and what is held, together. */
  readonly balance: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What clients read of wallets, for the check that each of it was true at one moment. */
export class Reads {
  readonly all: Read[] = [];

  async take(client: Client, merchant: LoadedMerchant, walletId: string): Promise<void> {
    const startedAt = performance.now();
    const answer = await client.send(merchant.holder, "GET", `/v1/wallets/${walletId}`);
    if (answer?.status !== 200) {
      client.turn();
      return;
    }
    const { available = 0, held = 0 } = answer.data.balances[0] ?? {};
    const balance = available + held;
    this.all.push({ walletId, balance, startedAt, endedAt: performance.now() });
  }
}
