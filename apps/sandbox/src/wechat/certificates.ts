import { X509Certificate } from "node:crypto";
import type { Call } from "./operation.ts";
import { seal } from "./seal.ts";
import type { Node } from "./spoil.ts";
import { rfc3339 } from "./times.ts";

/** The platform's certificates, sealed for the merchant. */
export function certificates({ account }: Pick<Call, "account">): Node {
  const { platform_certificate = "", platform_serial_no, api_v3_key = "" } = account.keys;
  const { validFrom, validTo } = new X509Certificate(platform_certificate);
  return {
    data: [
      {
        serial_no: platform_serial_no,
        effective_time: rfc3339(validFrom),
        expire_time: rfc3339(validTo),
        encrypt_certificate: seal(platform_certificate, api_v3_key, "certificate"),
      },
    ],
  };
}
