import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { account } from "./playing-wechat.ts";

/** A certificate of a private key's, made by openssl. */
export function certificateOf(privateKey: string): string {
  const directory = mkdtempSync(join(tmpdir(), "purse-wechat-"));
  try {
    const file = join(directory, "key.pem");
    writeFileSync(file, privateKey, { mode: 0o600 });
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const args = ["req", "-x509", "-new", "-key", file, "-days", "2", ...names];
    return execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"] }).toString();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** An account that can send red envelopes. */
export const redAccount = {
  ...account,
  api_v2_key: "abcdef0123456789abcdef0123456789",
  certificate: certificateOf(account.private_key),
};
