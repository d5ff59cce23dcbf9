import {
  ALIAS_NAME,
  ALIAS_NAME_FORMAT,
  BUCKET_NAME,
  BUCKET_NAME_FORMAT,
  ORGANIZATION_ID,
  ORGANIZATION_ID_FORMAT,
  ROLE_NAME,
  ROLE_NAME_FORMAT,
} from "../../modules/limits/formats";
import {
  KEY_DELETION_WINDOW_DAYS,
  KEY_ROTATION_DAYS,
  LIFECYCLE_DAYS,
  OBJECT_LOCK_DAYS,
  SESSION_HOURS,
  type Range,
} from "../../modules/limits/numbers";
import { arnFormat, eachOf, hasFormat, isWhole, mustBe, unlessNull } from "./checks";
import type { Variable } from "./definition";

const PRINCIPAL = arnFormat("iam", "user/", "role/");
const PRINCIPALS = "ARNs of IAM users and roles, without wildcards";

function principals(list: string): string {
  return eachOf(list, "principal", hasFormat("principal", PRINCIPAL));
}

/** Of what keeps logs: key, buckets and roles. */
export const ARCHIVE_VARIABLES: readonly Variable[] = [
  {
    name: "bucket_name",
    type: "string",
    description: `Name of the log bucket: ${BUCKET_NAME}.`,
    validations: [mustBe("bucket_name", BUCKET_NAME, hasFormat("var.bucket_name", BUCKET_NAME_FORMAT))],
  },
  {
    name: "access_log_bucket_name",
    type: "string",
    default: null,
    description: 'Name of the bucket for server access logs. Null: the log bucket\'s name and "-access-logs".',
    validations: [
      mustBe(
        "access_log_bucket_name",
        BUCKET_NAME,
        unlessNull("var.access_log_bucket_name", hasFormat("var.access_log_bucket_name", BUCKET_NAME_FORMAT)),
      ),
      {
        condition: "var.access_log_bucket_name != null ? true : length(var.bucket_name) <= 51",
        message:
          'access_log_bucket_name must be given if bucket_name has more than 51 characters: with "-access-logs" it would be too long.',
      },
      {
        condition: "var.access_log_bucket_name == null ? true : var.access_log_bucket_name != var.bucket_name",
        message: "access_log_bucket_name must be another bucket than bucket_name.",
      },
    ],
  },
  {
    name: "key_alias",
    type: "string",
    default: null,
    description: `Alias of the KMS key, without "alias/": ${ALIAS_NAME}. Null: the log bucket's name.`,
    validations: [
      mustBe("key_alias", ALIAS_NAME, unlessNull("var.key_alias", hasFormat("var.key_alias", ALIAS_NAME_FORMAT))),
    ],
  },
  {
    name: "key_administrators",
    type: "list(string)",
    default: [],
    description: `Who administers the key beside root, and never decrypts: ${PRINCIPALS}.`,
    validations: [mustBe("key_administrators", PRINCIPALS, principals("var.key_administrators"))],
  },
  days("key_rotation_days", KEY_ROTATION_DAYS, 365, "Days between rotations of the key"),
  days("key_deletion_window_days", KEY_DELETION_WINDOW_DAYS, 30, "Days before a scheduled deletion of the key"),
  {
    name: "readers",
    type: "list(object({ role_name = string, trusted_principals = list(string), require_mfa = optional(bool, true), max_session_hours = optional(number, 1) }))",
    default: [],
    description:
      "Roles that read the log files, and who may assume each. Set require_mfa to false for software and for roles of an identity provider, whose sessions do not show MFA.",
    validations: [
      mustBe(
        "role_name of each reader",
        ROLE_NAME,
        eachOf("var.readers", "reader", hasFormat("reader.role_name", ROLE_NAME_FORMAT)),
      ),
      mustBe(
        "trusted_principals of each reader",
        `at least one of ${PRINCIPALS}`,
        eachOf(
          "var.readers",
          "reader",
          `length(reader.trusted_principals) > 0 && ${principals("reader.trusted_principals")}`,
        ),
      ),
      mustBe(
        "max_session_hours of each reader",
        `a whole number from ${SESSION_HOURS.min} to ${SESSION_HOURS.max}`,
        eachOf("var.readers", "reader", isWhole("reader.max_session_hours", SESSION_HOURS)),
      ),
      {
        condition: "length(distinct([for reader in var.readers : lower(reader.role_name)])) == length(var.readers)",
        message: "role_name of each reader must be another name, not only in upper and lower case.",
      },
    ],
  },
  {
    name: "break_glass",
    type: "object({ role_name = string, trusted_principals = list(string) })",
    default: null,
    description:
      "The one role that may delete log files in an emergency, for one hour and with MFA, and never reads them. Null: nobody may.",
    validations: [
      mustBe(
        "role_name of break_glass",
        ROLE_NAME,
        unlessNull("var.break_glass", hasFormat("var.break_glass.role_name", ROLE_NAME_FORMAT)),
      ),
      mustBe(
        "trusted_principals of break_glass",
        `at least one of ${PRINCIPALS}`,
        unlessNull(
          "var.break_glass",
          `length(var.break_glass.trusted_principals) > 0 && ${principals("var.break_glass.trusted_principals")}`,
        ),
      ),
      mustBe(
        "role_name of break_glass",
        "no reader's",
        unlessNull(
          "var.break_glass",
          "!contains([for reader in var.readers : lower(reader.role_name)], lower(var.break_glass.role_name))",
        ),
      ),
    ],
  },
  {
    name: "only_organization_id",
    type: "string",
    default: null,
    description: `Denies every request from outside this organization, except those of AWS services: ${ORGANIZATION_ID}.`,
    validations: [
      mustBe(
        "only_organization_id",
        ORGANIZATION_ID,
        unlessNull("var.only_organization_id", hasFormat("var.only_organization_id", ORGANIZATION_ID_FORMAT)),
      ),
    ],
  },
  {
    name: "object_lock",
    type: "object({ mode = string, days = number })",
    default: null,
    description:
      "Locks each new object version for so many days. Nobody can lift COMPLIANCE before it ends, not even root; GOVERNANCE can be lifted. Cannot be removed once it is on.",
    validations: [
      mustBe(
        "mode of object_lock",
        '"GOVERNANCE" or "COMPLIANCE"',
        unlessNull("var.object_lock", 'contains(["GOVERNANCE", "COMPLIANCE"], var.object_lock.mode)'),
      ),
      mustBe(
        "days of object_lock",
        `a whole number from ${OBJECT_LOCK_DAYS.min} to ${OBJECT_LOCK_DAYS.max}`,
        unlessNull("var.object_lock", isWhole("var.object_lock.days", OBJECT_LOCK_DAYS)),
      ),
    ],
  },
  {
    ...optionalDays("expire_after_days", "Days after which log files are deleted. Null: never."),
    validations: [
      ...optionalDays("expire_after_days", "").validations!,
      {
        condition:
          "var.expire_after_days == null || var.object_lock == null ? true : var.expire_after_days >= var.object_lock.days",
        message: "expire_after_days must be at least the days of object_lock.",
      },
    ],
  },
  optionalDays("access_logs_expire_after_days", "Days after which server access logs are deleted. Null: never."),
  days("keep_noncurrent_days", LIFECYCLE_DAYS, 365, "Days for which a deleted or overwritten log file can be restored"),
  {
    name: "force_destroy",
    type: "bool",
    default: false,
    description: "Deletes all logs when the buckets are destroyed: see Destroy.",
  },
];

function days(name: string, range: Range, value: number, meaning: string): Variable {
  const allowed = `a whole number from ${range.min} to ${range.max}`;
  return {
    name,
    type: "number",
    default: value,
    description: `${meaning}: ${range.min} to ${range.max}.`,
    validations: [mustBe(name, allowed, isWhole(`var.${name}`, range))],
  };
}

function optionalDays(name: string, description: string): Variable {
  const { min, max } = LIFECYCLE_DAYS;
  const check = unlessNull(`var.${name}`, isWhole(`var.${name}`, LIFECYCLE_DAYS));
  return {
    name,
    type: "number",
    default: null,
    description,
    validations: [mustBe(name, `a whole number from ${min} to ${max}`, check)],
  };
}
