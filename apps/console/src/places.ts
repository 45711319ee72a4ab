import {
  type Icon,
  IconArrowBackUp,
  IconArrowsExchange,
  IconBug,
  IconClipboardList,
  IconGauge,
  IconHash,
  IconHelpCircle,
  IconKey,
  IconReceipt,
  IconScale,
  IconTransfer,
  IconWallet,
  IconWebhook,
} from "@tabler/icons-react";

/** The screens that the menu leads to, in its order. */
export const places = [
  { path: "/", text: "overview.title", Icon: IconGauge },
  { path: "/open", text: "open.title", Icon: IconHelpCircle },
  { path: "/charges", text: "charges.title", Icon: IconReceipt },
  { path: "/refunds", text: "refunds.title", Icon: IconArrowBackUp },
  { path: "/transfers", text: "transfers.title", Icon: IconTransfer },
  { path: "/wallets", text: "wallets.title", Icon: IconWallet },
  { path: "/codes", text: "codes.title", Icon: IconHash },
  { path: "/requests", text: "requests.title", Icon: IconArrowsExchange },
  { path: "/webhooks", text: "webhooks.title", Icon: IconWebhook },
  { path: "/keys", text: "keys.title", Icon: IconKey },
  { path: "/ledger", text: "ledger.title", Icon: IconScale },
  { path: "/sandbox", text: "sandbox.title", Icon: IconBug },
  { path: "/audit", text: "audit.title", Icon: IconClipboardList },
] as const satisfies readonly { path: string; text: string; Icon: Icon }[];
