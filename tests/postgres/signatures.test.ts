import { revokeKey } from "@purse/core";
import { furnish, secretBox } from "@purse/purse";
import { startServer } from "@purse/server";
import { openPostgres } from "@purse/storage";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";
import { rest } from "../harness/rest.ts";
import { signedHeaders, signingKey } from "../harness/signing.ts";

const purse = usePurse();
let replica: { readonly call: ReturnType<typeof rest>; readonly close: () => Promise<void> };
beforeAll(async () => {
  const url = purse.database.url!;
  const house = furnish(openPostgres({ url, onConnectionError: () => {} }), {
    secrets: secretBox([]),
  });
  const server = await startServer({
    core: house.core,
    logger: pino({ level: "silent" }),
    host: "127.0.0.1",
    port: 0,
    isReady: house.isReady,
    openapiYaml: () => "",
  });
  async function close() {
    await server.close();
    await house.close();
  }
  replica = { call: rest(server.url), close };
});
afterAll(() => replica.close());

const path = "/v1/wallets";
const body = '{"type":"user"}';
const newKey = () => signingKey(purse, "shop", "live", "ed25519");
type Key = Awaited<ReturnType<typeof newKey>>;
const sign = (key: Key) => signedHeaders(key, { method: "POST", url: purse.url + path, body });

test("what one replica has seen, another refuses", async () => {
  const headers = await sign(await newKey());
  expect((await purse.call("POST", path, { body, headers })).key).toBe("success");
  const replayed = await replica.call("POST", path, { body, headers });
  expect(replayed.error?.message).toBe("signature_invalid: nonce: replayed, it came before");
});

test("of one request sent to both at once, one is taken", async () => {
  const key = await newKey();
  for (let round = 0; round < 10; round++) {
    const headers = await sign(key);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? purse : replica).call("POST", path, { body, headers }),
      ),
    );
    expect(answers.filter(({ key }) => key === "success")).toHaveLength(1);
    const refused = new Set(answers.map(({ key }) => key));
    expect(refused).toEqual(new Set(["success", "signature_invalid"]));
  }
});

test("a key revoked through one replica is refused by the other within 5 s", async () => {
  const key = await newKey();
  const asked = async () =>
    (await replica.call("POST", path, { body, headers: await sign(key) })).key;
  expect(await asked()).toBe("success");
  await purse.house.core.operate("test", (scope) => revokeKey(scope, { key_id: key.key_id }));
  // At once: nothing about keys but their material is cached.
  expect(await asked()).toBe("api_key_invalid");
});
