import type { Violation } from "../oracle/violation.ts";
import { askUntilTold } from "./ask.ts";
import type { Contention } from "./contention.ts";

const rounds = 50;
const atOnce = 20;

/** A wallet that is drained and a charge that is refunded by twenty at once: to the last fen, no further. */
export async function atTheLimit({
  urls,
  merchants: [, merchant],
  random,
  print,
}: Contention): Promise<Violation[]> {
  const violations: Violation[] = [];
  const { holder, walletId, userIds } = merchant;
  const [rich, poor] = [userIds[1], userIds[2]];
  let asked = 0;
  const post = async (path: string, body: object) => {
    asked += 1;
    return askUntilTold(urls[asked % urls.length]!, holder.apiKey, { path, body });
  };
  const transfer = (wallet_id: unknown, to_wallet_id: unknown, amount: number) => {
    const transfer_no = `limit-${asked}-${random.integer(0, 2 ** 40)}`;
    const body = { channel: "balance", wallet_id, to_wallet_id, transfer_no, amount };
    return post("/v1/transfers", body);
  };
  const available = async () => {
    const path = `/v1/wallets/${poor}`;
    const { data } = await askUntilTold(urls[0]!, holder.apiKey, { path });
    return data.balances[0].available as number;
  };
  const doneOf = async (made: Promise<{ status: number }>[]) =>
    (await Promise.all(made)).filter(({ status }) => status === 200).length;
  const expect = (rule: string, found: number, wanted: number) => {
    if (found !== wanted) violations.push({ rule, subject: `${found}, and not ${wanted}` });
  };

  await transfer(poor, rich, await available());
  for (let round = 0; round < rounds; round++) {
    const [balance, amount] = [random.integer(50, 200), random.integer(7, 30)];
    await transfer(rich, poor, balance);
    const drained = await doneOf(
      Array.from({ length: atOnce }, () => transfer(poor, rich, amount)),
    );
    const possible = Math.min(atOnce, Math.floor(balance / amount));
    expect("a wallet gives what it has", drained, possible);
    const left = balance - drained * amount;
    expect("a wallet keeps what is left", await available(), left);
    if (left > 0) await transfer(poor, rich, left);

    const order = { order_no: `limit-${round}`, amount: 100 };
    const parties = { wallet_id: walletId, payer_wallet_id: rich };
    const { data } = await post("/v1/charges", { channel: "balance", ...parties, ...order });
    const refunds = Array.from({ length: atOnce }, (_, at) =>
      post("/v1/refunds", { charge_id: data.id, refund_no: `limit-${round}-${at}`, amount: 30 }),
    );
    expect("no more is refunded than was paid", await doneOf(refunds), 3);
  }
  print(
    `to the limit         ${rounds} wallets drained and ${rounds} charges refunded by ${atOnce} at once`,
  );
  return violations;
}
