import { sandboxFaults } from "@purse/purse";
import type { Page } from "playwright-core";
import { beforeAll, expect, test, vi } from "vitest";
import { alipayShop } from "../harness/alipay-shop.ts";
import { faultsOf, picture, useBrowser, useConsoleFiles } from "../harness/browser.ts";
import { useGateway } from "../harness/gateway.ts";
import { operatorToken, usePurse, viewerToken } from "../harness/purse.ts";
import { useSandbox } from "../harness/sandbox.ts";
import { sandboxChannels } from "../harness/sandbox-channels.ts";

// A browser beside other tests has a small part of a core.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sandbox = useSandbox();
const purse = usePurse({
  channels: sandboxChannels(sandbox, 1000, (call) => purse.house.onChannelCall(call)),
  sandbox: sandboxFaults(() => sandbox.url),
  egress: "any",
});
const gateway = useGateway(purse, { console: useConsoleFiles() });
const browser = useBrowser();

/** A charge, and a refund of it that the channel has made and nobody has heard of. */
async function unheardRefund(refund_no: string) {
  const shop = await alipayShop(purse, sandbox);
  const charge = await shop.paidCharge(12_50);
  await sandbox.fault({ channel: "alipay", operation: "refund", fault: "connection_lost" });
  await shop.refund(charge.id, 2_50, refund_no);
  return { shop, charge };
}

let seen: Awaited<ReturnType<typeof unheardRefund>>;
beforeAll(async () => {
  seen = await unheardRefund("back-1");
  const body = { wallet_id: seen.shop.merchant_wallet_id, url: "http://127.0.0.1:9/hooks" };
  const made = await purse.call("POST", "/v1/webhook-endpoints", { key: seen.shop.key, body });
  if (made.error !== undefined) throw made.error;
  await seen.shop.refund(seen.charge.id, 1, "back-0");
});

async function signIn(page: Page, token = operatorToken): Promise<void> {
  await page.goto(`${gateway.url}/console/`);
  await page.getByLabel(/^(Token|令牌)/).fill(token);
  await page.getByLabel(/^(Your name|你的名字)/).fill("ann");
  await page.getByRole("button", { name: /^(Sign in|登录)$/ }).click();
  await page.getByRole("heading", { level: 1, name: /^(Overview|总览)$/ }).waitFor();
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${gateway.url}/console${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const loading = page.getByRole("status", { name: /^(Loading|加载中)$/ });
  await loading.first().waitFor({ state: "detached" });
}

test("an operator finds a failed refund, reads its code's page, queries it and sees it settle", async () => {
  const { charge } = await unheardRefund("back-2");
  await using page = await browser.open();
  await signIn(page);
  await page.getByRole("searchbox").fill("back-2");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /^ref_/ }).click();
  await page.getByText("pending", { exact: true }).first().waitFor();
  await page.getByRole("link", { name: "100010 channel_connection_error" }).click();
  await page.getByRole("heading", { name: "100010 channel_connection_error" }).waitFor();
  await page.getByRole("heading", { name: "What to do" }).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: /^Query now: ref_/ }).click();
  await page.getByText("The channel was asked; it is succeeded.").waitFor();
  await page.getByText("queryRefund").waitFor();
  expect(await page.getByRole("button", { name: /^Query/ }).count()).toBe(0);
  await page.getByRole("link", { name: charge.id }).first().click();
  await page.getByText("charge.paid").waitFor();
  await picture(page, "history-of-a-charge");
  await visit(page, "/audit");
  const [latest] = await page
    .getByRole("row")
    .filter({ hasText: "movement.query" })
    .allInnerTexts();
  expect(latest).toContain("ann");
});

const screens: readonly (readonly [string, readonly string[]])[] = [
  ["money", ["/open", "/charges", "/refunds", "/transfers", "/wallets", "/ledger"]],
  ["codes and requests", ["/codes/100010", "/codes", "/requests", "/search?q=back-1"]],
  ["what operators do", ["/webhooks", "/keys", "/sandbox", "/audit"]],
];

