import { type ErrorKey, isRepeatable, registry, wireMessage } from "@purse/contract";
import { type PlainRequest, paths, type Scenario, scenarios } from "@purse/scenarios";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type TestPurse, usePurse } from "../harness/purse.ts";
import { useSandbox } from "../harness/sandbox.ts";
import { liveKey } from "../harness/signing.ts";
import { openStage } from "./stage.ts";
import type { Answer, Exchange, Transport } from "./transports/transport.ts";

/** A code that came about as its scenario says. */
export interface Proof {
  readonly key: ErrorKey;
  readonly story: string;
  readonly exchange: Exchange;
}
type OnProof = (proof: Proof) => void;

/** Runs every scenario over a transport; `onProof` hears of each code that came about. */
export function prove(transport: Transport, onProof: OnProof = () => {}): void {
  const sandbox = useSandbox();
  let opened: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    opened = await openStage(transport, { sandbox, accounts: await sandbox.merchant() });
  });
  afterEach(async () => {
    await sandbox.clearFaults();
    await opened.tidy();
  });
  afterAll(() => opened.close());

  describe(`over ${transport.name}`, () => {
    test.each(scenarios.map((scenario) => [codeOf(scenario), scenario] as const))(
      "%s",
      async (_code, scenario) => {
        const answer = await opened.answer(await scenario.arrange(opened.stage));
        expectAnswer(scenario, answer);
        await expectBooks(opened.purse);
        onProof({ ...scenario, exchange: answer.exchange });
      },
    );
  });
}

/** The same of what only REST has, its paths. */
export function provePaths(
  send: (url: string, request: PlainRequest) => Promise<Answer>,
  onProof: OnProof = () => {},
): void {
  const purse = usePurse();

  describe("by its path", () => {
    test.each(paths.map((scenario) => [codeOf(scenario), scenario] as const))(
      "%s",
      async (_code, scenario) => {
        const answer = await send(
          purse.url,
          await scenario.request({ merchant: purse.merchant, liveKey: () => liveKey(purse) }),
        );
        expectAnswer(scenario, answer);
        onProof({ ...scenario, exchange: answer.exchange });
      },
    );
  });
}

function codeOf({ key }: Pick<Scenario, "key">): string {
  return `${registry.get(key).code} ${key}`;
}

/** What every transport has to say of a code. */
function expectAnswer({ key }: Pick<Scenario, "key">, answer: Answer): void {
  const entry = registry.get(key);
  expect({ code: answer.code, message: answer.message }).toEqual({
    code: entry.code,
    message: expect.stringMatching(messageOf(wireMessage(entry))),
  });
  expect(answer.status).toBe(entry.httpStatus);
  expect(answer.data).toBeNull();
  expect(answer.headers.get("X-Error-Code")).toBe(String(entry.code));
  expect(answer.headers.get("Retry-After")).toBe(isRepeatable(entry) ? "1" : null);
  expect(answer.headers.get("X-Request-Id")).not.toBeNull();
  answer.check();
}

/** The name of the code, and a detail behind it or none. */
function messageOf(name: string): RegExp {
  return new RegExp(`^${name}(: .+)?$`);
}

/** Nothing was lost on the way. */
async function expectBooks({ house }: TestPurse): Promise<void> {
  const { violations } = await house.core.checkLedger();
  expect(violations).toEqual([]);
}
