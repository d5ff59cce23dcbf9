import { BUCKET_NAME_OF_ANY_AGE_FORMAT, ORGANIZATION_ID, ORGANIZATION_ID_FORMAT } from "../../modules/limits/formats";
import { Trail } from "../../modules/trail";
import { arnFormat, hasFormat, mustBe, unlessNull } from "./checks";
import type { ModuleDefinition, Variable } from "./definition";
import { PARTS } from "./parts";
import {
  ACCOUNT,
  BOUNDARY,
  BUCKET_NAME,
  KEY_ARN,
  ORGANIZATION,
  PATH,
  RECORDED_BUCKET,
  REGION,
  RETENTION,
  TAGS,
  TRAIL_NAME,
} from "./placeholders";
import { TRAIL_OUTPUTS, trailOptions } from "./trail-options";
import { TRAIL_VARIABLES } from "./trail-variables";
import { COMMON_VARIABLES } from "./common-variables";

const variables: readonly Variable[] = [
  {
    name: "bucket_name",
    type: "string",
    description: "Name of the archive's log bucket.",
    validations: [
      mustBe("bucket_name", "the name of a bucket", hasFormat("var.bucket_name", BUCKET_NAME_OF_ANY_AGE_FORMAT)),
    ],
  },
  {
    name: "key_arn",
    type: "string",
    description: "ARN of the archive's key: its output key_arn.",
    validations: [
      mustBe("key_arn", "the ARN of a KMS key", hasFormat("var.key_arn", arnFormat("kms", "key/"))),
      {
        condition: 'var.cloudwatch_logs_retention_days == null || try(split(":", var.key_arn)[3], "") == local.region',
        message:
          "key_arn must be a key in the Region of the trail with cloudwatch_logs_retention_days: CloudWatch Logs uses keys of its own Region only.",
      },
    ],
  },
  {
    name: "organization_id",
    type: "string",
    default: null,
    description: `Records all accounts of this organization; only in its management account: ${ORGANIZATION_ID}. Null: records its own account.`,
    validations: [
      mustBe(
        "organization_id",
        ORGANIZATION_ID,
        unlessNull("var.organization_id", hasFormat("var.organization_id", ORGANIZATION_ID_FORMAT)),
      ),
    ],
  },
];

/** A trail that delivers into an archive of another account. */
export const trail: ModuleDefinition = {
  name: "trail",
  title: "A trail into an archive of another account",
  about:
    "A CloudTrail trail of all Regions in the account and Region of the AWS provider, which delivers into an archive that " +
    "[the module archive](../archive) made in the same Region. The archive must name the trail in `trails`, and exist first.",
  build(stack, has) {
    const account = String(ACCOUNT.value);
    new Trail(stack, "Trail", {
      account,
      region: String(REGION.value),
      name: String(TRAIL_NAME.value),
      bucket: { bucketName: String(BUCKET_NAME.value) },
      key: { arn: String(KEY_ARN.value) },
      organization: has(PARTS.organization)
        ? { id: String(ORGANIZATION.value), managementAccount: account }
        : undefined,
      ...trailOptions(has),
      preventDestroy: true,
      tags: TAGS.value,
    });
  },
  parts: [PARTS.organization, PARTS.cloudWatchLogs, PARTS.dataEvents],
  placeholders: [
    ...[ACCOUNT, REGION, TRAIL_NAME, BUCKET_NAME, KEY_ARN, ORGANIZATION],
    ...[RETENTION, RECORDED_BUCKET, PATH, BOUNDARY],
  ],
  settings: [{ type: "aws_cloudtrail", attribute: "is_organization_trail", expression: PARTS.organization.condition }],
  locals: {},
  variables: [
    TRAIL_VARIABLES.name,
    ...variables,
    TRAIL_VARIABLES.cloudWatchLogsRetention,
    TRAIL_VARIABLES.dataEventBuckets,
    ...COMMON_VARIABLES,
  ],
  outputs: TRAIL_OUTPUTS,
  example: `provider "aws" {
  region = "eu-central-1"
}

module "trail" {
  source      = "./trail"
  name        = "payments"
  bucket_name = "example-audit-logs"
  key_arn     = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

output "trail_arn" {
  value = module.trail.trail_arn
}
`,
  notes: [
    "`bucket_name` and `key_arn` are outputs of the archive; pass them on as your states do, such as with " +
      "`terraform_remote_state`.",
    "An organization trail requires trusted access of CloudTrail in the organization: [docs/organization.md](../../docs/organization.md).",
    "With `cloudwatch_logs_retention_days`, set `cloudwatch_logs = true` for this trail in the archive's `trails`: the archive's key encrypts the log group.",
  ],
};
