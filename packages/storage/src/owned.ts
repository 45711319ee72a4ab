/** A row with the merchant whose it is: what one statement writes may be of many merchants. */
export type Owned<Row> = Row & { readonly merchant_id: string };