/** What axe finds on this page in both colours. */
async function faultsInBothColours(page: Page, name: string): Promise<readonly string[]> {
  const inLight = await faultsOf(page);
  await picture(page, `light-${name}`);
  await page.emulateMedia({ colorScheme: "dark" });
  const inDark = await faultsOf(page, { only: ["color-contrast"] });
  await picture(page, `dark-${name}`);
  await page.emulateMedia({ colorScheme: "light" });
  return [...inLight, ...inDark];
}

test.each(screens)(
  "screens of %s are clean by axe, in light and in dark colours",
  async (_, paths) => {
    await using page = await browser.open();
    await signIn(page);
    for (const path of paths) {
      await visit(page, path);
      const name = path.replaceAll(/\W+/g, "-").slice(1);
      expect([path, await faultsInBothColours(page, name)]).toEqual([path, []]);
    }
  },
  40_000,
);

test("the way in, the overview and a charge's history are clean by axe too", async () => {
  await using page = await browser.open();
  await page.goto(`${gateway.url}/console/`);
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(await faultsInBothColours(page, "sign-in")).toEqual([]);
  await signIn(page);
  expect(await faultsInBothColours(page, "overview")).toEqual([]);
  await visit(page, `/movements/${seen.charge.id}`);
  expect(await faultsInBothColours(page, "history")).toEqual([]);
});

test("on a phone, in Chinese, nothing is wider than the screen", async () => {
  await using page = await browser.open({
    locale: "zh-CN",
    viewport: { width: 390, height: 844 },
  });
  await signIn(page);
  await page.getByRole("button", { name: "菜单" }).click();
  await page.getByRole("link", { name: "结果未知", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "结果未知" }).waitFor();
  for (const path of [`/movements/${seen.charge.id}`, "/keys", "/open"]) {
    await visit(page, path);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await picture(page, `phone-${path.split("/")[1]}`);
  }
  expect(await faultsOf(page)).toEqual([]);
});

test("keys are made, rotated and revoked", async () => {
  await using page = await browser.open();
  await signIn(page);
  await visit(page, "/keys");
  await page.getByRole("button", { name: "Make a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Merchant").fill("corner shop");
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Make a key" }).click();
  await dialog.getByText(/^purse_test_/).waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  const shop = page.getByRole("region", { name: "corner shop (test)" });
  await shop.getByRole("button", { name: /^Rotate: / }).click();
  await dialog.getByRole("button", { name: "Rotate", exact: true }).click();
  await dialog.getByText(/^purse_test_/).waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  const revoke = shop.getByRole("button", { name: /^Revoke: / });
  expect(await revoke.count()).toBe(2);
  await revoke.first().click();
  await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
  await shop.getByText("revoked").waitFor();
});

test("the ledger is checked, a fault ordered and taken away, a webhook sent again", async () => {
  await using page = await browser.open();
  await signIn(page);
  await visit(page, "/ledger");
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText("Every invariant holds").waitFor();
  await picture(page, "ledger-checked");
  await visit(page, "/sandbox");
  await page.getByLabel("Fault").selectOption("time_out");
  await page.getByRole("button", { name: "Order" }).click();
  await page.getByRole("cell", { name: "time_out", exact: true }).waitFor();
  await page.getByRole("button", { name: "Take away: time_out" }).click();
  await page.getByText("Nothing here.").waitFor();
  await visit(page, "/webhooks");
  await page
    .getByRole("button", { name: /^Send again: whd_/ })
    .first()
    .click();
  await page.getByText("It will be sent again at once.").waitFor();
});

test("a viewer sees it all and is offered nothing to change", async () => {
  await using page = await browser.open();
  await signIn(page, viewerToken);
  for (const path of ["/open", "/keys", "/webhooks", "/sandbox"]) {
    await visit(page, path);
    expect(await page.getByRole("main").getByRole("button").count()).toBe(0);
  }
  await page.getByRole("button", { name: "Signed in as ann" }).click();
  await page.getByText("viewer").waitFor();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});

test("whoever has no token stays outside and hears why", async () => {
  await using page = await browser.open();
  await page.goto(`${gateway.url}/console/wallets`);
  await page.getByLabel(/^Token/).fill("not-the-token-at-all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("200001 api_key_invalid: operator token: wrong").waitFor();
});
