/**
 * The number under which a channel knows an object of ours: its id's 128 bits as 25 digits and
 * lower-case letters, short enough for every channel (WeChat Pay's red envelopes take 28).
 */
export function channelNo(id: string): string {
  const hex = id.slice(id.indexOf("_") + 1);
  return BigInt(`0x${hex}`).toString(36).padStart(25, "0");
}

const tenDigits = 36n ** 10n;

/** The id of the object of ours that a channel's number stands for; undefined when it can be none. */
export function idOfChannelNo<Prefix extends string>(
  prefix: Prefix,
  no: string,
): `${Prefix}_${string}` | undefined {
  if (!/^[0-9a-z]{25}$/.test(no)) return undefined;
  // Ten digits are an exact number; by the digit, a statement of 100,000 would take a second.
  const parts = [no.slice(0, 5), no.slice(5, 15), no.slice(15)];
  // biome-ignore lint/plugin: an id, of ten digits at a time.
  const numbers = parts.map((part) => BigInt(Number.parseInt(part, 36)));
  const number = numbers.reduce((sum, each) => sum * tenDigits + each, 0n);
  const hex = number.toString(16).padStart(32, "0");
  return hex.length === 32 ? `${prefix}_${hex}` : undefined;
}
