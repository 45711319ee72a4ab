import type { PathScenario } from "./scenario.ts";

/** What only REST has: paths that can be wrong, and signatures. */
export const paths: readonly PathScenario[] = [
  {
    key: "signature_invalid",
    story: "A live key's request is not signed.",
    request: async ({ merchant, liveKey }) => {
      const { merchant_wallet_id: id } = await merchant();
      return { method: "GET", path: `/v1/wallets/${id}`, key: await liveKey() };
    },
  },
  {
    key: "should_be_list_after_the_first_slash",
    story: "The word behind the collection is not `list`.",
    request: async ({ merchant }) => {
      const { api_key: key, merchant_wallet_id } = await merchant();
      const path = `/v1/charges/lists/${merchant_wallet_id}?page=1&count=20`;
      return { method: "GET", path, key };
    },
  },
  {
    key: "cannot_be_empty_after_the_second_slash",
    story: "Nothing stands behind `list/`.",
    request: async ({ merchant }) => {
      const { api_key: key } = await merchant();
      return { method: "GET", path: "/v1/charges/list/?page=1&count=20", key };
    },
  },
  {
    key: "operation_not_exist",
    story: "There is no such path.",
    request: async ({ merchant }) => {
      const { api_key: key } = await merchant();
      return { method: "POST", path: "/v1/charge", key };
    },
  },
];
