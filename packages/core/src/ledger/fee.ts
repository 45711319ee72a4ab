/** What a channel keeps of an amount, in minor units: `bps` hundredths of a percent, rounded half up. */
export function feeOf(amount: number, bps: number): number {
  // biome-ignore lint/plugin: of a bigint, exact: a fee is no more than its amount.
  return Number((BigInt(amount) * BigInt(bps) + 5000n) / 10_000n);
}
