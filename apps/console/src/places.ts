import { type Icon, IconWallet } from "@tabler/icons-react";

/** The screens that the menu leads to, in its order. */
export const places = [
  { path: "/wallets", text: "wallets.title", Icon: IconWallet },
] as const satisfies readonly { path: string; text: string; Icon: Icon }[];
