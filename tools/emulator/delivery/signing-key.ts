import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** The key that signs digests. CloudTrail has one for each Region. */
export interface SigningKey {
  /** The public key in PKCS #1 form, as ListPublicKeys returns it. */
  readonly der: Buffer;
  readonly fingerprint: string;
  readonly since: Date;
  /** SHA256withRSA, in hexadecimal digits. */
  sign(text: string): string;
}

export function makeSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = publicKey.export({ type: "pkcs1", format: "der" });
  return {
    der,
    fingerprint: createHash("md5").update(der).digest("hex"),
    // Digests begin at full seconds, which may be shortly before the key was created.
    since: new Date(Date.now() - 3_600_000),
    sign: (text) => sign("sha256", Buffer.from(text), privateKey).toString("hex"),
  };
}
