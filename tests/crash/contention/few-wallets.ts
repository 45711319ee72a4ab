import type { Violation } from "../oracle/violation.ts";
import { quantile } from "../overload/figures.ts";
import { limit } from "../overload/judge-arrivals.ts";
import { type Answer, ask, type Question } from "./ask.ts";
import type { Contention } from "./contention.ts";

const clients = 64;
const seconds = 20;
const perSecondMin = 300;
const p99MsMax = 500;

/** Charges, refunds and transfers in every direction over four wallets: none deadlocks, few wait long. */
export async function fewWallets({
  world,
  urls,
  merchants: [merchant],
  random,
  print,
}: Contention): Promise<Violation[]> {
  const { holder, walletId, userIds } = merchant;
  const deadlocks = async () => {
    const { rows } = await world.cluster.query(world.database, countDeadlocks);
    return rows[0].deadlocks as number;
  };
  const payers = userIds.slice(0, 3);
  const paid: string[] = [];
  const questionOf = (no: string): Question => {
    const from = random.pick(payers);
    const to = random.pick(payers.filter((each) => each !== from));
    const charge = paid.length > 0 ? random.pick(paid) : undefined;
    const kind = random.weighted({ charge: 2, refund: charge === undefined ? 0 : 1, transfer: 2 });
    const byBalance = { channel: "balance", amount: 1 };
    if (kind === "refund") {
      return { path: "/v1/refunds", body: { charge_id: charge, refund_no: no, amount: 1 } };
    }
    if (kind === "transfer") {
      const body = { ...byBalance, wallet_id: from, to_wallet_id: to, transfer_no: no };
      return { path: "/v1/transfers", body };
    }
    const body = { ...byBalance, wallet_id: walletId, payer_wallet_id: from, order_no: no };
    return { path: "/v1/charges", body };
  };
  const before = await deadlocks();
  const answers: Answer[] = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; performance.now() < until; turn++) {
        const question = questionOf(`few-${client}-${turn}`);
        const answer = await ask(urls[client % urls.length]!, holder.apiKey, question);
        answers.push(answer);
        if (answer.status === 200 && question.path === "/v1/charges") paid.push(answer.data.id);
      }
    }),
  );
  const ended = (await deadlocks()) - before;
  const done = answers.filter(({ status }) => status === 200);
  const perSecond = done.length / seconds;
  const p99 = quantile(
    done.map(({ tookMs }) => tookMs),
    0.99,
  );
  const others = [...Map.groupBy(answers, ({ status }) => status)].filter(([of]) => of !== 200);
  const told = others.map(([status, its]) => `${its.length} ${status}`).join(", ") || "none else";
  print(
    `few wallets          ${perSecond.toFixed(0)} a second, p99 ${p99.toFixed(0)} ms; ${told}; ${ended} deadlocks`,
  );
  return [
    ...limit("deadlocks", ended, 0, ""),
    ...limit("p99 on few wallets", p99, p99MsMax, "ms"),
    ...limit("movements a second that few wallets lack", perSecondMin - perSecond, 0, ""),
  ];
}

const countDeadlocks = `select deadlocks::int from pg_stat_database
  where datname = current_database()`;
