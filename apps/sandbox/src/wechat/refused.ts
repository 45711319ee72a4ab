/** WeChat Pay says no: an HTTP status and a code of its API v3. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The same of the older API: HTTP 200, and a code in the XML. */
export class RefusedV2 extends Error {
  override readonly name = "RefusedV2";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
