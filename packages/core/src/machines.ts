import { chargeMachine } from "./charges/charge-machine.ts";
import type { LedgerAct, Step } from "./machine.ts";
import { randomKeyMachine } from "./random-keys/random-key-machine.ts";
import { rechargeMachine } from "./recharges/recharge-machine.ts";
import { redEnvelopeMachine } from "./red-envelopes/red-envelope-machine.ts";
import { refundMachine } from "./refunds/refund-machine.ts";
import { settleMachine } from "./settles/settle-machine.ts";
import { transferMachine } from "./transfers/transfer-machine.ts";
import { walletMachine } from "./wallets/wallet-machine.ts";
import { webhookDeliveryMachine } from "./webhook-endpoints/webhook-delivery-machine.ts";
import { webhookEndpointMachine } from "./webhook-endpoints/webhook-endpoint-machine.ts";
import { withdrawalMachine } from "./withdrawals/withdrawal-machine.ts";

/** A machine with its noun, as the database names its table, and the states that it begins in. */
export interface NamedMachine {
  readonly noun: string;
  readonly begins: readonly { readonly state: string; readonly act?: LedgerAct }[];
  readonly machine: Readonly<Record<string, Readonly<Record<string, Step<string, string>>>>>;
}

/** Every state machine, for whoever shows or checks them all. */
export const machines: readonly NamedMachine[] = [
  { noun: "wallets", begins: [{ state: "active" }], machine: walletMachine },
  { noun: "recharges", begins: [{ state: "created" }], machine: rechargeMachine },
  {
    noun: "charges",
    begins: [{ state: "created" }, { state: "paid", act: "post" }],
    machine: chargeMachine,
  },
  {
    noun: "refunds",
    begins: [
      { state: "pending", act: "hold" },
      { state: "succeeded", act: "post" },
    ],
    machine: refundMachine,
  },
  {
    noun: "transfers",
    begins: [
      { state: "pending", act: "hold" },
      { state: "succeeded", act: "post" },
    ],
    machine: transferMachine,
  },
  {
    noun: "red_envelopes",
    begins: [{ state: "pending", act: "hold" }],
    machine: redEnvelopeMachine,
  },
  {
    noun: "settles",
    begins: [{ state: "unverified" }, { state: "active" }],
    machine: settleMachine,
  },
  { noun: "withdrawals", begins: [{ state: "pending", act: "hold" }], machine: withdrawalMachine },
  { noun: "random_keys", begins: [{ state: "fresh" }], machine: randomKeyMachine },
  { noun: "webhook_endpoints", begins: [{ state: "active" }], machine: webhookEndpointMachine },
  { noun: "webhook_deliveries", begins: [{ state: "pending" }], machine: webhookDeliveryMachine },
];
