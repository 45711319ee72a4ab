/**
 * The number under which a channel knows an object of ours: its id's 128 bits as 25 digits and
 * lower-case letters, short enough for every channel (WeChat Pay's red envelopes take 28).
 */
export function channelNo(id: string): string {
  const hex = id.slice(id.indexOf("_") + 1);
  return BigInt(`0x${hex}`).toString(36).padStart(25, "0");
}

/** The id behind a channel's number; undefined when it is none of ours. */
export function idOfChannelNo(prefix: string, no: string): string | undefined {
  if (!/^[0-9a-z]{25}$/.test(no)) return undefined;
  let value = 0n;
  for (const digit of no) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  const hex = value.toString(16).padStart(32, "0");
  return hex.length === 32 ? `${prefix}_${hex}` : undefined;
}
