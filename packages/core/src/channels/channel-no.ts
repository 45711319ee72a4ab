/**
 * The number under which a channel knows an object of ours: its id's 128 bits as 25 digits and
 * lower-case letters, short enough for every channel (WeChat Pay's red envelopes take 28).
 */
export function channelNo(id: string): string {
  const hex = id.slice(id.indexOf("_") + 1);
  return BigInt(`0x${hex}`).toString(36).padStart(25, "0");
}
