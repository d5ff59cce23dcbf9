import { proveControls } from "../../support/controls";

const READER = ["aws_iam_policy", "Readerprodx2dauditx2dlogx2dreader"] as const;
const READER_POLICY = "prod-archive/aws_iam_policy.Readerprodx2dauditx2dlogx2dreader_Reading_Policy_C841F4EC";
const DELETING = ["aws_iam_role_policy", "BreakGlass"] as const;
const DELETING_POLICY = "prod-archive/aws_iam_role_policy.BreakGlass_Deleting_AAF8306E";
const READER_TRUST = ["aws_iam_role", "Readerprodx2dauditx2dlogx2dreader", "assume_role_policy"] as const;
const READER_ROLE = "prod-archive/aws_iam_role.Readerprodx2dauditx2dlogx2dreader_Role_91F948C5";
const SINGLE_KEY = "allows decryption with more than one named key";

proveControls("access", {
  "access-no-administration": {
    broken: [
      {
        how: "every action of S3",
        change: (copy) => copy.statement(READER, "ReadLogs", { Action: ["s3:GetObject", "s3:*"] }),
        faults: [`${READER_POLICY}: ReadLogs allows every action`],
      },
      {
        how: "every action there is, inline",
        change: (copy) => copy.statement(DELETING, "DeleteVersions", { Action: "*" }),
        faults: [`${DELETING_POLICY}: DeleteVersions allows every action`],
      },
      {
        how: "every resource",
        change: (copy) => copy.statement(READER, "ListLogs", { Resource: "*" }),
        faults: [`${READER_POLICY}: ListLogs applies to every resource`],
      },
    ],
  },
  "access-one-key": {
    broken: [
      {
        how: "all keys of the account",
        change: (copy) =>
          copy.statement(READER, "DecryptLogsThroughS3", { Resource: "arn:aws:kms:eu-central-1:555555555555:key/*" }),
        faults: [`${READER_POLICY}: DecryptLogsThroughS3 ${SINGLE_KEY}`],
      },
      {
        how: "all keys, by a pattern of actions",
        change: (copy) => copy.statement(DELETING, "FindVersions", { Action: "kms:De*", Resource: "*" }),
        faults: [`${DELETING_POLICY}: FindVersions ${SINGLE_KEY}`],
      },
    ],
  },
  "access-logs-only": {
    broken: [
      {
        how: "every object of the bucket",
        change: (copy) => copy.statement(READER, "ReadLogs", { Resource: "arn:aws:s3:::example-prod-audit-logs/*" }),
        faults: [`${READER_POLICY}: ReadLogs allows reading objects other than log files`],
      },
      {
        how: "break glass reads",
        change: (copy) => copy.statement(DELETING, "DeleteVersions", { Action: "s3:Get*" }),
        faults: [`${DELETING_POLICY}: DeleteVersions allows reading objects other than log files`],
      },
    ],
  },
  "access-named-principals": {
    broken: ["arn:aws:iam::999999999999:root", "999999999999", "*"].map((principal) => ({
      how: `trusts ${principal}`,
      change: (copy) => copy.statement(READER_TRUST, "NamedPrincipalsTakeRole", { Principal: { AWS: principal } }),
      faults: [`${READER_ROLE}: NamedPrincipalsTakeRole trusts a principal other than a named role or user`],
    })),
  },
  "access-no-aws-policy": {
    broken: [
      {
        how: "ReadOnlyAccess",
        change: (copy) =>
          copy.add("prod-archive", "aws_iam_role_policy_attachment", {
            role: "prod-audit-log-reader",
            policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        faults: ["prod-archive/aws_iam_role_policy_attachment.Added: attaches an AWS managed policy"],
      },
    ],
  },
});
