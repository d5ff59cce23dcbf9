import { createPublicKey, type KeyObject } from "node:crypto";
import { isObject } from "../../framework/is-object";
import { UserError } from "../../framework/user-error";

/** A key with which CloudTrail signs digests. */
export interface PublicKey {
  readonly fingerprint: string;
  /** PKCS #1, DER. */
  readonly value: Buffer;
  /** Each Region has its own keys. @default not known */
  readonly region?: string | undefined;
  /** First and last time, as CloudTrail states them. @default not known */
  readonly validity?: readonly [from: string, to: string] | undefined;
}

/** The public keys that are trusted. */
export class KeyRing {
  private readonly keys: { readonly key: PublicKey; readonly object: KeyObject | undefined }[] = [];
  private readonly complete = new Set<string>();

  /** Adds the keys that are not known yet. */
  add(keys: readonly PublicKey[]): void {
    for (const key of keys) {
      const isKnown = this.keys.some(
        ({ key: known }) =>
          known.fingerprint === key.fingerprint && known.region === key.region && known.value.equals(key.value),
      );
      if (!isKnown) this.keys.push({ key, object: publicKeyOf(key.value) });
    }
  }

  /** Notes that CloudTrail has returned all keys of a Region: any other fingerprint is forged. */
  markComplete(region: string): void {
    this.complete.add(region);
  }

  isComplete(region: string): boolean {
    return this.complete.has(region);
  }

  find(region: string, fingerprint: string): KeyObject[] {
    return this.keys.flatMap(({ key, object }) =>
      object && key.fingerprint === fingerprint && (key.region ?? region) === region ? [object] : [],
    );
  }

  get all(): readonly PublicKey[] {
    return this.keys.map(({ key }) => key);
  }
}

function publicKeyOf(value: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: value, format: "der", type: "pkcs1" });
  } catch {
    return undefined;
  }
}

/**
 * Reads saved keys: the answer of `aws cloudtrail list-public-keys`, in which each key may have its `Region` besides.
 * Throws a `UserError`.
 */
export function parsePublicKeys(json: string, file: string): PublicKey[] {
  const refuse = (what: string) =>
    new UserError(`${file} ${what}; it must be the JSON that "aws cloudtrail list-public-keys" prints`);
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw refuse("is not JSON");
  }
  const list = isObject(content) ? content["PublicKeyList"] : undefined;
  if (!Array.isArray(list)) throw refuse("has no PublicKeyList");
  return list.map((one: unknown, index) => {
    if (!isObject(one)) throw refuse(`has no object in PublicKeyList[${index}]`);
    const { Fingerprint, Value, Region, ValidityStartTime, ValidityEndTime } = one;
    if (typeof Fingerprint !== "string" || typeof Value !== "string") {
      throw refuse(`has no Fingerprint or Value in PublicKeyList[${index}]`);
    }
    const value = Buffer.from(Value, "base64");
    if (publicKeyOf(value) === undefined) throw refuse(`has no RSA key in PublicKeyList[${index}].Value`);
    return {
      fingerprint: Fingerprint,
      value,
      region: typeof Region === "string" ? Region : undefined,
      validity:
        typeof ValidityStartTime === "string" && typeof ValidityEndTime === "string"
          ? [ValidityStartTime, ValidityEndTime]
          : undefined,
    };
  });
}

/** The text that `parsePublicKeys` reads. */
export function publicKeysJson(keys: readonly PublicKey[]): string {
  const list = keys.map(({ fingerprint, value, region, validity }) => ({
    Region: region,
    Fingerprint: fingerprint,
    Value: value.toString("base64"),
    ValidityStartTime: validity?.[0],
    ValidityEndTime: validity?.[1],
  }));
  return `${JSON.stringify({ PublicKeyList: list }, null, 2)}\n`;
}
