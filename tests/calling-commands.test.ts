import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";
import { describe, expect, test, vi } from "vitest";
import { openReceiver } from "./harness/receiver.ts";
import { useStartedPurse } from "./harness/started-purse.ts";

// Each test runs processes, which take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const purse = useStartedPurse();

describe("purse call", () => {
  const order = (no: string, amount: string) => [
    "call",
    "POST",
    "/v1/charges",
    "channel=alipay",
    `wallet_id=${purse.profile.merchant_wallet_id}`,
    `order_no=${no}`,
    `amount=${amount}`,
  ];

  test("sends fields with the types that the contract has, and prints what came", async () => {
    const { code, stdout, stderr } = await purse.run(order("007", "1250"));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ order_no: "007", amount: 1250, status: "waiting" });
    expect(stderr).toMatch(/^HTTP 200, \d+ ms, request [\w-]{36}\n$/);
  });

  test("explains a code, and exits by its retry class", async () => {
    const { code, stdout } = await purse.run(order("008", "12.5"));
    expect(code).toBe(11);
    expect(stdout).toContain("10002 param_error: amount: expected an integer of at least 1\n");
    expect(stdout).toMatch(/\n {2}cause {3}.+\n {2}remedy {2}.+\n {2}retry {3}fix_request\n$/);
    const path = `/v1/charges/chg_${"0".repeat(32)}`;
    const never = await purse.run(["call", "GET", path, "--json"]);
    expect(never.code).toBe(10);
    expect(JSON.parse(never.stdout)).toEqual({
      status: 404,
      code: 200005,
      key: "resource_not_exist",
      message: expect.stringMatching(/^resource_not_exist/),
      retry: "never",
      data: null,
      request_id: expect.any(String),
      duration_ms: expect.any(Number),
    });
  });

  test("reads a body from standard input, under fields of its own", async () => {
    const wallet_id = purse.profile.merchant_wallet_id;
    const input = JSON.stringify({ channel: "alipay", wallet_id, order_no: "009", amount: 1 });
    const words = ["call", "post", "/v1/charges", "amount=2", "--input", "-", "--json"];
    const { stdout } = await purse.run(words, { input });
    expect(JSON.parse(stdout).data).toMatchObject({ order_no: "009", amount: 2 });
  });

  test("signs with the key's secret, and a wrong one is found out", async () => {
    const words = ["call", "GET", `/v1/wallets/${purse.profile.merchant_wallet_id}`, "--json"];
    const unsigned = { PURSE_API_KEY: purse.profile.api_key };
    expect((await purse.run(words, { env: unsigned })).code).toBe(0);
    const wrong = { ...unsigned, PURSE_KEY_ID: "key_1", PURSE_SIGNING_SECRET: "c2VjcmV0" };
    const { code, stdout } = await purse.run(words, { env: wrong });
    expect([code, JSON.parse(stdout).key]).toEqual([11, "signature_invalid"]);
  });

  test("says that no answer came by an exit code of its own", async () => {
    const env = { PURSE_SERVER_URL: "http://127.0.0.1:9" };
    const { code, stderr } = await purse.run(["call", "GET", "/v1/errors"], { env });
    expect(code).toBe(20);
    expect(stderr).toContain("GET http://127.0.0.1:9/v1/errors: no answer");
  });
});

