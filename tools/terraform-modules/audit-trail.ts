import { AuditTrail } from "../../modules/archive";
import {
  ARCHIVE_LOCALS,
  ARCHIVE_OUTPUTS,
  ARCHIVE_PARTS,
  ARCHIVE_PLACEHOLDERS,
  ARCHIVE_SETTINGS,
  archiveOptions,
} from "./archive-options";
import { ARCHIVE_VARIABLES } from "./archive-variables";
import type { ModuleDefinition, Validation } from "./definition";
import { ARCHIVE_NOTES } from "./notes";
import { PARTS } from "./parts";
import { RECORDED_BUCKET, RETENTION, TRAIL_NAME } from "./placeholders";
import { TRAIL_OUTPUTS, trailOptions } from "./trail-options";
import { TRAIL_VARIABLES } from "./trail-variables";
import { COMMON_VARIABLES } from "./common-variables";

const dataEvents = TRAIL_VARIABLES.dataEventBuckets;

const NO_ACCESS_LOGS: Validation = {
  condition: "!contains(var.data_event_bucket_names, local.access_log_bucket_name)",
  message:
    "data_event_bucket_names must not name the bucket for server access logs: each log file would cause another.",
};

/** An archive and its trail, in one account. */
export const auditTrail: ModuleDefinition = {
  name: "audit-trail",
  title: "An audit trail in one account",
  about:
    "A KMS key, a log bucket, a bucket for its access logs, a CloudTrail trail of all Regions, and the roles that read the " +
    "logs, in the account and Region of the AWS provider.",
  build(stack, has) {
    new AuditTrail(stack, "AuditTrail", {
      ...archiveOptions(has),
      name: String(TRAIL_NAME.value),
      ...trailOptions(has),
    });
  },
  parts: [...ARCHIVE_PARTS, PARTS.cloudWatchLogs, PARTS.dataEvents],
  placeholders: [...ARCHIVE_PLACEHOLDERS, TRAIL_NAME, RETENTION, RECORDED_BUCKET],
  settings: ARCHIVE_SETTINGS,
  locals: ARCHIVE_LOCALS,
  variables: [
    TRAIL_VARIABLES.name,
    ...ARCHIVE_VARIABLES,
    TRAIL_VARIABLES.cloudWatchLogsRetention,
    { ...dataEvents, validations: [...dataEvents.validations, NO_ACCESS_LOGS] },
    ...COMMON_VARIABLES,
  ],
  outputs: [...TRAIL_OUTPUTS, ...ARCHIVE_OUTPUTS],
  example: `provider "aws" {
  region = "eu-central-1"
}

module "audit_trail" {
  source      = "./audit-trail"
  name        = "audit"
  bucket_name = "example-audit-logs"

  readers = [{
    role_name          = "audit-log-reader"
    trusted_principals = ["arn:aws:iam::111122223333:role/Security"]
  }]
}

output "trail_arn" {
  value = module.audit_trail.trail_arn
}
`,
  notes: ARCHIVE_NOTES,
};
