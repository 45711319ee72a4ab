import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** How many keys are kept ready; each merchant's account has two. */
const keysMax = 512;

/** An RSA private key, of PEM or bare base64 (PKCS#8 or PKCS#1); undefined when it is none. */
export const privateKeyOf = remembered((text) =>
  firstOf(
    ...derOf(text, (der) => [
      () => createPrivateKey({ key: der, format: "der", type: "pkcs8" }),
      () => createPrivateKey({ key: der, format: "der", type: "pkcs1" }),
    ]),
    () => createPrivateKey(text),
  ),
);

/** An RSA public key, of PEM, a certificate or bare base64 (SPKI or PKCS#1); undefined when it is none. */
export const publicKeyOf = remembered((text) =>
  firstOf(
    ...derOf(text, (der) => [
      () => createPublicKey({ key: der, format: "der", type: "spki" }),
      () => createPublicKey({ key: der, format: "der", type: "pkcs1" }),
    ]),
    // A private key's PEM would do as well, and must not lie where a public one belongs.
    () => (text.includes("PRIVATE") ? undefined : createPublicKey(text)),
  ),
);

type Attempt = () => KeyObject | undefined;

/** The attempts on bare base64; none when the text is PEM. */
function derOf(text: string, attempts: (der: Buffer) => Attempt[]): Attempt[] {
  return text.includes("-----BEGIN") ? [] : attempts(Buffer.from(text, "base64"));
}

function firstOf(...attempts: readonly Attempt[]): KeyObject | undefined {
  for (const attempt of attempts) {
    try {
      const key = attempt();
      if (key?.asymmetricKeyType === "rsa") return key;
    } catch {
      // Not of this form.
    }
  }
  return undefined;
}

/** Parsing a key costs more than signing: the latest ones are kept, the longest unused goes first. */
function remembered(
  parse: (text: string) => KeyObject | undefined,
): (text: string) => KeyObject | undefined {
  const known = new Map<string, KeyObject>();
  return (text) => {
    const key = known.get(text) ?? parse(text);
    if (key === undefined) return undefined;
    known.delete(text);
    known.set(text, key);
    const [oldest] = known.keys();
    if (known.size > keysMax && oldest !== undefined) known.delete(oldest);
    return key;
  };
}
