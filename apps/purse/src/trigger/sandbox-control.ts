import { AlipayAccount, WechatAccount } from "@purse/contract";
import type { Sandbox } from "@purse/scenarios";
import { request } from "undici";
import { z } from "zod";
import { BadSetting } from "../config.ts";

const Accounts = z.object({ alipay: AlipayAccount, wechat: WechatAccount });

/** The sandbox at an address, over its /admin. */
export function sandboxControl(url: string): Sandbox {
  async function post(path: string, body: object = {}): Promise<unknown> {
    const sent = { method: "POST", body: JSON.stringify(body) } as const;
    const answer = await request(`${url}/admin${path}`, sent).catch((error: unknown) => {
      throw new BadSetting(`PURSE_SANDBOX_URL: no sandbox answers at ${url}: ${String(error)}`);
    });
    const said: unknown = await answer.body.json();
    if (answer.statusCode !== 200) throw new Error(`${path}: ${JSON.stringify(said)}`);
    return said;
  }
  return {
    merchant: async () => Accounts.parse(await post("/accounts")),
    scan: (no) => post(`/payments/${no}/scan`),
    pay: (no) => post(`/payments/${no}/pay`),
    moveRefund: (no, state) => post(`/refunds/${no}`, { state }),
    fault: (fault) => post("/faults", fault),
  };
}
