import { join } from "node:path";
import { registry } from "@purse/contract";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { useBrowser } from "../harness/browser.ts";
import { useFront } from "../harness/front.ts";
import { usePurse } from "../harness/purse.ts";
import { signingKey } from "../harness/signing.ts";

const browser = useBrowser();
const purse = usePurse();
const front = useFront(purse);

test("the client works in a browser", async () => {
  const build = await rolldown({
    input: join(import.meta.dirname, "shop.ts"),
    platform: "browser",
  });
  const { output } = await build.generate({ format: "iife", name: "shop", minify: true });
  await build.close();
  const [{ code }] = output;
  expect(code).not.toMatch(/\brequire\(|node:/);

  await using page = await browser.open();
  front.spoil(({ response }) => response.end("<!doctype html><title>shop</title>"));
  await page.goto(front.url);
  await page.addScriptTag({ content: code });
  const { api_key, key_id, privateKey } = await signingKey(purse, "shop", "live", "ed25519");
  const keyholder = { api_key, key_id, privateKey };
  const bought = await page.evaluate(
    ([url, holder]) => Reflect.get(globalThis, "shop").buy(url, holder),
    [front.url, keyholder] as const,
  );
  expect(bought).toEqual({
    payer: expect.objectContaining({ type: "user", name: "安妮" }),
    refusal: registry.get("balance_insufficient").remedy.zh,
  });
});
