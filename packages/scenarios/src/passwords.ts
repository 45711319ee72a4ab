import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Scenario } from "./scenario.ts";

/** Random keys, and the payment passwords that they hide. */
export const passwords: readonly Scenario[] = [
  {
    key: "get_random_key_time_out",
    story: "The HSM or KMS that gives random keys does not answer in time.",
    arrange: async (stage) => {
      const provider = createServer(() => {});
      await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
      const { port } = provider.address() as AddressInfo;
      const randomKeyUrl = `http://127.0.0.1:${port}/`;
      const elsewhere = await stage.elsewhere({ randomKeyUrl });
      stage.behind(async () => provider.close().closeAllConnections());
      const { api_key: key, user_wallet_ids } = await elsewhere.merchant();
      const fields = { wallet_id: user_wallet_ids[0] };
      return { operation: "randomKeys.create", fields, key, on: elsewhere };
    },
  },
  {
    key: "payment_password_invalid",
    story: "A password was encrypted with a random key that there is not.",
    arrange: async ({ merchant }) => {
      const { api_key: key, user_wallet_ids } = await merchant();
      const password = { random_key_id: `rnd_${"0".repeat(32)}`, ciphertext: "A".repeat(48) };
      const fields = { wallet_id: user_wallet_ids[0], password };
      return { operation: "wallets.setPaymentPassword", fields, key };
    },
  },
];
