import * as checks from "./access-checks";
import type { Control } from "./control";

export const accessControls: readonly Control[] = [
  {
    id: "access-no-administration",
    requirement: "No policy allows every action of a service, or every resource",
    modules: ["access"],
    setting: 'identity policies: no Action "*" or "service:*", no Resource "*"',
    frameworks: { cis: ["2.14"], fsbp: ["IAM.1", "IAM.21"] },
    scanners: [
      "CKV_AWS_62",
      "CKV_AWS_63",
      "iam_policy_no_full_access_to_kms",
      "iam_policy_no_full_access_to_cloudtrail",
      "iam_policy_allows_privilege_escalation",
    ],
    check: checks.administersNothing,
  },
  {
    id: "access-one-key",
    requirement: "Principals that can decrypt can use one named key only",
    modules: ["access"],
    setting: "identity policies: kms:Decrypt on the ARN of the key",
    frameworks: { fsbp: ["KMS.1", "KMS.2"] },
    scanners: ["iam_policy_no_full_access_to_kms"],
    check: checks.decryptsOneKey,
  },
  {
    id: "access-logs-only",
    requirement: "Readers can read log files and no other objects",
    modules: ["access"],
    setting: "identity policies: s3:GetObject below <bucket>/<prefix>/AWSLogs/",
    frameworks: {},
    scanners: ["CKV_AWS_288"],
    check: checks.readsLogsOnly,
  },
  {
    id: "access-named-principals",
    requirement: "Roles trust named roles and users, never a whole account",
    modules: ["access"],
    setting: "trust policies: ARNs of roles and users as principals",
    frameworks: {},
    scanners: ["CKV_AWS_60", "CKV_AWS_61"],
    check: checks.trustsNamedPrincipals,
  },
  {
    id: "access-no-aws-policy",
    requirement: "No role has an AWS managed policy, such as ReadOnlyAccess, which AWS can extend",
    modules: ["access"],
    setting: "policy attachments: customer-managed policies",
    frameworks: {},
    scanners: ["iam_role_cross_account_readonlyaccess_policy"],
    check: checks.attachesNoPolicyOfAws,
  },
];
