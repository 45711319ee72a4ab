import { createKey, revokeKey } from "@purse/core";
import { beforeAll, describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { type SigningKeyholder, signedHeaders, signingKey } from "./harness/signing.ts";

const window = 300;
const start = 1_800_000_000;
let nowMs = start * 1000;
const purse = usePurse({ now: () => new Date(nowMs) });

const keys: Record<string, SigningKeyholder> = {};
beforeAll(async () => {
  keys.live = await signingKey(purse, "shop", "live", "ed25519");
  keys.hmac = await signingKey(purse, "shop", "live", "hmac-sha256");
  keys.test = await signingKey(purse, "shop", "test", "hmac-sha256");
  keys.foreign = await signingKey(purse, "other shop", "live", "ed25519");
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | undefined;
  readonly headers?: Record<string, string | undefined>;
}
const body = '{"type":"user","name":"Ä 1"}';
const path = "/v1/wallets";

/** A signed request, changed on its way by `change`. */
async function send(
  key: SigningKeyholder,
  { method = "POST", path: signedPath = path, ...rest }: Sent = {},
  change: Sent = {},
  parameters: Parameters<typeof signedHeaders>[2] = {},
) {
  const signedBody = "body" in rest ? rest.body : method === "GET" ? undefined : body;
  const request = { method, url: purse.url + signedPath, body: signedBody };
  const signed = await signedHeaders(key, request, { created: start, ...parameters });
  const headers = Object.fromEntries(
    Object.entries({ ...signed, ...rest.headers, ...change.headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return purse.call(change.method ?? method, change.path ?? signedPath, {
    headers,
    body: "body" in change ? change.body : signedBody,
  });
}

describe.each(["live", "hmac", "test"])("a key (%s)", (name) => {
  test("does what is signed, with a body or without, with a query or without", async () => {
    const key = keys[name]!;
    const made = await send(key);
    expect(made.key).toBe("success");
    expect(made.data.name).toBe("Ä 1");
    const wallet = await send(key, { body: '{"type":"merchant"}' });
    const merchantWallet = wallet.key === "success" ? wallet.data.id : undefined;
    const id = made.data.id;
    expect((await send(key, { method: "GET", path: `${path}/${id}` })).data.id).toBe(id);
    expect((await send(key, { path: `${path}/${id}/disable`, body: undefined })).key).toBe(
      "success",
    );
    if (merchantWallet === undefined) return;
    const list = `${path}/list/${merchantWallet}?page=1&count=2`;
    expect((await send(key, { method: "GET", path: list })).key).toBe("success");
  });
});

test("a live key signs always, a test key when it likes to", async () => {
  const { error } = await purse.call("POST", path, { key: keys.live!.api_key, body });
  expect(error?.message).toBe(
    "signature_invalid: Signature-Input and Signature: missing, a live key signs every request",
  );
  const unsigned = await purse.call("POST", path, { key: keys.test!.api_key, body });
  expect(unsigned.key).toBe("success");
  const wrong = await send(keys.test!, {}, { body: `${body} ` });
  expect(wrong.key).toBe("signature_invalid");
});

const id = `wal_${"0".repeat(32)}`;
const list = `${path}/list/${id}?page=1&count=2`;
const flip = (text: string, at: number) =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);

/** What was signed, what came instead, and what is said of it. */
const mutants: [string, Sent, Sent, RegExp][] = [
  ["another method", { path: `${path}/${id}/channels/alipay` }, { method: "PUT" }, /wrong/],
  ["another path", {}, { path: "/v1/settles" }, /wrong/],
  ["%2F for /", { method: "GET", path: `${path}/a%2Fb` }, { path: `${path}/a%2fb` }, /wrong/],
  [
    "a letter of the path escaped",
    { method: "GET", path: `${path}/abc` },
    { path: `${path}/%61bc` },
    /wrong/,
  ],
  [
    "the query's order",
    { method: "GET", path: list },
    { path: `${path}/list/${id}?count=2&page=1` },
    /wrong/,
  ],
  ["a parameter twice", { method: "GET", path: list }, { path: `${list}&count=2` }, /wrong/],
  ["a parameter more", { method: "GET", path: list }, { path: `${list}&status=active` }, /wrong/],
  [
    "a parameter less",
    { method: "GET", path: list },
    { path: `${path}/list/${id}?page=1` },
    /wrong/,
  ],
  [
    "a parameter's value",
    { method: "GET", path: list },
    { path: list.replace("=2", "=3") },
    /wrong/,
  ],
  [
    "a parameter escaped",
    { method: "GET", path: list },
    { path: list.replace("page", "%70age") },
    /wrong/,
  ],
  ...[...'{"t:,mÄ1}'].map((byte): [string, Sent, Sent, RegExp] => {
    const at = body.indexOf(byte);
    return [`the body's ${byte}`, {}, { body: flip(body, at) }, /does not match the body/];
  }),
  ["a space behind the body", {}, { body: `${body} ` }, /does not match the body/],
  ["a space in the body", {}, { body: body.replace(":", ": ") }, /does not match the body/],
  ["the body's end cut off", {}, { body: body.slice(0, -1) }, /does not match the body/],
  ["no body", {}, { body: undefined }, /does not match the body/],
  [
    "a body where none was signed",
    { path: `${path}/${id}/disable`, body: undefined },
    { body: "{}" },
    /not covered: content-digest/,
  ],
  ["no digest", {}, { headers: { "content-digest": undefined } }, /lacks a component/],
  ["a digest of another algorithm", {}, { headers: { "content-digest": "md5=:AAAA:" } }, /wrong/],
  ["an empty digest", {}, { headers: { "content-digest": "" } }, /wrong/],
  ["no signature", {}, { headers: { signature: undefined } }, /Signature: missing/],
  ["no input", {}, { headers: { "signature-input": undefined } }, /Signature-Input: missing/],
  ["an empty signature", {}, { headers: { signature: "" } }, /Signature: expected/],
  ["empty bytes", {}, { headers: { signature: "sig1=::" } }, /Signature: wrong/],
  ["a truncated signature", {}, { headers: { signature: "sig1=:AAAA:" } }, /Signature: wrong/],
  [
    "zeros",
    {},
    { headers: { signature: `sig1=:${Buffer.alloc(64).toString("base64")}:` } },
    /Signature: wrong/,
  ],
  ["another label", {}, { headers: { signature: "sig2=:AAAA:" } }, /Signature: expected/],
  ["an input that is no list", {}, { headers: { "signature-input": "sig1=1" } }, /malformed/],
];

describe.each(["live", "hmac"])("no changed request is accepted (%s)", (name) => {
  test.each(mutants)("%s", async (_what, signed, changed, detail) => {
    const { key, error } = await send(keys[name]!, signed, changed);
    expect(key).toBe("signature_invalid");
    expect(error?.message).toMatch(detail);
  });

  /** One that is good, with its headers rewritten. */
  async function rewritten(change: (header: string) => string, field = "signature-input") {
    const key = keys[name]!;
    const request = { method: "POST", url: purse.url + path, body };
    const headers = await signedHeaders(key, request, { created: start });
    const header = change(headers[field]!);
    expect(header).not.toBe(headers[field]);
    return purse.call("POST", path, { body, headers: { ...headers, [field]: header } });
  }

  const inputs: [string, (header: string) => string, RegExp][] = [
    ["another nonce", (header) => header.replace(/nonce="./, 'nonce="~'), /wrong/],
    ["another time", (header) => header.replace(/created=\d+/, `created=${start + 1}`), /wrong/],
    ["no time", (header) => header.replace(/created=\d+;/, ""), /created: expected/],
    ["no nonce", (header) => header.replace(/nonce="[^"]+";/, ""), /nonce: expected/],
    ["a short nonce", (header) => header.replace(/nonce="[^"]+/, 'nonce="1'), /nonce: expected/],
    ["no keyid", (header) => header.replace(/;keyid="[^"]+"/, ""), /keyid/],
    ["another keyid", (header) => header.replace(/keyid="[^"]+/, 'keyid="key_1'), /keyid/],
    ["another algorithm", (header) => header.replace(/alg="[^"]+/, 'alg="none'), /alg: not/],
    ["no algorithm", (header) => header.replace(/;alg="[^"]+"/, ""), /wrong/],
    ["it has ended", (header) => `${header};expires=${start - 1}`, /expires: over/],
    ["an end that was not signed", (header) => `${header};expires=${start + 9}`, /wrong/],
    ["a tag that was not signed", (header) => `${header};tag="x"`, /wrong/],
    [
      "the order of what is covered",
      (header) => header.replace('"@method" "@path"', '"@path" "@method"'),
      /wrong/,
    ],
    [
      "the method not covered",
      (header) => header.replace('"@method" ', ""),
      /not covered: @method$/,
    ],
    ["the path not covered", (header) => header.replace('"@path" ', ""), /not covered: @path$/],
    ["the query not covered", (header) => header.replace('"@query" ', ""), /not covered: @query$/],
    [
      "the key not covered",
      (header) => header.replace('"x-api-key" ', ""),
      /not covered: x-api-key$/,
    ],
    ["the body not covered", (header) => header.replace(' "content-digest"', ""), /wrong/],
    ["nothing covered", (header) => header.replace(/\(.*\)/, "()"), /not covered: @method, @path/],
    [
      "a component of the response's request",
      (header) => header.replace('"@method"', '"@method";req'),
      /malformed/,
    ],
    ["a component that is not there", (header) => header.replace(")", ' "x-none")'), /lacks/],
    ["a space more", (header) => header.replace(" ", "  "), /malformed/],
    ["a second signature", (header) => `${header}, sig2=()`, /malformed/],
  ];
  test.each(inputs)("Signature-Input: %s", async (_what, change, detail) => {
    const { key, error } = await rewritten(change);
    expect(key).toBe("signature_invalid");
    expect(error?.message).toMatch(detail);
  });

  const signatures: [string, (header: string) => string][] = [
    ["one bit", (header) => flip(header, 12)],
    ["no padding", (header) => header.replace(/=+:$/, ":")],
    ["bits behind the end", (header) => header.replace(/.(=+:)$/, "/$1")],
    ["base64url", (header) => header.replace(/^sig1=:../, "sig1=:-_")],
    ["a newline inside", (header) => `${header.slice(0, 12)} ${header.slice(12)}`],
    ["hexadecimal", (header) => `sig1=:${Buffer.from(header).toString("hex")}:`],
    ["twice", (header) => `${header}, ${header}`],
    ["with a parameter", (header) => `${header};a`],
    ["without colons", (header) => header.replaceAll(":", "")],
  ];
  test.each(signatures)("Signature: %s", async (_what, change) => {
    expect((await rewritten(change, "signature")).key).toBe("signature_invalid");
  });
});

test("a signature counts for its own key and merchant alone", async () => {
  const { live, hmac, foreign } = keys as Record<string, SigningKeyholder>;
  for (const other of [hmac!, foreign!]) {
    // With another's X-API-KEY put in, and signed for another's X-API-KEY.
    const swapped = await send(live!, {}, { headers: { "x-api-key": other.api_key } });
    expect(swapped.key).toBe("signature_invalid");
    const mixed = await send({ ...live!, api_key: other.api_key });
    expect(mixed.key).toBe("signature_invalid");
    const named = { ...live!.signer, keyid: other.key_id };
    const wrongKey = await send({ ...other, signer: named });
    expect(wrongKey.error?.message).toMatch(/: wrong$|alg: not the key's$/);
  }
});

test("the algorithm is the key's: a public key is no secret of hmac", async () => {
  const { hmac, live } = keys as Record<string, SigningKeyholder>;
  const forged = { ...hmac!.signer, keyid: live!.key_id, algorithm: "hmac-sha256" as const };
  const { error } = await send({ ...live!, signer: forged });
  expect(error?.message).toMatch(/alg: not the key's$/);
});

test("unknown, revoked and missing keys are told as ever, signed or not", async () => {
  const key = await signingKey(purse, "to be revoked", "live", "ed25519");
  expect((await send(key)).key).toBe("success");
  await purse.house.core.operate("test", (scope) => revokeKey(scope, { key_id: key.key_id }));
  expect((await send(key)).key).toBe("api_key_invalid");
  const unknown = { ...key, api_key: "purse_live_unknown" };
  expect((await send(unknown)).key).toBe("api_key_invalid");
  expect((await purse.call("POST", path, { key: unknown.api_key, body })).key).toBe(
    "api_key_invalid",
  );
  expect((await send(key, {}, { headers: { "x-api-key": undefined } })).key).toBe(
    "api_key_require",
  );
});

test.each([
  [-window, "success"],
  [-window - 1, "signature_invalid"],
  [-window + 1, "success"],
  [window - 1, "success"],
  [window, "success"],
  [window + 1, "signature_invalid"],
])("a signature of %i s from now: %s", async (seconds, expected) => {
  nowMs = start * 1000 + 999;
  const { key, error } = await send(keys.live!, {}, {}, { created: start + seconds });
  expect(key).toBe(expected);
  if (expected === "success") return;
  expect(error?.message).toMatch(seconds < 0 ? /created: stale/ : /created: from the future/);
});

test("a nonce counts once a key, and a failed request does not use it up", async () => {
  const { live, hmac } = keys as Record<string, SigningKeyholder>;
  const nonce = "n".repeat(16);
  const changed = await send(live!, {}, { body: `${body} ` }, { nonce });
  expect(changed.key).toBe("signature_invalid");
  expect((await send(live!, {}, {}, { nonce })).key).toBe("success");
  const replayed = await send(live!, {}, {}, { nonce });
  expect(replayed.error?.message).toBe("signature_invalid: nonce: replayed, it came before");
  const other = await send(live!, { method: "GET", path: `${path}/${id}` }, {}, { nonce });
  expect(other.key).toBe("signature_invalid");
  expect((await send(hmac!, {}, {}, { nonce })).key).toBe("success");
});

test("at once, one of many with the same nonce is taken", async () => {
  const parameters = { nonce: "m".repeat(128) };
  const all = await Promise.all(
    Array.from({ length: 20 }, () => send(keys.live!, {}, {}, parameters)),
  );
  expect(all.filter(({ key }) => key === "success")).toHaveLength(1);
});

test("a retry under an Idempotency-Key is signed anew, and gets the first answer", async () => {
  const headers = { "idempotency-key": "once" };
  const first = await send(keys.live!, { headers });
  const again = await send(keys.live!, { headers });
  expect(first.key).toBe("success");
  expect(again.text).toBe(first.text);
});

test("a refused signature tells no secret", async () => {
  const { error } = await send(keys.hmac!, {}, { headers: { signature: "sig1=:AAAA:" } });
  expect(error?.message).toBe("signature_invalid: Signature: wrong");
});

test("keys of hmac-sha256 have no public key, those of ed25519 need a good one", async () => {
  const shop = { merchant_name: "shop", mode: "live" } as const;
  for (const request of [
    { ...shop, algorithm: "hmac-sha256", public_key: "A".repeat(44) } as const,
    { ...shop, algorithm: "ed25519" } as const,
    { ...shop, public_key: "A".repeat(43) },
  ]) {
    const made = await purse.house.core.operate("test", (scope) => createKey(scope, request));
    expect(made).toMatchObject({ ok: false, error: { key: "param_error" } });
  }
});
