const messages = {
  "20000": "Service Currently Unavailable",
  "20001": "Insufficient Token Permissions",
  "40001": "Missing Required Arguments",
  "40002": "Invalid Arguments",
  "40004": "Business Failed",
  "40005": "Call Limited",
  "40006": "Insufficient Permissions",
} as const;
export type Code = keyof typeof messages;

/** What the gateway or the business behind it refuses, by Alipay's own codes. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: Code;
  readonly subCode: string;

  constructor(code: Code, subCode: string, subMessage: string) {
    super(subMessage);
    this.code = code;
    this.subCode = subCode;
  }

  /** As it stands in the answer. */
  get node(): Readonly<Record<string, string>> {
    const { code, subCode, message } = this;
    return { code, msg: messages[code], sub_code: subCode, sub_msg: message };
  }
}

/** A refusal of the business itself. */
export function businessFailed(subCode: string, subMessage: string): Refused {
  return new Refused("40004", subCode, subMessage);
}
