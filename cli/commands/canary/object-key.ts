import { randomBytes } from "node:crypto";
import { UserError } from "../../framework/user-error";

const SHAPE = /(?:^|\/)audit-trail-canary\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{16}\.txt$/;

/** `audit-trail-canary/20261121T214500Z-0123456789abcdef.txt`: the start of the run and a random id. */
export function newObjectKey(prefix: string, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${prefix}audit-trail-canary/${stamp}-${randomBytes(8).toString("hex")}.txt`;
}

/** Start of the run that uploaded an object. Throws a `UserError` if it is not a canary's object. */
export function startOf(objectKey: string): Date {
  const [, ...parts] = SHAPE.exec(objectKey) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const start = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (!Number.isNaN(start.getTime())) return start;
  throw new UserError(
    `--resume must be the key of a canary's object, as an interrupted run prints it, got "${objectKey}"`,
  );
}
