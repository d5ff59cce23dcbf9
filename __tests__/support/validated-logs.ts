import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withS3, type FakeObject, type FakeOptions, type FakeS3 } from "../../tools/emulator/fake-s3";
import { logs, type Ran } from "./logs-command";
import { FINGERPRINT } from "../../tools/emulator/signed-trail";

export interface Found extends Ran {
  /** `state kind name`, without folders; sorted. */
  readonly findings: readonly string[];
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly gaps: readonly Readonly<Record<string, unknown>>[];
}

/** Runs `logs validate` and reads its JSON lines. */
export async function validateLogs(args: readonly string[]): Promise<Found> {
  const ran = await logs(["validate", ...args, "--format", "jsonl"]);
  const lines = ran.out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const ofType = (type: string) => lines.filter((line) => line["type"] === type);
  const findings = ofType("finding").map(
    ({ state, kind, name }) => `${state} ${kind} ${String(name).split("/").pop()}`,
  );
  return { ...ran, lines, findings: findings.sort(), gaps: ofType("gap") };
}

export const keysJson = (value: string): string =>
  JSON.stringify({ PublicKeyList: [{ Fingerprint: FINGERPRINT, Value: value }] });

/** A folder with a plain copy of objects and `keys.json` beside it, for as long as the work takes. */
export async function withCopy<Result>(
  objects: ReadonlyMap<string, FakeObject>,
  publicKey: string,
  work: (folder: string, keys: string) => Promise<Result>,
): Promise<Result> {
  const scratch = mkdtempSync(join(tmpdir(), "copy-"));
  try {
    const folder = join(scratch, "copy");
    mkdirSync(folder);
    for (const [key, { bytes }] of objects) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), bytes);
    }
    const keys = join(scratch, "keys.json");
    writeFileSync(keys, keysJson(publicKey));
    return await work(folder, keys);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Validates the fake bucket `s3://logs`. */
export function validateBucket(
  objects: ReadonlyMap<string, FakeObject>,
  publicKey: string,
  args: readonly string[],
  options: FakeOptions = {},
): Promise<Found & { readonly s3: FakeS3 }> {
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  return withS3(
    objects,
    async (s3) => ({ ...(await validateLogs(["s3://logs", "--endpoint", s3.endpoint, ...args])), s3 }),
    { publicKeys: new Map([[FINGERPRINT, publicKey]]), ...options },
  );
}
