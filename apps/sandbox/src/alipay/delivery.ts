import type { DeliveryRule } from "../notifications/notifier.ts";

const minute = 60;
const hour = 60 * minute;

/** Eight attempts within 25 hours, until the merchant's body is `success` and nothing else. */
export const alipayDelivery: DeliveryRule = {
  delaysSeconds: [4 * minute, 10 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 15 * hour],
  isAcknowledged: (_status, body) => body === "success",
};
