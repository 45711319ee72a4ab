/** The most of a channel's own words that is passed on, in characters. */
const toldMax = 128;

/** A channel's own words, fit to be passed on: on one line, short, and nothing that controls. */
export function told(text: string): string {
  const line = text.replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim();
  return [...line].slice(0, toldMax).join("");
}
