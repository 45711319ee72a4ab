import { expect } from "vitest";
import { spellingsOf } from "./spellings.ts";

/** All that a Purse has told, by where it was heard, and the secrets that must not be in it. */
export class Recording {
  readonly #secrets = new Map<string, string>();
  readonly #heard: { readonly where: string; readonly text: string }[] = [];

  /** Takes note of a secret, and answers it. */
  secret(name: string, value: string): string {
    this.#secrets.set(name, value);
    return value;
  }

  /** Keeps a text; what it is meant to show must be in it, and is taken out of it alone. */
  hear(where: string, text: string, shown: readonly string[] = []): void {
    let rest = text;
    for (const secret of shown) {
      expect(rest, `${where} shows its secret`).toContain(secret);
      rest = rest.replaceAll(secret, "(shown)");
    }
    this.#heard.push({ where, text: rest });
  }

  /** Which secret is told where. */
  leaks(): string[] {
    return [...this.#secrets].flatMap(([name, secret]) => {
      const spellings = spellingsOf(secret);
      return this.#heard
        .filter(({ text }) => spellings.some((spelling) => text.includes(spelling)))
        .map(({ where }) => `${name} in ${where}`);
    });
  }

  count(): { readonly secrets: number; readonly texts: number; readonly bytes: number } {
    const bytes = this.#heard.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    return { secrets: this.#secrets.size, texts: this.#heard.length, bytes };
  }

  /** What was heard where the name begins so. */
  heardIn(where: string): string {
    const found = this.#heard.filter((each) => each.where.startsWith(where));
    return found.map(({ text }) => text).join("\n");
  }
}
