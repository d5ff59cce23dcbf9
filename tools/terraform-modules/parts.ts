import type { Part } from "./definition";
import { READERS, RECORDED_BUCKETS, TRAILS } from "./placeholders";

/** What can be left out of a module; each is an optional part of the constructs. */
export const PARTS = {
  readers: { condition: "length(var.readers) > 0", items: READERS },
  readerMfa: { condition: "reader.require_mfa", of: READERS },
  breakGlass: { condition: "var.break_glass != null" },
  administrators: { condition: "length(var.key_administrators) > 0" },
  onlyOrganization: { condition: "var.only_organization_id != null" },
  objectLock: { condition: "var.object_lock != null" },
  expiry: { condition: "var.expire_after_days != null" },
  accessLogExpiry: { condition: "var.access_logs_expire_after_days != null" },
  cloudWatchLogs: { condition: "var.cloudwatch_logs_retention_days != null" },
  dataEvents: { condition: `length(${RECORDED_BUCKETS.variable}) > 0` },
  organization: { condition: "var.organization_id != null" },
  deliveringLogGroups: { condition: "trail.cloudwatch_logs", of: TRAILS },
} as const satisfies Record<string, Part>;
