import { createHash } from "node:crypto";
import { readBucketStatements, type LogScope } from "../access/log-scope";
import type { Statement } from "../policy";

/** What the bucket part of a reader's own policy says, said by the bucket. */
export function readersRead(readers: readonly string[], scope: Omit<LogScope, "keyArn">): Statement[] {
  const part = scopePart(scope);
  return readBucketStatements(scope).map((statement) => ({
    ...statement,
    Sid: `Readers${statement.Sid}${part}`,
    Principal: { AWS: readers },
  }));
}

/** Readers of one scope share statements, those of another have their own. The scope holds no token. */
function scopePart({ prefix = "", organizationId = "", accounts, regions = "all" }: Omit<LogScope, "keyArn">): string {
  const text = JSON.stringify([prefix, organizationId, accounts, regions]);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
