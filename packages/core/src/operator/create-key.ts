import type { Merchant, OperatorTx, StoredKey } from "../operator-tx.ts";
import type { Mode, OperatorScope, SigningKey } from "../ports.ts";

export interface CreatedKey {
  readonly key: StoredKey;
  readonly merchant: Merchant;
  /** The X-API-KEY itself: shown this once, only its digest is kept. */
  readonly api_key: string;
  /** Of hmac-sha256, in base64: shown this once. */
  readonly signing_secret: string | null;
}

export interface KeyRequest {
  readonly merchant_name: string;
  readonly mode: Mode;
  /** By which its requests are signed: hmac-sha256, or with a public key ed25519. */
  readonly algorithm?: SigningKey["algorithm"] | undefined;
  /** Of ed25519: PEM, or base64 of its 32 bytes. */
  readonly public_key?: string | undefined;
  /** When it ends by itself. */
  readonly not_after?: Date | undefined;
}

/** Makes an API key for a merchant, and the merchant if the name is new in this mode. */
export async function createKey(
  scope: OperatorScope<"param_error">,
  request: KeyRequest,
): Promise<CreatedKey> {
  const made = newKey(scope, request);
  return scope.transaction(async (tx) => {
    const created = await insertKey(tx, request, made);
    const { key, merchant } = created;
    const detail = {
      merchant_id: merchant.id,
      mode: merchant.mode,
      algorithm: String(key.algorithm),
    };
    await tx.audit({ actor: scope.actor, action: "key.create", subject: key.id, detail });
    return created;
  });
}

/** All of a key that no database has to be asked for. */
export function newKey(scope: OperatorScope<"param_error">, request: KeyRequest) {
  return {
    merchant_id: scope.newId("mer"),
    id: scope.newId("key"),
    api_key: scope.newApiKey(request.mode),
    signing: signingKey(scope, request),
  };
}

export async function insertKey(
  tx: OperatorTx,
  { merchant_name: name, mode, not_after }: KeyRequest,
  { merchant_id, id, api_key, signing }: ReturnType<typeof newKey>,
): Promise<CreatedKey> {
  const merchant = await tx.merchants.findOrInsert({ id: merchant_id, name, mode });
  const key = await tx.keys.insert({
    id,
    merchant_id: merchant.id,
    mode,
    api_key,
    signing,
    ...(not_after === undefined ? {} : { not_after }),
  });
  const signing_secret = signing.algorithm === "hmac-sha256" ? signing.material : null;
  return { key, merchant, api_key, signing_secret };
}

function signingKey(
  scope: OperatorScope<"param_error">,
  { algorithm, public_key }: KeyRequest,
): SigningKey {
  if (algorithm === "hmac-sha256" || (algorithm === undefined && public_key === undefined)) {
    if (public_key === undefined) {
      return { algorithm: "hmac-sha256", material: scope.newSigningSecret() };
    }
    throw scope.fail("param_error", "public_key: a key of hmac-sha256 has none");
  }
  const material = rawPublicKey(public_key ?? "");
  if (material !== undefined) return { algorithm: "ed25519", material };
  throw scope.fail("param_error", "public_key: expected one of Ed25519, PEM or base64 of 32 bytes");
}

/** How the base64 of every Ed25519 public key in a PEM begins, its DER's twelve bytes. */
const spkiPrefix = "MCowBQYDK2VwAyEA";

function rawPublicKey(text: string): string | undefined {
  const base64 = text.replaceAll(/-----(BEGIN|END) PUBLIC KEY-----|\s/g, "");
  const raw = base64.startsWith(spkiPrefix) ? base64.slice(spkiPrefix.length) : base64;
  return /^[A-Za-z0-9+/]{43}=$/.test(raw) ? raw : undefined;
}
