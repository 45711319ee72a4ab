import type { SecretBox, Storage, Tx } from "@purse/core";
import type { Kysely } from "kysely";
import { channelAccountsOf } from "./channel-accounts.ts";
import { chargesOf } from "./charges.ts";
import { checkLedger, checkLedgerWhenDue } from "./check-ledger.ts";
import type { Database } from "./database.ts";
import { eventsOf } from "./events.ts";
import { answersOf, idempotencyOf } from "./idempotency.ts";
import { jobsOf, type OriginOf } from "./jobs.ts";
import { keyHolders, nonceKeeper } from "./keys.ts";
import { ledgerOf } from "./ledger.ts";
import { notificationsOf } from "./notifications.ts";
import { operatorOf } from "./operator.ts";
import { paymentPasswordsOf } from "./payment-passwords.ts";
import { randomKeysOf } from "./random-keys.ts";
import { rechargesOf } from "./recharges.ts";
import { redEnvelopesOf } from "./red-envelopes.ts";
import { refundsOf } from "./refunds.ts";
import type { Schema } from "./schema.ts";
import { settlesOf } from "./settles.ts";
import { sharedTransactions } from "./shared-transaction.ts";
import { sharedTx } from "./shared-tx.ts";
import { statementsOf } from "./statements.ts";
import { takeDeliveries } from "./take-deliveries.ts";
import { inSnapshot, inTransaction, outsideTransaction } from "./transaction.ts";
import { transfersOf } from "./transfers.ts";
import { walletsOf } from "./wallets.ts";
import { webhookDeliveriesOf } from "./webhook-deliveries.ts";
import { webhookEndpointsOf } from "./webhook-endpoints.ts";
import { withdrawalsOf } from "./withdrawals.ts";

/**
 * Core's storage port on an open, migrated database; `secrets` seals what others' secrets it keeps,
 * and jobs remember what `origin` says when they are made.
 */
export function createStorage(
  database: Database,
  secrets: SecretBox,
  origin: OriginOf = () => undefined,
): Storage {
  const { db } = database;
  const txOf = (trx: Kysely<Schema>, merchantId: string) =>
    boundTo(trx, merchantId, secrets, origin);
  const holderOf = keyHolders(db, secrets);
  const keepNonce = nonceKeeper(db);
  return {
    transaction: (merchantId, work) => inTransaction(db, (trx) => work(txOf(trx, merchantId))),
    shared: sharedTransactions(database, (trx) => sharedTx(trx, origin)),
    snapshot: (merchantId, work) => inSnapshot(db, (trx) => work(txOf(trx, merchantId))),
    operatorTransaction: (work) =>
      inTransaction(db, (trx) =>
        work({ ...operatorOf(trx, secrets), forMerchant: (merchantId) => txOf(trx, merchantId) }),
      ),
    idempotency: idempotencyOf(db, secrets),
    holderOf: (apiKey) => outsideTransaction(() => holderOf(apiKey)),
    keepNonce: (key_id, nonce) => outsideTransaction(() => keepNonce({ key_id, nonce })),
    takeDeliveries: (count, busy) =>
      outsideTransaction(() => takeDeliveries(db, secrets, count, busy)),
    checkLedger: (listener) => outsideTransaction(() => checkLedger(database, listener)),
    checkLedgerWhenDue: () => outsideTransaction(() => checkLedgerWhenDue(database)),
  };
}

function boundTo(db: Kysely<Schema>, merchantId: string, secrets: SecretBox, origin: OriginOf): Tx {
  const shared = sharedTx(db, origin)(merchantId);
  return {
    idempotency: answersOf(db, secrets),
    jobs: jobsOf(db, merchantId, origin),
    wallets: { ...walletsOf(db, merchantId), ...shared.wallets },
    channelAccounts: channelAccountsOf(db, merchantId, secrets),
    recharges: rechargesOf(db, merchantId),
    redEnvelopes: redEnvelopesOf(db, merchantId),
    events: { ...eventsOf(db, merchantId), ...shared.events },
    notifications: notificationsOf(db, merchantId),
    charges: { ...chargesOf(db, merchantId), ...shared.charges },
    refunds: refundsOf(db, merchantId),
    paymentPasswords: paymentPasswordsOf(db, merchantId),
    randomKeys: randomKeysOf(db, merchantId, secrets),
    transfers: transfersOf(db, merchantId),
    settles: settlesOf(db, merchantId),
    withdrawals: withdrawalsOf(db, merchantId),
    statements: statementsOf(db, merchantId),
    webhookEndpoints: webhookEndpointsOf(db, merchantId, secrets),
    webhookDeliveries: webhookDeliveriesOf(db, merchantId),
    ledger: { ...ledgerOf(db, merchantId), ...shared.ledger },
  };
}
