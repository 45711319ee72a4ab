import { conforms } from "../conformance.ts";
import { wechatChannel } from "./channel.ts";
import { redAccount } from "./playing-red-envelopes.ts";
import { accessWith, account } from "./playing-wechat.ts";

conforms("wechat", {
  open: wechatChannel,
  access: accessWith(redAccount),
  badAccess: accessWith({ ...account, private_key: "k".repeat(64) }),
});
