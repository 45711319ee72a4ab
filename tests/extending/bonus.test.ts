import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseEnvelope, registryErrors, Transfer } from "@purse/contract";
import type { GatewayRouterOf } from "@purse/gateway";
import { createTRPCClient, httpLink } from "@trpc/client";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { useGateway } from "../harness/gateway.ts";
import { operatorToken, usePurse } from "../harness/purse.ts";
import { contract, service } from "./bonus.ts";

const app = join(import.meta.dirname, "bonus.ts");
const purse = usePurse({ service });
const gateway = useGateway(purse);
const { isRegistryError } = registryErrors(contract.registry);

/** A charge of a merchant's, and what to ask for its bonus with. */
async function charge(amount: number) {
  const made = await purse.merchant();
  const { api_key: key, merchant_wallet_id: wallet_id, user_wallet_ids } = made;
  const order = {
    channel: "balance",
    wallet_id,
    payer_wallet_id: user_wallet_ids[0],
    order_no: "order-1",
    amount,
  };
  const { data } = await purse.call("POST", "/v1/charges", { key, body: order });
  return { key, wallet_id, payer: user_wallet_ids[0], charge_id: String(data.id) };
}

async function askBonus(
  { key, charge_id }: { key: string; charge_id: string },
  idempotencyKey?: string,
) {
  const response = await fetch(`${purse.url}/v1/bonuses`, {
    method: "POST",
    headers: {
      "X-API-KEY": key,
      "Content-Type": "application/json",
      ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
    },
    body: JSON.stringify({ charge_id }),
  });
  const { status, headers } = response;
  return {
    status,
    headers,
    result: parseEnvelope(Transfer, await response.json(), contract.registry),
  };
}

test("the operation moves money over REST, once", async () => {
  const paid = await charge(1250);
  const [first, again] = [await askBonus(paid), await askBonus(paid)];
  expect(first.result).toMatchObject({
    ok: true,
    data: { amount: 62, to_wallet_id: paid.payer, status: "succeeded" },
  });
  expect(again.result).toEqual(first.result);
  const { data } = await purse.call("GET", `/v1/wallets/${paid.wallet_id}`, { key: paid.key });
  expect(data.balances[0].available).toBe(1250 - 62);
});

test("its code is answered with its status, name and page, and kept under an Idempotency-Key", async () => {
  const small = await charge(19);
  const answers = [await askBonus(small, "key-1"), await askBonus(small, "key-1")];
  for (const { status, headers, result } of answers) {
    expect(status).toBe(402);
    expect(headers.get("X-Error-Code")).toBe("300001");
    expect(headers.get("Link")).toBe('</errors/300001>; rel="help"');
    if (result.ok) throw new Error("it was paid");
    expect(result.error.message).toBe("bonus_not_due: the charge is paid");
    expect(result.error.entry).toEqual(contract.registry.get("bonus_not_due"));
  }
});

test("and over tRPC, where a client knows its type", async () => {
  const [paid, small] = [await charge(2000), await charge(19)];
  const clientOf = ({ key }: { key: string }) =>
    createTRPCClient<GatewayRouterOf<typeof contract>>({
      links: [
        httpLink({
          url: gateway.url,
          headers: { authorization: `Bearer ${operatorToken}`, "x-api-key": key },
        }),
      ],
    });
  const bonus = await clientOf(paid).bonuses.create.mutate({ charge_id: paid.charge_id });
  expect(bonus.amount).toBe(100);
  const { charge_id } = small;
  const error = await clientOf(small)
    .bonuses.create.mutate({ charge_id })
    .catch((caught) => caught);
  if (!isRegistryError(error, "bonus_not_due")) throw error;
  const narrowed: "bonus_not_due" = error.data.registry.key;
  expect(error.data.registry).toMatchObject({ code: 300_001, key: narrowed, httpStatus: 402 });
  // What Purse had before is there as well.
  expect((await clientOf(paid).charges.get.query({ id: paid.charge_id })).status).toBe("paid");
});

test("operators see how often it was answered", async () => {
  await askBonus(await charge(19));
  const client = gateway.client();
  const keys = async () =>
    (await client.operator.codes.counts.query({ minutes: 5 })).codes.map(({ key }) => key);
  await expect.poll(keys, { timeout: 10_000 }).toContain("bonus_not_due");
});

test("the registry has it over REST", async () => {
  const { data } = await purse.call("GET", "/v1/errors/300001");
  expect(data).toMatchObject({ key: "bonus_not_due", origin: "custom" });
  const { data: all } = await purse.call("GET", "/v1/errors");
  expect(all).toHaveLength(66);
});

test("the pages show the code, find it, and name the operation that answers it", async () => {
  const page = await (await fetch(`${purse.url}/errors/300001?lang=en`)).text();
  expect(page).toContain("Ask for the bonus of a charge that was paid by balance.");
  expect(page).toContain("This deployment&#39;s own");
  expect(page).toContain("POST /v1/bonuses");
  const found = await (await fetch(`${purse.url}/errors?q=${encodeURIComponent("奖励")}`)).text();
  expect(found.match(/<b>-?\d+<\/b>/g)).toEqual(["<b>300001</b>"]);
});

test("the command is Purse's own, with the code and the operation in its document", async () => {
  const run = async (...args: string[]) =>
    (await promisify(execFile)(process.execPath, [app, ...args], { maxBuffer: 1e7 })).stdout;
  expect(JSON.parse(await run("errors", "bonus_not_due", "--json"))).toMatchObject([
    { code: 300_001 },
  ]);
  const { paths, components, tags } = parse(await run("openapi"));
  const { operationId, responses } = paths["/v1/bonuses"].post;
  expect(operationId).toBe("bonuses.create");
  expect(responses[402].content["application/json"].examples.bonus_not_due.value.code).toBe(
    300_001,
  );
  expect(components.schemas.ErrorCode.enum).toContain(300_001);
  expect(tags.at(-1)).toEqual({ name: "bonuses" });
});

test("docs/extending.md shows this very app, which has less than 60 lines", async () => {
  const code = await readFile(app, "utf8");
  const guide = await readFile(
    join(import.meta.dirname, "..", "..", "docs", "extending.md"),
    "utf8",
  );
  expect(guide).toContain(`\`\`\`ts\n${code}\`\`\``);
  expect(code.trimEnd().split("\n").length).toBeLessThan(60);
});
