import type { PaymentChannel } from "@purse/contract";

// The channels' sandbox, as far as operators say what goes wrong in it.

/** Something that can go wrong, by the name that it is ordered by. */
export interface FaultKind {
  readonly fault: string;
  /** What the channel does, in English. */
  readonly does: string;
}

/** A fault of one channel and operation: at one order, or at whatever comes next. */
export interface NewFault {
  readonly channel: PaymentChannel;
  readonly operation: string;
  readonly fault: string;
  /** Our number of the order, as the channel knows it. */
  readonly no: string | null;
  /** How often; null until it is taken away. */
  readonly times: number | null;
}

export interface OrderedFault extends NewFault {
  readonly id: string;
}

export interface SandboxFaults {
  readonly ordered: readonly OrderedFault[];
  /** In which something can go wrong. */
  readonly operations: readonly string[];
  /** Of answers of any operation. */
  readonly answers: readonly FaultKind[];
  readonly notifications: readonly FaultKind[];
  /** Ends of a channel's own. */
  readonly outcomes: readonly (FaultKind & {
    readonly channel: PaymentChannel;
    readonly operation: string;
  })[];
}

/** Every method answers undefined when the sandbox does not run. */
export interface Sandbox {
  readonly faults: () => Promise<SandboxFaults | undefined>;
  /** `refused`: the channel and operation have no such fault. */
  readonly order: (fault: NewFault) => Promise<OrderedFault | "refused" | undefined>;
  /** Takes a fault away; doing so again does no harm. */
  readonly withdraw: (id: string) => Promise<"withdrawn" | undefined>;
}
