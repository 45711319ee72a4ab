import { extendContract, purse } from "@purse/contract";
import { type Core, createCore, handlers, type Ports, serviceOf } from "@purse/core";
import { Order, path, Receipt, receiptOf } from "../order.ts";

/** Purse with one operation more, which asks no port. */
const contract = extendContract(purse, {
  rows: {},
  advice: {},
  api: {
    orders: {
      create: {
        method: "POST",
        path,
        summary: "Do the job",
        body: Order,
        output: Receipt,
        errors: ["param_error"],
        unsigned: true,
      },
    },
  },
});

export function coreOfBench(): Core {
  const orders = { create: async (_scope: unknown, order: Order) => receiptOf(order) };
  return createCore(ports, serviceOf(contract, { ...handlers, orders }));
}

function unused(): never {
  throw new Error("the job asks no port");
}

const ports: Ports = {
  storage: {
    transaction: unused,
    shared: unused,
    snapshot: unused,
    operatorTransaction: unused,
    holderOf: unused,
    keepNonce: unused,
    idempotency: { reserve: unused, finish: unused },
    takeDeliveries: unused,
    checkLedger: unused,
    checkLedgerWhenDue: unused,
  },
  newId: unused,
  newApiKey: unused,
  newSigningSecret: unused,
  newRandomKey: unused,
  passwords: { open: unused, hash: unused, matches: unused },
  channels: {},
  sandbox: { faults: unused, order: unused, withdraw: unused },
  webhooks: { newSecret: unused, refusalOf: unused, send: unused },
  notifyUrl: unused,
  now: unused,
  uptime: () => 0,
  enter: unused,
};
