import { z } from "zod";
import { WalletId } from "./fields.ts";
import { inState, page, TimedPageQuery } from "./page.ts";

/** What addressing a wallet in the path can be refused with. */
export const walletPathErrors = [
  "wallet_not_exist",
  "api_key_wallet_mismatching",
  "wallet_not_under_api_key",
] as const;

/** A list of what a wallet has of one kind: GET /v1/<collection>/list/{wallet_id}?page=&count=. */
export function walletList<
  const Path extends `/v1/${string}/list/{wallet_id}`,
  Item extends z.ZodType,
>(
  path: Path,
  item: Item,
  { id, summary, description }: { id: string; summary: string; description?: string },
) {
  return {
    method: "GET",
    path,
    summary,
    ...(description === undefined ? {} : { description }),
    params: z.strictObject({ wallet_id: WalletId }),
    query: TimedPageQuery,
    output: page(item).meta({ id }),
    errors: walletPathErrors,
  } as const;
}

/** A list that can be cut down to one state of its rows. */
export function walletListByState<
  const Path extends `/v1/${string}/list/{wallet_id}`,
  Item extends z.ZodType,
  Status extends z.ZodType,
>(
  path: Path,
  item: Item,
  status: Status,
  naming: { id: string; summary: string; description?: string },
) {
  return {
    ...walletList(path, item, naming),
    query: TimedPageQuery.extend(inState(status)),
  } as const;
}