describe("purse trigger", () => {
  test.each([
    ["10006", "refund_refused", "running", 402, "never"],
    ["channel_notify_id_error", "channel_notify_id_error", "own", 400, "never"],
    ["-1", "unknown", "own", 500, "query_first"],
  ])("brings %s about", async (wanted, key, at, status, retry) => {
    const { code, stdout } = await purse.run(["trigger", wanted, "--json"]);
    const triggered = JSON.parse(stdout);
    expect(triggered).toMatchObject({ key, came: true, at, answer: { key, status, retry } });
    expect(triggered.request.path).toMatch(/^\/v1\//);
    expect(code).toBe(0);
  });

  test("shows the request with its answer, for people", async () => {
    const { stdout } = await purse.run(["trigger", "401"]);
    expect(stdout).toMatch(/^401 api_key_require: A request comes without an X-API-KEY\.\n/);
    expect(stdout).toMatch(/\n {2}GET \/v1\/wallets\/wal_\w+\n\nHTTP 401, /);
    expect(stdout).toContain('\n  {"code":401,"message":"api_key_require","data":null}\n');
    const { code, stderr } = await purse.run(["trigger", "7"]);
    expect([code, stderr]).toEqual([1, "7: no such code, see purse errors\n"]);
  });
});

test("purse logs shows what was answered, and what is answered from now on", async () => {
  const follow = purse.begin("logs", "--follow", "--failed", "--json");
  const seen: unknown[] = [];
  createInterface({ input: follow.stdout! }).on("line", (line) => seen.push(JSON.parse(line)));
  await purse.run(["call", "GET", `/v1/settles/stl_${"0".repeat(32)}`]);
  const failed = { operation: "settles.get", code: 100037, status: 404 };
  await expect
    .poll(() => seen, { timeout: 15_000 })
    .toContainEqual(expect.objectContaining(failed));
  const { stdout } = await purse.run(["logs", "--code", "100037"]);
  expect(stdout).toMatch(/Z {2}404 {2}100037 settle_not_exist {2}GET settles.get {2}stl_0+ {2}/);
  const stranger = await purse.run(["logs"], { env: { PURSE_OPERATOR_TOKEN: "x".repeat(16) } });
  expect(stranger.code).toBe(1);
  expect(stranger.stderr).toContain("api_key_invalid: operator token: wrong");
});

test("purse listen brings events to a local URL, signed with the secret that it shows", async () => {
  const receiver = await openReceiver();
  const listening = purse.begin("listen", "--forward-to", receiver.url, "--json");
  let shown = "";
  for await (const chunk of listening.stderr!.setEncoding("utf8")) {
    shown += chunk;
    if (/whsec_\S+\n\n/.test(shown)) break;
  }
  const secret = /whsec_\S+/.exec(shown)![0];
  const lines: { event: { type: string }; status: number }[] = [];
  createInterface({ input: listening.stdout! }).on("line", (line) => lines.push(JSON.parse(line)));
  const wallet_id = purse.profile.merchant_wallet_id;
  const words = ["call", "POST", "/v1/charges", "channel=alipay", `wallet_id=${wallet_id}`];
  const made = await purse.run([...words, "order_no=heard", "amount=5", "--json"]);
  const { id, action } = JSON.parse(made.stdout).data;
  await fetch(action.value, { method: "POST" });
  const paid = () => lines.find(({ event }) => event.type === "charge.paid");
  await expect.poll(paid, { timeout: 15_000 }).toBeDefined();
  expect(paid()).toMatchObject({ event: { resource_id: id }, status: 200, error: null });
  const { headers, body } = receiver.received.find(({ event }) => event.type === "charge.paid")!;
  const event = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(event).toMatchObject({ type: "charge.paid", resource_id: id, data: { amount: 5 } });
  expect(event).toMatchObject({ request_id: headers["x-request-id"] });
  expect(headers["x-request-id"]).toBeTruthy();
  expect(lines).toHaveLength(receiver.received.length);
  await receiver.close();
});

test("shells are told how to complete commands and options", async () => {
  const completed = (...words: string[]) => purse.run(["complete", ...words]);
  const [bash, zsh, fish, command, option] = await Promise.all([
    completed("bash"),
    completed("zsh"),
    completed("fish"),
    completed("--", "ledger", ""),
    completed("--", "logs", "--fo"),
  ]);
  expect(bash.stdout).toContain("# bash completion for purse");
  expect(zsh.stdout).toContain("# zsh completion for purse");
  expect(fish.stdout).toContain("# fish completion for purse");
  expect(command.stdout).toMatch(/^check\t/m);
  expect(option.stdout).toMatch(/^--follow\t/m);
});
