import { registry } from "@purse/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { usePurse } from "../harness/purse.ts";
import { hostileInputs } from "./inputs.ts";
import { exchange } from "./raw-exchange.ts";

const purse = usePurse();
const Failed = z.strictObject({ code: z.int(), message: z.string(), data: z.null() });
const statuses = new Set([200, 400, 401, 402, 403, 404, 502, 503, 504]);

let key = "";
let rssBefore = 0;
const serverErrors: unknown[] = [];
beforeAll(async () => {
  key = (await purse.merchant()).api_key;
  process.on("unhandledRejection", (error) => serverErrors.push(error));
  // What the first requests allocate is not what attackers make grow.
  for (const { bytes } of hostileInputs.slice(0, 50)) await exchange(purse.url, bytes(key), 20);
  rssBefore = process.memoryUsage().rss;
});
afterAll(() => expect(serverErrors).toEqual([]));

test("there are enough of them, each once", () => {
  expect(hostileInputs.length).toBeGreaterThanOrEqual(300);
  const sent = hostileInputs.map(({ bytes }) => bytes("k").toString("latin1"));
  expect(sent.filter((bytes, at) => sent.indexOf(bytes) !== at)).toEqual([]);
});

describe("what is answered to", () => {
  test.each(hostileInputs.map((input) => [input.what, input] as const))(
    "%s",
    async (_what, { what, bytes, statuses: expected }) => {
      const { answers, rest, closed } = await exchange(purse.url, bytes(key), 60);
      expect(rest).toBe("");
      // Half a request waits for its other half; Node's own time limits end that.
      if (answers.length === 0) expect(closed || isUnfinished(bytes(key))).toBe(true);
      for (const { status, body } of answers) {
        expect(statuses).toContain(status);
        if (status !== 200) expectEnvelope(status, body);
      }
      // Bytes in which another parser sees a second request are one request here, or none.
      if (what.startsWith("framing")) expect(answers.length).toBeLessThanOrEqual(1);
      if (expected !== undefined) expect(answers.map(({ status }) => status)).toEqual(expected);
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("admin");
      await expectGoodAnswer();
    },
  );
});

test("memory stays flat", () => {
  globalThis.gc?.();
  const grownMiB = (process.memoryUsage().rss - rssBefore) / 2 ** 20;
  expect(grownMiB).toBeLessThan(64);
});

/** HEAD's answer has no body. */
function expectEnvelope(status: number, body: string): void {
  if (body === "") return;
  const { code } = Failed.parse(JSON.parse(body));
  expect(registry.byCode(code)?.httpStatus).toBe(status);
}

function isUnfinished(bytes: string | Buffer): boolean {
  const text = bytes.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const length = Number(/\r\nContent-Length: *(\d+)\r\n/i.exec(text)?.[1] ?? 0);
  return (
    text.trim() === "" ||
    end === -1 ||
    text.length - end - 4 < length ||
    /Transfer-Encoding/i.test(text)
  );
}

/** Within 100 ms, of three tries: the other tests' processes take the machine's time too. */
async function expectGoodAnswer(): Promise<void> {
  const tookMs: number[] = [];
  while (tookMs.length < 3 && tookMs.every((ms) => ms >= 100)) {
    const began = performance.now();
    const { status } = await fetch(`${purse.url}/v1/errors/10001`);
    expect(status).toBe(200);
    tookMs.push(performance.now() - began);
  }
  expect(Math.min(...tookMs)).toBeLessThan(100);
}
