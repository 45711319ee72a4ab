import { setTimeout as sleep } from "node:timers/promises";
import type { Violation } from "../oracle/violation.ts";
import { limit } from "../overload/judge-arrivals.ts";
import { type Answer, ask, askUntilTold, type Question } from "./ask.ts";
import type { Contention } from "./contention.ts";

const storms = 20;
const width = 64;
const otherMsMax = 100;

/**
 * One Idempotency-Key, 64 at once by all replicas, half of them with another body: one effect, one
 * text, and another merchant hardly waits for it.
 */
export async function sameKey({
  world,
  urls,
  merchants: [merchant, other],
  print,
}: Contention): Promise<Violation[]> {
  const violations: Violation[] = [];
  const { holder, walletId, userIds } = merchant;
  const waits: number[] = [];
  let over = false;
  const othersLook = (async () => {
    for (let turn = 0; !over; turn++) {
      const question = { path: `/v1/wallets/${other.userIds[0]}` };
      waits.push((await ask(urls[turn % urls.length]!, other.holder.apiKey, question)).tookMs);
      await sleep(5);
    }
  })();
  const begun = performance.now();
  for (let storm = 0; storm < storms; storm++) {
    const body = {
      channel: "balance",
      wallet_id: walletId,
      payer_wallet_id: userIds[3],
      order_no: `storm-${storm}`,
      amount: 1,
    };
    const questions = [body, { ...body, order_no: `other-${storm}` }].map(
      (each): Question => ({ path: "/v1/charges", body: each, idempotencyKey: `storm-${storm}` }),
    );
    const asked = (act: typeof ask, width: number): Promise<Answer[]> =>
      Promise.all(
        Array.from({ length: width }, (_, at) =>
          act(urls[at % urls.length]!, holder.apiKey, questions[(at >> 1) % 2]!),
        ),
      );
    const atOnce = await asked(ask, width);
    const behind = await asked(askUntilTold, 4);
    const texts = new Set(
      [...atOnce, ...behind].filter(({ status }) => status === 200).map(({ text }) => text),
    );
    const { rows } = await world.cluster.query(
      world.database,
      "select count(*)::int as made from charges where order_no = any($1)",
      [[`storm-${storm}`, `other-${storm}`]],
    );
    if (texts.size !== 1 || rows[0].made !== 1) {
      const subject = `storm ${storm}: ${rows[0].made} charges, ${texts.size} texts`;
      violations.push({ rule: "one key has one effect and one answer", subject });
    }
  }
  over = true;
  await othersLook;
  const longest = Math.max(...waits);
  const took = (performance.now() - begun) / storms;
  print(
    `one key, 64 at once  ${storms} times, ${took.toFixed(0)} ms each; another merchant waited at most ${longest.toFixed(0)} ms in ${waits.length} looks`,
  );
  return [...violations, ...limit("another merchant's wait", longest, otherMsMax, "ms")];
}
