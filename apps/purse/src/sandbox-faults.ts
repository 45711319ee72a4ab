import type { Sandbox } from "@purse/core";
import { request } from "undici";
import { z } from "zod";

const Channel = z.enum(["alipay", "wechat"]);
const Kind = z.object({ fault: z.string(), does: z.string() });
const Ordered = z.object({
  id: z.string(),
  channel: Channel,
  operation: z.string(),
  fault: z.string(),
  no: z.string().nullable(),
  times: z.number().nullable(),
});
const Faults = z.object({
  ordered: z.array(Ordered),
  operations: z.array(z.string()),
  answers: z.array(Kind),
  notifications: z.array(Kind),
  outcomes: z.array(Kind.extend({ channel: Channel, operation: z.string() })),
});

/** Where there is none. */
export const noSandbox: Sandbox = {
  faults: async () => undefined,
  order: async () => undefined,
  withdraw: async () => undefined,
};

const timeLimitMs = 2000;

/** The faults of the sandbox at that address, through its /admin. */
export function sandboxFaults(urlOf: () => string): Sandbox {
  async function admin(method: "GET" | "POST" | "DELETE", path: string, body?: object) {
    try {
      const answer = await request(`${urlOf()}/admin/faults${path}`, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeLimitMs),
      });
      return { status: answer.statusCode, data: await answer.body.json() };
    } catch {
      // Nobody there: only whoever runs a sandbox has one.
      return undefined;
    }
  }
  return {
    async faults() {
      const answer = await admin("GET", "");
      return answer === undefined ? undefined : Faults.safeParse(answer.data).data;
    },
    async order(fault) {
      const answer = await admin("POST", "", fault);
      if (answer === undefined) return undefined;
      return answer.status === 200 ? Ordered.parse(answer.data) : "refused";
    },
    async withdraw(id) {
      const answer = await admin("DELETE", `/${encodeURIComponent(id)}`);
      return answer === undefined ? undefined : "withdrawn";
    },
  };
}
