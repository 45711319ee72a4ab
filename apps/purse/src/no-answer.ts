/** Nothing was heard of a request. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}
