import { AwsFailure } from "../../cli/aws/errors";
import type { S3Objects } from "../../cli/aws/objects";
import { NO_STATE } from "../../cli/logs/integrity/hash-state";
import { openBucket, type BucketOptions } from "../../cli/logs/integrity/s3-store";
import { validate, type ValidateOptions } from "../../cli/logs/integrity/validate";
import type { Validation } from "../../cli/logs/integrity/result";
import type { FakeObject, FakeOptions } from "../../tools/emulator/fake-s3";
import { BUCKET, FINGERPRINT } from "../../tools/emulator/signed-trail";

/** A bucket without HTTP, for tests that validate many times. */
function memoryObjects(objects: ReadonlyMap<string, FakeObject>, { failures = new Map() }: FakeOptions) {
  const keys = [...objects.keys()].sort();
  const stored = (Key: string) => {
    const { bytes, modified } = objects.get(Key)!;
    return { Key, Size: bytes.length, LastModified: modified, ETag: String(bytes.length) };
  };
  const found = {
    list: ({ Prefix = "" }: { readonly Prefix?: string }) =>
      Promise.resolve(keys.filter((key) => key.startsWith(Prefix)).map(stored)),
    folders: ({ Prefix = "" }: { readonly Prefix?: string }) => {
      const below = keys.filter((key) => key.startsWith(Prefix));
      const isDeep = (key: string) => key.includes("/", Prefix.length);
      const folders = new Set(below.filter(isDeep).map((key) => key.slice(0, key.indexOf("/", Prefix.length) + 1)));
      return Promise.resolve({ folders: [...folders], objects: below.filter((key) => !isDeep(key)).map(stored) });
    },
    get: ({ Key = "" }: { readonly Key?: string }) => {
      const failure = failures.get(Key);
      const object = objects.get(Key);
      if (failure === "cut") throw new AwsFailure("unreachable", "s3:GetObject", "ECONNRESET", "aborted");
      const [status, code] = failure ?? (object ? [200, ""] : [404, "NoSuchKey"]);
      if (status === 404) throw new AwsFailure("missing", "s3:GetObject", code, `${code}: refused`);
      if (status === 403) throw new AwsFailure("denied", "s3:GetObject", code, `${code}: refused`);
      return Promise.resolve({ bytes: Buffer.from(object!.bytes), metadata: object!.metadata ?? {} });
    },
    versions: () => Promise.resolve({ versions: [], deleteMarkers: [] }),
  };
  return found as unknown as S3Objects;
}

export interface MemoryOptions {
  readonly options?: FakeOptions;
  /** In milliseconds. @default the time of the computer */
  readonly now?: number;
  /** Trails that must have digests. @default none */
  readonly expected?: BucketOptions["expected"];
}

/** Validates objects as those of a bucket. */
export function validateInMemory(
  objects: ReadonlyMap<string, FakeObject>,
  publicKey: string,
  { options = {}, now, expected = [], ...rest }: Partial<ValidateOptions> & MemoryOptions = {},
): Promise<Validation> {
  const { signal } = new AbortController();
  const store = openBucket({
    name: `s3://${BUCKET}`,
    objects: memoryObjects(objects, options),
    folders: [{ bucket: BUCKET, prefix: "" }],
    scope: { accounts: [], regions: [] },
    from: rest.from,
    to: rest.to,
    expected,
    keys: (region) => Promise.resolve([{ region, fingerprint: FINGERPRINT, value: Buffer.from(publicKey, "base64") }]),
    ...(now !== undefined && { now }),
    signal,
  });
  return validate(store, { graceMs: 90 * 60_000, hashes: NO_STATE, onFile: () => undefined, signal, ...rest });
}

/** `changed log 2`: how many files there are of each state and kind. */
export function countsOf({ findings }: Pick<Validation, "findings">): string[] {
  const totals = new Map<string, number>();
  for (const { state, kind, count = 1 } of findings) {
    totals.set(`${state} ${kind}`, (totals.get(`${state} ${kind}`) ?? 0) + count);
  }
  return [...totals].map(([name, total]) => `${name} ${total}`).sort();
}
