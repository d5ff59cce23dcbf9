import type { Statement } from "../../modules/policy";
import type { Policy } from "../policy/document";

/** Allows actions on everything. */
const allow = (...Action: readonly string[]) => ({ Effect: "Allow", Action, Resource: "*" });

/**
 * What AWS's own policies allow that decide most about a trail and change least, as AWS publishes them. AWS extends
 * policies such as ReadOnlyAccess every week; these are not here.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const POLICIES: Readonly<Record<string, readonly object[]>> = {
  /** Version v1. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html */
  AdministratorAccess: [allow("*")],
  /** Version v12. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html */
  PowerUserAccess: [
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    allow(
      ...["account:GetAccountInformation", "account:GetGovCloudAccountInformation", "account:GetPrimaryEmail"],
      ...["account:ListRegions", "iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles"],
      ...["organizations:DescribeEffectivePolicy", "organizations:DescribeOrganization"],
    ),
  ],
  /** Version v2. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonS3FullAccess.html */
  AmazonS3FullAccess: [allow("s3:*", "s3-object-lambda:*")],
  /** Version v3. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonS3ReadOnlyAccess.html */
  AmazonS3ReadOnlyAccess: [
    allow("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"),
  ],
  /** Version v3. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCloudTrail_FullAccess.html */
  AWSCloudTrail_FullAccess: [
    {
      ...allow("sns:AddPermission", "sns:CreateTopic", "sns:SetTopicAttributes", "sns:GetTopicAttributes"),
      Resource: "arn:aws:sns:*:*:aws-cloudtrail-logs*",
    },
    allow("sns:ListTopics"),
    {
      ...allow("s3:CreateBucket", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock"),
      Resource: "arn:aws:s3:::aws-cloudtrail-logs*",
    },
    allow("s3:ListAllMyBuckets", "s3:GetBucketLocation", "s3:GetBucketPolicy"),
    allow("cloudtrail:*"),
    { ...allow("logs:CreateLogGroup"), Resource: "arn:aws:logs:*:*:log-group:aws-cloudtrail-logs*" },
    allow("iam:ListRoles", "iam:GetRolePolicy", "iam:GetUser"),
    {
      ...allow("iam:PassRole"),
      Condition: { StringEquals: { "iam:PassedToService": "cloudtrail.amazonaws.com" } },
    },
    allow("kms:CreateKey", "kms:CreateAlias", "kms:ListKeys", "kms:ListAliases"),
    allow("lambda:ListFunctions"),
    allow("dynamodb:ListGlobalTables", "dynamodb:ListTables"),
  ],
  /** Version v1. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCloudTrail_ReadOnlyAccess.html */
  AWSCloudTrail_ReadOnlyAccess: [
    allow("cloudtrail:Get*", "cloudtrail:Describe*", "cloudtrail:List*", "cloudtrail:LookupEvents"),
  ],
  /** Version v2. @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSKeyManagementServicePowerUser.html */
  AWSKeyManagementServicePowerUser: [
    allow(
      ...["kms:CreateAlias", "kms:CreateKey", "kms:DeleteAlias", "kms:Describe*", "kms:GenerateRandom", "kms:Get*"],
      ...["kms:List*", "kms:TagResource", "kms:UntagResource", "iam:ListGroups", "iam:ListRoles", "iam:ListUsers"],
    ),
  ],
};

/** AWS may publish another version in the partitions of China and GovCloud; AdministratorAccess allows all of it. */
const ARN = /^arn:aws:iam::aws:policy\/([^/]+)$|^arn:aws[a-z-]*:iam::aws:policy\/(AdministratorAccess)$/;

const known = new Map<string, Policy>();

/** The policy of AWS that an ARN names, as attached by `source`; `undefined` if its statements are not known here. */
export function policyOfAws(arn: string, source: string): Policy | undefined {
  const [, inAws, anywhere] = ARN.exec(arn) ?? [];
  const name = inAws ?? anywhere;
  if (name === undefined || !Object.hasOwn(POLICIES, name)) return undefined;
  const key = `${source} ${name}`;
  const policy = known.get(key) ?? policyOf(name, source);
  known.set(key, policy);
  return policy;
}

/** Whether the matrix knows the statements of a policy that belongs to AWS. */
export function isKnownOfAws(arn: unknown): boolean {
  return typeof arn === "string" && policyOfAws(arn, "") !== undefined;
}

function policyOf(name: string, source: string): Policy {
  return { source, statements: POLICIES[name]!.map((one) => ({ Sid: name, ...one }) as unknown as Statement) };
}
