import type { PurseApi } from "@purse/contract";
import { closeCharge } from "./charges/close-charge.ts";
import { createCharge } from "./charges/create-charge.ts";
import { getCharge } from "./charges/get-charge.ts";
import { listCharges } from "./charges/list-charges.ts";
import { getCode } from "./codes/get-code.ts";
import { listCodes } from "./codes/list-codes.ts";
import type { Handlers } from "./handler.ts";
import { createRefund } from "./refunds/create-refund.ts";
import { getRefund } from "./refunds/get-refund.ts";
import { listRefunds } from "./refunds/list-refunds.ts";
import { createWallet } from "./wallets/create-wallet.ts";
import { getWallet } from "./wallets/get-wallet.ts";
import { listWallets } from "./wallets/list-wallets.ts";
import { disableWallet, enableWallet } from "./wallets/set-wallet-status.ts";

/** Who carries out what. A missing handler, a surplus one or an undeclared failure won't compile. */
export const handlers = {
  wallets: {
    create: createWallet,
    get: getWallet,
    list: listWallets,
    disable: disableWallet,
    enable: enableWallet,
  },
  charges: { create: createCharge, get: getCharge, close: closeCharge, list: listCharges },
  refunds: { create: createRefund, get: getRefund, list: listRefunds },
  codes: { list: listCodes, get: getCode },
} as const satisfies Handlers<PurseApi>;
