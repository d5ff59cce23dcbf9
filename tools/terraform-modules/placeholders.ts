import type { Items, Placeholder } from "./definition";

export const READERS: Items = { variable: "var.readers", item: "reader", key: "role_name" };
export const TRAILS: Items = { variable: "var.trails", item: "trail" };
export const RECORDED_BUCKETS: Items = { variable: "var.data_event_bucket_names", item: "name" };

export const ACCOUNT: Placeholder = { value: "998877665544", expression: "local.account_id" };
/** No Region of AWS; the constructs take it for one of the partition `aws`. */
export const REGION: Placeholder = { value: "zz-placeholder-9", expression: "local.region" };

/** Text around these that differs between partitions, and Terraform's template for it. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  "arn:aws:": "arn:${local.partition}:",
  [`.${REGION.value}.amazonaws.com`]: ".${local.region}.${local.dns_suffix}",
};

/** Of every module. */
export const LOCATION = [ACCOUNT, REGION];

const inAccount = (resource: string) => `arn:aws:iam::${ACCOUNT.value}:${resource}`;

export const TRAIL_NAME: Placeholder = { value: "Placeholder-Trail", expression: "var.name" };
export const BUCKET_NAME: Placeholder = { value: "placeholder-log-bucket", expression: "var.bucket_name" };
export const ACCESS_LOG_BUCKET_NAME: Placeholder = {
  value: "placeholder-access-logs",
  expression: "local.access_log_bucket_name",
};
export const KEY_ALIAS: Placeholder = { value: "Placeholder/Alias", expression: "local.key_alias" };
export const ADMINISTRATORS: Placeholder = {
  value: inAccount("role/PlaceholderAdministrator"),
  expression: "var.key_administrators",
};
export const DELETION_WINDOW: Placeholder = { value: 23, expression: "var.key_deletion_window_days" };
export const ROTATION: Placeholder = { value: 1237, expression: "var.key_rotation_days" };
export const LOCK_DAYS: Placeholder = { value: 28001, expression: "var.object_lock.days" };
export const LOCK_MODE: Placeholder = { value: "COMPLIANCE", expression: "var.object_lock.mode" };
export const EXPIRY: Placeholder = { value: 30011, expression: "var.expire_after_days" };
export const ACCESS_LOG_EXPIRY: Placeholder = { value: 30013, expression: "var.access_logs_expire_after_days" };
export const NONCURRENT_DAYS: Placeholder = { value: 30029, expression: "var.keep_noncurrent_days" };
export const ONLY_ORGANIZATION: Placeholder = { value: "o-placeholderonly", expression: "var.only_organization_id" };

export const READER_ROLE: Placeholder = {
  value: "PlaceholderReader",
  expression: "reader.role_name",
  items: READERS,
};
export const READER_TRUST: Placeholder = {
  value: inAccount("role/PlaceholderReaderPrincipal"),
  expression: "reader.trusted_principals",
  items: READERS,
};
export const READER_SESSION_HOURS = 11;
export const READER_SESSION: Placeholder = {
  value: READER_SESSION_HOURS * 3600,
  expression: "reader.max_session_hours * 3600",
  items: READERS,
};

export const BREAK_GLASS_ROLE: Placeholder = {
  value: "PlaceholderBreakGlass",
  expression: 'try(var.break_glass.role_name, "")',
};
export const BREAK_GLASS_TRUST: Placeholder = {
  value: inAccount("role/PlaceholderBreakGlassPrincipal"),
  expression: "try(var.break_glass.trusted_principals, [])",
};

export const PATH: Placeholder = { value: "/PlaceholderPath/", expression: "var.iam_path" };
export const BOUNDARY: Placeholder = {
  value: inAccount("policy/PlaceholderBoundary"),
  expression: "var.permissions_boundary",
};
export const RETENTION: Placeholder = { value: 3288, expression: "var.cloudwatch_logs_retention_days" };
export const RECORDED_BUCKET: Placeholder = {
  value: "placeholder-recorded-bucket",
  expression: "name",
  items: RECORDED_BUCKETS,
};

/** A trail that delivers into the archive. */
export const DELIVERING_ACCOUNT: Placeholder = { value: "887766554433", expression: "trail.account_id", items: TRAILS };
export const DELIVERING_NAME: Placeholder = {
  value: "Placeholder-Delivering",
  expression: "trail.name",
  items: TRAILS,
};
export const ORGANIZATION: Placeholder = {
  value: "o-placeholderorganization",
  expression: 'coalesce(var.organization_id, "none")',
};

export const KEY_ARN: Placeholder = {
  value: `arn:aws:kms:${REGION.value}:776655443322:key/placeholder-key`,
  expression: "var.key_arn",
};

/** What the constructs get as tags. */
export const TAGS = { value: { PlaceholderTag: "PlaceholderValue" }, expression: "var.tags" };
