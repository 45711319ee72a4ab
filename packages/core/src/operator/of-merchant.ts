import type { Merchant, OperatorTx } from "../operator-tx.ts";

/** Something of a merchant's, as the API shows it, with whose it is. */
export type OfMerchant<View> = View & { readonly merchant: Merchant };

/** Puts to each view the merchant that it belongs to. */
export async function withMerchants<View>(
  tx: OperatorTx,
  rows: readonly { readonly merchant_id: string; readonly view: View }[],
): Promise<readonly OfMerchant<View>[]> {
  const ids = new Set(rows.map(({ merchant_id }) => merchant_id));
  const merchants = new Map((await tx.merchants.find([...ids])).map((each) => [each.id, each]));
  return rows.map(({ merchant_id, view }) => {
    const merchant = merchants.get(merchant_id);
    if (merchant === undefined) throw new Error(`${merchant_id} is gone`);
    return { ...view, merchant };
  });
}
