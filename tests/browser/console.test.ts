import { channelNo } from "@purse/core";
import { sandboxFaults } from "@purse/purse";
import type { Page } from "playwright-core";
import { beforeAll, expect, test, vi } from "vitest";
import { alipayShop } from "../harness/alipay-shop.ts";
import { faultsOf, picture, useBrowser, useConsoleFiles } from "../harness/browser.ts";
import { useGateway } from "../harness/gateway.ts";
import { operatorToken, usePurse, viewerToken } from "../harness/purse.ts";
import { useSandbox } from "../harness/sandbox.ts";
import { sandboxChannels } from "../harness/sandbox-channels.ts";
import { tamperWallet } from "../harness/tamper.ts";

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

let seen: Awaited<ReturnType<typeof unheardRefund>> & {
  /** Of the webhook endpoint, the recharge and the red envelope. */
  readonly ids: readonly [string, string, string];
};
beforeAll(async () => {
  const first = await unheardRefund("back-1");
  const { key, merchant_wallet_id: wallet_id, user_wallet_ids } = first.shop;
  async function make(path: string, body: object, headers = {}): Promise<string> {
    const made = await purse.call("POST", path, { key, body, headers });
    if (made.error !== undefined) throw made.error;
    return made.data.id;
  }
  const endpoint = await make("/v1/webhook-endpoints", {
    wallet_id,
    url: "http://127.0.0.1:9/hooks",
  });
  await first.shop.refund(first.charge.id, 1, "back-0");
  // By its amount the sandbox names a wrong one whenever it tells of the payment.
  const recharge = await make(
    "/v1/recharges",
    { channel: "alipay", wallet_id: user_wallet_ids[0], order_no: "top-up-1", amount: 9067 },
    { "X-Request-Id": "asked-for-a-top-up" },
  );
  const gift = { red_envelope_no: "gift-1", amount: 100, to_account: "luck", greeting: "Luck" };
  const envelope = await make("/v1/red-envelopes", { channel: "alipay", wallet_id, ...gift });
  await sandbox.pay(channelNo(recharge));
  seen = { ...first, ids: [endpoint, recharge, envelope] };
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
  ["more money", ["/recharges", "/red-envelopes", "/notifications", "/endpoints"]],
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
  await visit(page, `/wallets/${seen.shop.merchant_wallet_id}`);
  expect(await faultsInBothColours(page, "wallet")).toEqual([]);
  await visit(page, `/endpoints/${seen.ids[0]}`);
  expect(await faultsInBothColours(page, "endpoint")).toEqual([]);
});

test("the search box finds what there is by id, number, request id or notification, by keyboard alone", async () => {
  const [endpoint, recharge, envelope] = seen.ids;
  const wallet = seen.shop.merchant_wallet_id;
  const { notify_id } = await notificationOf(recharge);
  await using page = await browser.open();
  await signIn(page);
  const isTitled = (name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
  async function follow(text: string, name: string) {
    await page.getByRole("searchbox").fill(text);
    await page.keyboard.press("Enter");
    await isTitled(`Found for “${text}”`);
    await page.getByRole("link", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  }
  await follow(wallet, wallet);
  await page.getByRole("region", { name: "Postings" }).getByText("Charge").first().waitFor();
  await follow(endpoint, endpoint);
  await page.getByText("http://127.0.0.1:9/hooks").waitFor();
  await follow("gift-1", envelope);
  await isTitled(envelope);
  await follow("top-up-1", recharge);
  await isTitled(recharge);
  await follow("asked-for-a-top-up", "asked-for-a-top-up");
  await page.getByRole("cell", { name: /recharges.create/ }).waitFor();
  await follow(notify_id, notify_id);
  await page.getByRole("link", { name: recharge, exact: true }).waitFor();
});

/** What the channel told of a payment, once it was refused. */
async function notificationOf(id: string) {
  const { notifications } = gateway.client().operator;
  return vi.waitUntil(async () => {
    const refused = await notifications.refused.query();
    return refused.find(({ no }) => no === channelNo(id));
  });
}

test("a wallet with tampered books is seen to be frozen, and to be let go", async () => {
  const wallet = (await purse.merchant()).user_wallet_ids[0]!;
  await tamperWallet(purse, wallet, 1);
  const { core } = purse.house;
  await core.checkLedger();
  await using page = await browser.open();
  await signIn(page);
  await page.getByText("wallets frozen").click();
  await page.getByRole("cell", { name: /rows break an invariant/ }).waitFor();
  await page.getByRole("region", { name: "Frozen wallets" }).getByRole("link").click();
  await page.getByText("This wallet is frozen").waitFor();
  expect(await faultsInBothColours(page, "frozen-wallet")).toEqual([]);
  await tamperWallet(purse, wallet, -1);
  await core.checkLedger();
  await page.getByText("This wallet is frozen").waitFor({ state: "detached" });
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
  const wallet = `/wallets/${seen.shop.merchant_wallet_id}`;
  const some = [`/movements/${seen.charge.id}`, wallet, `/endpoints/${seen.ids[0]}`];
  for (const path of [...some, "/recharges", "/notifications", "/ledger", "/keys", "/open"]) {
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
  await page.getByRole("status").getByText("Every invariant holds").waitFor();
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
