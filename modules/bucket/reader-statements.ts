import { createHash } from "node:crypto";
import { readBucketStatements, type LogScope } from "../access/log-scope";
import type { Statement } from "../policy";

/** The bucket part of a reader's own policy, as statements of the bucket's policy. */
export function readersRead(readers: readonly string[], scope: Omit<LogScope, "keyArn">): Statement[] {
  const part = scopePart(scope);
  return readBucketStatements(scope).map((statement) => ({
    ...statement,
    Sid: `Readers${statement.Sid}${part}`,
    Principal: { AWS: readers },
  }));
}

/** Readers with the same scope share statements. The scope contains no token. */
function scopePart({ prefix = "", organizationId = "", accounts, regions = "all" }: Omit<LogScope, "keyArn">): string {
  const text = JSON.stringify([prefix, organizationId, accounts, regions]);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
