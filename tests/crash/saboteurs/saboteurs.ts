import type { FaultName } from "../faults/kinds.ts";

/** A place of the product and what stands there instead. */
interface Edit {
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A breakage of the product that the oracle has to find. */
export interface Saboteur {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The faults under which it shows; none where it shows by itself. */
  readonly faults: readonly FaultName[];
}

const ledgerSql = "packages/storage/migrations/0003-ledger.sql";
const postingsSql = "packages/storage/migrations/0025-postings-by-statement.sql";
const chargesSql = "packages/storage/migrations/0004-charges-and-refunds.sql";
const channelsSql = "packages/storage/migrations/0009-channels.sql";
const transfersSql = "packages/storage/migrations/0007-transfers.sql";
const postEntries = "packages/storage/src/post-entries.ts";
const settleTransfer = "packages/core/src/transfers/settle-transfer.ts";

export const saboteurs: readonly Saboteur[] = [
  {
    name: "wallets may be overdrawn",
    edits: [
      {
        file: ledgerSql,
        find: "constraint no_overdraft check (role <> 'wallet' or posted - held >= 0),",
        replace: "",
      },
      {
        file: postingsSql,
        find: "not between account.held and 9007199254740991",
        replace: "> 9007199254740991",
      },
      {
        file: postEntries,
        find: 'if (isGuarded && amount < 0 && available < -amount) return "short";',
        replace: "",
      },
    ],
    faults: [],
  },
  {
    name: "an entry loses a posting",
    edits: [
      {
        file: postingsSql,
        find: "having count(*) < 2 or sum(amount) <> 0 limit 1",
        replace: "having false limit 1",
      },
      {
        file: postEntries,
        find: "entry.postings.map((posting) => ({",
        replace: "entry.postings.slice(0, 1).map((posting) => ({",
      },
    ],
    faults: [],
  },
  {
    name: "a hold that ends stays in the account",
    edits: [
      {
        file: ledgerSql,
        find: "update accounts set held = held - old.amount where id = old.account_id;",
        replace: "update accounts set held = held where id = old.account_id;",
      },
    ],
    faults: [],
  },
  {
    name: "more is refunded than was paid",
    edits: [
      {
        file: channelsSql,
        find: "add constraint refund_cap check (amount_refunded + amount_refunding <= amount),",
        replace: "",
      },
      {
        file: chargesSql,
        find: `      when 'refunded' then amount_refunded = amount
      else amount_refunded = 0`,
        replace: "      else true",
      },
      {
        file: "packages/core/src/refunded-charge.ts",
        find: "if (amount > left) throw",
        replace: "if (amount > left * 10) throw",
      },
      {
        file: "packages/core/src/refunded-charge.ts",
        find: "const event = amount_refunded === charge.amount",
        replace: "const event = amount_refunded >= charge.amount",
      },
    ],
    faults: [],
  },
  {
    name: "an order that comes again is another order",
    edits: [
      {
        file: transfersSql,
        find: "constraint transfers_transfer_no unique (merchant_id, transfer_no),",
        replace: "",
      },
      {
        file: "packages/core/src/transfers/create-transfer.ts",
        find: "if (earlier !== undefined) {\n    refuseOtherContent",
        replace: "if (earlier !== undefined && request.amount < 0) {\n    refuseOtherContent",
      },
    ],
    faults: ["kill_server", "lost_commits", "database_truncating"],
  },
  {
    name: "a refund that comes again is another refund",
    edits: [
      {
        file: chargesSql,
        find: "constraint refunds_refund_no unique (merchant_id, refund_no),",
        replace: "",
      },
      {
        file: "packages/core/src/refunds/create-refund.ts",
        find: "const earlier = await tx.refunds.findByRefundNo(request.refund_no);",
        replace:
          "const earlier = request.amount < 0 ? await tx.refunds.findByRefundNo(request.refund_no) : undefined;",
      },
    ],
    faults: ["lost_commits"],
  },
  {
    name: "what is booked twice is kept twice",
    edits: [
      {
        file: ledgerSql,
        find: "  unique (kind, reference)\n",
        replace: "  unique (kind, reference, id)\n",
      },
      {
        file: "packages/core/src/recharges/recharge-machine.ts",
        find: 'paid:    { wait: "stay",        pay: "stay", ',
        replace: 'paid:    { wait: "stay",        pay: to("paid", "post"), ',
      },
    ],
    faults: [],
  },
  {
    name: "a transfer of which the channel says nothing has failed",
    edits: [
      {
        file: settleTransfer,
        find: `    case "unknown":
      return undefined;`,
        replace: `    case "unknown":
      return { event: "fail", action_url: null, failure: { key: "channel_request_info" } };`,
      },
    ],
    faults: ["channel_faults", "channel_truncating", "channel_cut"],
  },
  {
    name: "a refund of which the channel says nothing has failed",
    edits: [
      {
        file: "packages/core/src/refunds/settle-refund.ts",
        find: `    case "unknown":
      return undefined;`,
        replace: `    case "unknown":
      return "fail";`,
      },
      {
        file: "packages/core/src/refunds/settle-refund.ts",
        find: 'const failure = outcome.state === "refused" ? failureOf(outcome) : null;',
        replace:
          'const failure = outcome.state === "refused" ? failureOf(outcome) : outcome.state === "unknown" ? { key: "refund_failed" } : null;',
      },
    ],
    faults: ["channel_faults", "channel_truncating"],
  },
  {
    name: "a payment of which the channel says nothing is closed",
    edits: [
      {
        file: "packages/core/src/channels/payment.ts",
        find: `    case "unknown":
      throw scope.fail(outcome.key, outcome.detail);`,
        replace: `    case "unknown":
      await step(noun, scope, id, "close", { action: null });
      throw scope.fail(outcome.key, outcome.detail);`,
      },
    ],
    faults: ["channel_faults", "channel_truncating"],
  },
  {
    name: "a charge is closed without the channel's word",
    edits: [
      {
        file: "packages/core/src/charges/close-charge.ts",
        find: 'if (closed.state !== "unknown") {',
        replace: "if (closed.state.length > 0) {",
      },
    ],
    faults: ["channel_refusing", "channel_truncating"],
  },
  {
    name: "each try has a number of its own at the channel",
    edits: [
      {
        file: settleTransfer,
        find: `  const no = channelNo(id);
  return channel.transfer(`,
        replace: `  const no = channelNo(id.slice(0, -3) + String(Date.now() % 1000).padStart(3, "0"));
  return channel.transfer(`,
      },
    ],
    faults: ["channel_faults"],
  },
  {
    name: "the money of a transfer is not held",
    edits: [
      {
        file: "packages/core/src/transfers/create-transfer.ts",
        find: "const held = await tx.ledger.hold({ reference: id, wallet_id, amount, currency });",
        replace: 'const held: string = "held";',
      },
    ],
    faults: [],
  },
  {
    name: "the money of a transfer that failed stays held",
    edits: [
      {
        file: settleTransfer,
        find: 'if (step.act === "release") await tx.ledger.release(id);',
        replace: "",
      },
    ],
    faults: [],
  },
  {
    name: "a transfer goes the other way",
    edits: [
      {
        file: "packages/core/src/transfers/create-transfer.ts",
        find: "const [from, receiver] = [{ wallet: wallet_id }, { wallet: to.id }];",
        replace: "const [receiver, from] = [{ wallet: wallet_id }, { wallet: to.id }];",
      },
    ],
    faults: [],
  },
  {
    name: "a channel's fee is not booked",
    edits: [
      {
        file: "packages/core/src/charges/charge-payment.ts",
        find: "if (fee === 0) return;",
        replace: "if (fee >= 0) return;",
      },
    ],
    faults: [],
  },
  {
    name: "every event is written twice",
    edits: [
      {
        file: "packages/core/src/announce.ts",
        find: "  return tx.events.insert({ wallet_id, type, resource, resource_id: id, data });",
        replace: `  const event = { wallet_id, type, resource, resource_id: id, data };
  return tx.events.insert(event).then(() => tx.events.insert(event));`,
      },
    ],
    faults: [],
  },
  {
    name: "a transfer's end is not told",
    edits: [
      {
        file: settleTransfer,
        find: 'await announce(tx, "transfer", settled, viewTransfer(settled));',
        replace: "",
      },
    ],
    faults: [],
  },
  {
    name: "webhooks pass each other",
    edits: [
      {
        file: "packages/storage/src/take-deliveries.ts",
        find: "and earlier.resource_id = delivery.resource_id and earlier.number < delivery.number)",
        replace: "and false)",
      },
    ],
    faults: ["receiver_failing", "receiver_down"],
  },
  {
    name: "a webhook that was refused counts as delivered",
    edits: [
      {
        file: "packages/core/src/webhook-endpoints/after-attempt.ts",
        find: "if (answer.status !== null && answer.status >= 200 && answer.status < 300) {",
        replace: "if (answer.status !== 410) {",
      },
    ],
    faults: ["receiver_failing", "receiver_down"],
  },
  {
    name: "webhooks are signed with another secret",
    edits: [
      {
        file: "packages/core/src/deliver.ts",
        find: "secrets: signingSecrets(secrets, now()),",
        replace:
          "secrets: signingSecrets(secrets, now()).map((secret) => 'whsec_' + secret.slice(6).toLowerCase()),",
      },
    ],
    faults: [],
  },
  {
    name: "a commit is acknowledged before it is on disk",
    edits: [
      {
        file: "packages/storage/src/open-postgres.ts",
        find: '"-c lock_timeout=2000",',
        replace: '"-c lock_timeout=2000", "-c synchronous_commit=off",',
      },
    ],
    faults: ["kill_database"],
  },
  {
    name: "a lost commit counts as done",
    edits: [
      {
        file: "packages/storage/src/transaction.ts",
        find: `  } catch (error) {
    if (isRaced(error) || isUnavailable(error)) {`,
        replace: `  } catch (error) {
    if (isUnavailable(error) && remembered !== undefined) return remembered as T;
    if (isRaced(error) || isUnavailable(error)) {`,
      },
      {
        file: "packages/storage/src/transaction.ts",
        find: "return untilWon(() => db.transaction().execute(work));",
        replace: `return untilWon(() =>
    db.transaction().execute(async (trx) => {
      remembered = undefined;
      remembered = await work(trx);
      return remembered as T;
    }),
  );`,
      },
      {
        file: "packages/storage/src/transaction.ts",
        find: "async function untilWon<T>",
        replace: "let remembered: unknown;\nasync function untilWon<T>",
      },
    ],
    faults: ["kill_database", "database_refusing", "end_sessions"],
  },
  {
    name: "locks are taken in any order",
    edits: [
      {
        file: postEntries,
        find: `    .orderBy("guarded", "desc")
    .orderBy("id")`,
        replace: '    .orderBy("id", Math.random() < 0.5 ? "asc" : "desc")',
      },
    ],
    faults: [],
  },
  {
    name: "lists are read in two moments",
    edits: [
      {
        file: "packages/storage/src/transaction.ts",
        find: 'setIsolationLevel("repeatable read")',
        replace: 'setIsolationLevel("read committed")',
      },
      {
        file: "packages/core/src/wallets/list-wallets.ts",
        find: "return { items: await viewWallets(tx, rows), page, count, total };",
        replace:
          "const items = [];\n    for (const row of rows) items.push(...(await viewWallets(tx, [row])));\n    return { items, page, count, total };",
      },
    ],
    faults: [],
  },
  {
    name: "a balance that was read is remembered for a while",
    edits: [
      {
        file: "packages/core/src/wallets/get-wallet.ts",
        find: "return viewWallet(wallet, await tx.wallets.balances([wallet.id]));",
        replace: `const known = remembered.get(wallet.id);
    if (known !== undefined && Date.now() - known.at < 500) return known.view;
    const view = viewWallet(wallet, await tx.wallets.balances([wallet.id]));
    remembered.set(wallet.id, { at: Date.now(), view });
    return view;`,
      },
      {
        file: "packages/core/src/wallets/get-wallet.ts",
        find: "export function getWallet(",
        replace:
          "const remembered = new Map<string, { at: number; view: Wallet }>();\nexport function getWallet(",
      },
    ],
    faults: [],
  },
  {
    name: "a key's content is not compared",
    edits: [
      {
        file: "packages/storage/src/idempotency.ts",
        find: 'if (!same) return { state: "other_content" };',
        replace: "",
      },
    ],
    faults: [],
  },
  {
    name: "a key's answer is not kept",
    edits: [
      {
        file: "packages/core/src/answer-once.ts",
        find: "const final = result.ok || result.error.httpStatus < 500;",
        replace: "const final = !result.ok && result.error.httpStatus < 500;",
      },
    ],
    faults: [],
  },
  {
    name: "a nonce may come again",
    edits: [
      {
        file: "packages/storage/src/keys.ts",
        find: "fresh.delete(textOf(nonce))",
        replace: "fresh.delete(textOf(nonce)) || true",
      },
    ],
    faults: [],
  },
  {
    name: "a wallet is anybody's",
    edits: [
      {
        file: "packages/storage/src/wallets.ts",
        find: "return merchant_id === asked.merchant_id\n",
        replace: "return merchant_id !== asked.merchant_id || merchant_id === asked.merchant_id\n",
      },
    ],
    faults: [],
  },
];
