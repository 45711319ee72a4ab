import { type Ports, Unavailable } from "./ports.ts";

/**
 * How long behind its beginning work may still have a channel move money, in milliseconds. With the
 * call itself it is less than anybody waits until this process is taken for dead; then another may
 * have ended what was begun here, as failed too.
 */
const limitMs = 6000;

/** What refuses work that begins now once it is late, as that of a process which was stopped. */
export function refuseLate(uptime: Ports["uptime"]): () => void {
  const begunAt = uptime();
  return () => {
    const passed = uptime() - begunAt;
    if (passed > limitMs) throw new Unavailable(`late: begun ${Math.round(passed)} ms ago`);
  };
}
