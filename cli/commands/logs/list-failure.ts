import type { AwsFailure } from "../../aws/errors";
import { UserError } from "../../framework/user-error";
import { escapeTerminal } from "../../render/escape";

/** The error for a user whose bucket cannot be listed. */
export function listFailure({ kind, action, message }: AwsFailure, bucket: string): UserError {
  const hint = kind === "denied" ? "; give --reader with a role that reads the log files" : "";
  const what = kind === "denied" ? `no permission for ${action}` : `${action} failed`;
  return new UserError(escapeTerminal(`${what} on ${bucket}: ${message}${hint}`));
}
