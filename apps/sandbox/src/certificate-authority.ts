import "reflect-metadata";
import { randomBytes, webcrypto, X509Certificate } from "node:crypto";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Books } from "./books/books.ts";
import { makeRsaKeys, rsa } from "./rsa-keys.ts";

const name = "CN=Purse Sandbox CA";
const years = 10;

/** Issues the certificates of merchants, of the platform and of the listener itself. */
export interface CertificateAuthority {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  /** A certificate for a key, PEM, and its serial number in hexadecimal, as channels write it. */
  readonly issue: (
    subject: string,
    publicKey: webcrypto.CryptoKey,
    hosts?: readonly string[],
  ) => Promise<{ readonly certificate: string; readonly serial_no: string }>;
  /** Whether a certificate is one of its own. */
  readonly issued: (certificate: X509Certificate) => boolean;
}

/** The authority of these books, made when they are new. */
export async function certificateAuthority(
  books: Pick<Books, "setting" | "keepSetting">,
): Promise<CertificateAuthority> {
  const { certificate, signingKey } = (await kept(books)) ?? (await made(books));
  const own = new X509Certificate(certificate);
  return {
    certificate,
    async issue(subject, publicKey, hosts = []) {
      const names = hosts.map((host) => ({
        type: /^[\d.]+$|:/.test(host) ? ("ip" as const) : ("dns" as const),
        value: host,
      }));
      const serial_no = serialNo();
      const issued = await X509CertificateGenerator.create({
        ...validity(),
        serialNumber: serial_no,
        subject: `CN=${subject}`,
        issuer: name,
        publicKey,
        signingKey,
        signingAlgorithm: rsa,
        extensions: names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)],
      });
      return { certificate: issued.toString("pem"), serial_no };
    },
    issued: (each) => each.verify(own.publicKey),
  };
}

async function kept(books: Pick<Books, "setting">) {
  const certificate = books.setting("authority_certificate");
  const key = books.setting("authority_private_key");
  if (certificate === undefined || key === undefined) return undefined;
  const signingKey = await webcrypto.subtle.importKey(
    "pkcs8",
    PemConverter.decodeFirst(key),
    rsa,
    true,
    ["sign"],
  );
  return { certificate, signingKey };
}

async function made(books: Pick<Books, "keepSetting">) {
  const { pair, privateKey } = await makeRsaKeys();
  const generated = await X509CertificateGenerator.createSelfSigned({
    ...validity(),
    serialNumber: serialNo(),
    name,
    keys: pair,
    signingAlgorithm: rsa,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const certificate = generated.toString("pem");
  books.keepSetting("authority_certificate", certificate);
  books.keepSetting("authority_private_key", privateKey);
  return { certificate, signingKey: pair.privateKey };
}

/** 20 bytes above zero, in capitals: a first byte of 40 to 7F needs no padding in DER. */
function serialNo(): string {
  const bytes = randomBytes(20);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes.toString("hex").toUpperCase();
}

function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  const notBefore = new Date(Date.now() - 86_400_000);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notAfter.getFullYear() + years);
  return { notBefore, notAfter };
}
