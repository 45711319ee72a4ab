import {
  type Channel,
  type FaultRule,
  type MerchantAccounts,
  type Notification,
  type Operation,
  type Payment,
  type Payout,
  type Refund,
  type SandboxOptions,
  startSandbox,
} from "@purse/sandbox";
import { afterAll, beforeAll } from "vitest";

interface NewFault {
  readonly channel: Channel;
  readonly operation: Operation;
  readonly fault: string;
  /** Of this order only. */
  readonly no?: string;
  /** null: until the faults are cleared; once where it is left out. */
  readonly times?: number | null;
}

interface SandboxBooks {
  readonly accounts: readonly { channel: Channel; merchant_id: string; balance: number }[];
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
  readonly transfers: readonly Payout[];
  readonly red_envelopes: readonly Payout[];
  readonly movements: readonly { kind: string; no: string; amount: number }[];
}

export interface TestSandbox {
  readonly url: string;
  /** What a TLS client has to trust, PEM. */
  readonly authority: string;
  /** A fresh merchant at both channels, with so many fen at each. */
  readonly merchant: (balance?: number) => Promise<MerchantAccounts>;
  readonly payment: (no: string) => Promise<Payment>;
  /** A payer pays; the notification goes out. */
  readonly pay: (no: string, payer?: string) => Promise<Payment>;
  /** A payer opens the code or page: only then does Alipay know a precreated trade. */
  readonly scan: (no: string) => Promise<Payment>;
  /** The time for refunds is over: Alipay's TRADE_FINISHED. */
  readonly finish: (no: string) => Promise<Payment>;
  readonly closePayment: (no: string) => Promise<Payment>;
  readonly refund: (no: string) => Promise<Refund>;
  readonly moveRefund: (no: string, state: Refund["state"]) => Promise<Refund>;
  readonly transfer: (no: string) => Promise<Payout>;
  readonly moveTransfer: (no: string, state: Payout["state"], reason?: string) => Promise<Payout>;
  readonly redEnvelope: (no: string) => Promise<Payout>;
  readonly moveRedEnvelope: (
    no: string,
    state: Payout["state"],
    reason?: string,
  ) => Promise<Payout>;
  readonly fault: (fault: NewFault) => Promise<FaultRule>;
  readonly clearFaults: () => Promise<void>;
  readonly books: () => Promise<SandboxBooks>;
  readonly notifications: () => Promise<readonly Notification[]>;
  readonly resend: (id: string) => Promise<Notification>;
}

/** A sandbox of both channels for all tests of a file; notifications come again 1000 times faster. */
export function useSandbox(options: SandboxOptions = {}): TestSandbox {
  let sandbox: Awaited<ReturnType<typeof startSandbox>> | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ speed: 1000, ...options });
  });
  afterAll(() => sandbox?.close());
  const lent = () => {
    if (sandbox === undefined) throw new Error("the sandbox opens before the first test");
    return sandbox;
  };
  async function admin<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${lent().url}/admin${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  const move = (kind: string, no: string, state: string, reason?: string) =>
    admin<Payout>("POST", `/${kind}/${no}`, { state, reason: reason ?? null });
  return {
    get url() {
      return lent().url;
    },
    get authority() {
      return lent().authority;
    },
    merchant: (balance) => admin("POST", "/accounts", balance === undefined ? {} : { balance }),
    payment: (no) => admin("GET", `/payments/${no}`),
    pay: (no, payer) => admin("POST", `/payments/${no}/pay`, payer === undefined ? {} : { payer }),
    scan: (no) => admin("POST", `/payments/${no}/scan`),
    finish: (no) => admin("POST", `/payments/${no}/finish`),
    closePayment: (no) => admin("POST", `/payments/${no}/close`),
    refund: (no) => admin("GET", `/refunds/${no}`),
    moveRefund: (no, state) => admin("POST", `/refunds/${no}`, { state }),
    transfer: (no) => admin("GET", `/transfers/${no}`),
    moveTransfer: (no, state, reason) => move("transfers", no, state, reason),
    redEnvelope: (no) => admin("GET", `/red-envelopes/${no}`),
    moveRedEnvelope: (no, state, reason) => move("red-envelopes", no, state, reason),
    fault: (fault) => admin("POST", "/faults", fault),
    clearFaults: () => admin("DELETE", "/faults"),
    books: () => admin("GET", "/books"),
    notifications: () => admin("GET", "/notifications"),
    resend: (id) => admin("POST", `/notifications/${id}/resend`),
  };
}
