import { conforms } from "../conformance.ts";
import { alipayChannel } from "./channel.ts";
import { access, accessWith } from "./playing-alipay.ts";

conforms("alipay", {
  open: alipayChannel,
  access,
  badAccess: accessWith({ private_key: "k".repeat(64) }),
});
