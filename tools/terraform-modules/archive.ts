import { Archive } from "../../modules/archive";
import {
  ACCOUNT_ID_FORMAT,
  ORGANIZATION_ID,
  ORGANIZATION_ID_FORMAT,
  TRAIL_NAME,
  TRAIL_NAME_FORMAT,
} from "../../modules/limits/formats";
import {
  ARCHIVE_LOCALS,
  ARCHIVE_OUTPUTS,
  ARCHIVE_PARTS,
  ARCHIVE_PLACEHOLDERS,
  ARCHIVE_SETTINGS,
  archiveOptions,
} from "./archive-options";
import { ARCHIVE_VARIABLES } from "./archive-variables";
import { eachOf, hasFormat, mustBe, unlessNull } from "./checks";
import type { ModuleDefinition, Variable } from "./definition";
import { ARCHIVE_NOTES } from "./notes";
import { PARTS } from "./parts";
import { DELIVERING_ACCOUNT, DELIVERING_NAME, ORGANIZATION } from "./placeholders";
import { COMMON_VARIABLES } from "./common-variables";

const trails: Variable = {
  name: "trails",
  type: "list(object({ account_id = string, name = string, cloudwatch_logs = optional(bool, false) }))",
  description:
    "The trails that deliver into the archive, whose home is the archive's Region. Set cloudwatch_logs to true for one whose module delivers to CloudWatch Logs.",
  validations: [
    { condition: "length(var.trails) > 0", message: "trails must name at least one trail." },
    mustBe(
      "account_id of each trail",
      "12 digits",
      eachOf("var.trails", "trail", hasFormat("trail.account_id", ACCOUNT_ID_FORMAT)),
    ),
    mustBe("name of each trail", TRAIL_NAME, eachOf("var.trails", "trail", hasFormat("trail.name", TRAIL_NAME_FORMAT))),
  ],
};

const organizationId: Variable = {
  name: "organization_id",
  type: "string",
  default: null,
  description: `The trails are organization trails, of the management account: ${ORGANIZATION_ID}. Null: each trail records its own account.`,
  validations: [
    mustBe(
      "organization_id",
      ORGANIZATION_ID,
      unlessNull("var.organization_id", hasFormat("var.organization_id", ORGANIZATION_ID_FORMAT)),
    ),
    {
      condition: unlessNull(
        "var.organization_id",
        "length(distinct([for trail in var.trails : trail.account_id])) == 1",
      ),
      message: "trails must all be of the management account with organization_id.",
    },
  ],
};

/** What keeps the logs of trails in other accounts. */
export const archive: ModuleDefinition = {
  name: "archive",
  title: "An archive for trails of other accounts",
  about:
    "A KMS key, a log bucket, a bucket for its access logs, and the roles that read the logs, in the account and Region of " +
    "the AWS provider. The trails are made by [the module trail](../trail), in their own accounts, after the archive.",
  build(stack, has) {
    const { readers = [], ...options } = archiveOptions(has);
    new Archive(stack, "Archive", {
      ...options,
      readers: readers.map((reader) => ({ ...reader, accounts: "all" })),
      trails: [
        {
          account: String(DELIVERING_ACCOUNT.value),
          region: options.region,
          name: String(DELIVERING_NAME.value),
          organization: has(PARTS.organization)
            ? { id: String(ORGANIZATION.value), managementAccount: String(DELIVERING_ACCOUNT.value) }
            : undefined,
          cloudWatchLogs: has(PARTS.deliveringLogGroups),
        },
      ],
    });
  },
  parts: [...ARCHIVE_PARTS, PARTS.organization, PARTS.deliveringLogGroups],
  placeholders: [...ARCHIVE_PLACEHOLDERS, DELIVERING_ACCOUNT, DELIVERING_NAME, ORGANIZATION],
  settings: ARCHIVE_SETTINGS,
  locals: ARCHIVE_LOCALS,
  variables: [ARCHIVE_VARIABLES[0]!, trails, organizationId, ...ARCHIVE_VARIABLES.slice(1), ...COMMON_VARIABLES],
  outputs: ARCHIVE_OUTPUTS,
  example: `provider "aws" {
  region = "eu-central-1"
}

module "archive" {
  source      = "./archive"
  bucket_name = "example-audit-logs"

  trails = [
    { account_id = "444455556666", name = "payments" },
    { account_id = "777788889999", name = "web" },
  ]

  readers = [{
    role_name          = "audit-log-reader"
    trusted_principals = ["arn:aws:iam::111122223333:role/Security"]
  }]
}

output "key_arn" {
  value = module.archive.key_arn
}
`,
  notes: [
    "For an organization trail, name the trail and the management account in `trails`, and set `organization_id`. Readers read " +
      "the logs of every account that delivers, or of the whole organization.",
    ...ARCHIVE_NOTES,
  ],
};
