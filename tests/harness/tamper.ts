import type { TestPurse } from "./purse.ts";

/** Changes rows behind the back of all triggers. */
export function tamper({ database }: TestPurse, statement: string): Promise<void> {
  return database.sqlTransaction(({ run }) =>
    run(`set local session_replication_role = replica; ${statement}`),
  );
}

/** Makes the last posting of a wallet so much larger; its books do not balance until it is undone. */
export function tamperWallet(purse: TestPurse, walletId: string, by: number): Promise<void> {
  return tamper(
    purse,
    `update postings set amount = amount + ${by} where (entry_id, account_id) = (
      select max(posting.entry_id), account.id from postings posting
        join accounts account on account.id = posting.account_id
      where account.wallet_id = '${walletId}' group by account.id)`,
  );
}
