import { isInnerList, serializeDictionary } from "structured-headers";
import { parseCanonical } from "./signature-headers.ts";

type DigestAlgorithm = "sha-256" | "sha-512";

/** A Content-Digest's digests by algorithms that can be trusted (RFC 9530 section 5), if any. */
export function digestsOf(header: string): ReadonlyMap<DigestAlgorithm, Uint8Array> | undefined {
  const digests = new Map<DigestAlgorithm, Uint8Array>();
  for (const [algorithm, member] of parseCanonical(header) ?? []) {
    if (algorithm !== "sha-256" && algorithm !== "sha-512") continue;
    const bytes = isInnerList(member) ? undefined : member[0];
    if (!(bytes instanceof ArrayBuffer)) return undefined;
    digests.set(algorithm, new Uint8Array(bytes));
  }
  return digests.size === 0 ? undefined : digests;
}

/** The Content-Digest of a body. */
export async function contentDigest(body: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", body);
  return serializeDictionary(new Map([["sha-256", [digest, new Map()]]]));
}
