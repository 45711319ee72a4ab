import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { faultsOf, picture, useBrowser, useConsoleFiles } from "../harness/browser.ts";
import { useGateway } from "../harness/gateway.ts";
import { operatorToken, usePurse, viewerToken } from "../harness/purse.ts";

const purse = usePurse();
const gateway = useGateway(purse, { console: useConsoleFiles() });
const browser = useBrowser();

async function signIn(page: Page, token = operatorToken): Promise<void> {
  await page.goto(`${gateway.url}/console/`);
  await page.getByLabel(/^(Token|令牌)/).fill(token);
  await page.getByLabel(/^(Your name|你的名字)/).fill("ann");
  await page.getByRole("button", { name: /^(Sign in|登录)$/ }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

test("whoever has no token stays outside and hears why", async () => {
  await using page = await browser.open();
  await page.goto(`${gateway.url}/console/wallets`);
  await page.getByLabel(/^Token/).fill("not-the-token-at-all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("200001 api_key_invalid: operator token: wrong").waitFor();
});

test.each(["light", "dark"] as const)(
  "every screen is clean by axe in %s colours",
  async (colorScheme) => {
    const merchant = await purse.merchant();
    await using page = await browser.open({ colorScheme });
    await page.goto(`${gateway.url}/console/`);
    expect(await faultsOf(page)).toEqual([]);
    await picture(page, `sign-in-${colorScheme}`);
    await signIn(page);
    await page.getByText(merchant.merchant_wallet_id).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await picture(page, `wallets-${colorScheme}`);
  },
);

test("a viewer is called one", async () => {
  await using page = await browser.open();
  await signIn(page, viewerToken);
  await page.getByRole("button", { name: "Signed in as ann" }).click();
  await page.getByText("viewer").waitFor();
});
