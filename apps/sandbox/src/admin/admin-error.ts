/** What the caller of the admin interface did wrong. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly status: 400 | 404 | 409;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** The one of that number; several merchants may use one number. */
export function onlyOne<T extends { readonly channel: string; readonly merchant_id: string }>(
  rows: readonly T[],
  no: string,
  query: Readonly<Record<string, unknown>>,
): T {
  const { channel, merchant_id } = query;
  const matching = rows.filter(
    (row) =>
      (channel === undefined || row.channel === channel) &&
      (merchant_id === undefined || row.merchant_id === merchant_id),
  );
  const [only] = matching;
  if (only === undefined) throw new AdminError(404, `nothing is called ${no}`);
  if (matching.length > 1) {
    throw new AdminError(409, `${no}: several: name one by ?channel= and ?merchant_id=`);
  }
  return only;
}
