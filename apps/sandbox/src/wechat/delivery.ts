import type { DeliveryRule } from "../notifications/notifier.ts";

const minute = 60;
const hour = 60 * minute;

/** WeChat Pay tries again after these times, until the merchant answers HTTP 200 or 204. */
export const wechatDelivery: DeliveryRule = {
  delaysSeconds: [
    15,
    15,
    30,
    3 * minute,
    10 * minute,
    20 * minute,
    30 * minute,
    30 * minute,
    30 * minute,
    hour,
    3 * hour,
    3 * hour,
    3 * hour,
    6 * hour,
    6 * hour,
  ],
  isAcknowledged: (status) => status === 200 || status === 204,
};
