import { edit, policyOf, resource, statement, type Arguments, type PolicyJson, type StackJson } from "../edit";
import { caseOf, type Case } from "./case";

const archive = caseOf("local-archive");

const keyStatement = (stack: StackJson, sid: string, change: (one: Arguments) => void) =>
  policyOf(resource(stack, "aws_kms_key"), "policy", (policy) => change(statement(policy, sid)));
const logPolicy = (stack: StackJson, change: (policy: PolicyJson) => void) =>
  policyOf(resource(stack, "aws_s3_bucket_policy", "LogBucket"), "policy", change);

/** Any trail of any account may use the key. */
const forgetSource = (stack: StackJson) =>
  keyStatement(stack, "CloudTrailEncryptsLogs", (one) => {
    const { StringEquals: _, ...left } = one["Condition"] as Arguments;
    one["Condition"] = left;
  });

export const firstCases: readonly Case[] = [
  archive("first-apply", () => undefined),
  archive("first-apply-without-source-arn", forgetSource),
];

/** Changes to policies. */
export const accessCases: readonly Case[] = [
  archive("source-arn-removed", forgetSource),
  archive("statements-reordered", (stack) => {
    policyOf(resource(stack, "aws_kms_key"), "policy", (policy) => policy.Statement.reverse());
    logPolicy(stack, (policy) => policy.Statement.reverse());
  }),
  archive("policy-broadened", (stack) =>
    logPolicy(stack, (policy) => {
      statement(policy, "AWSCloudTrailWrite20150319")["Resource"] = "arn:aws:s3:::example-local-audit-logs/*";
    }),
  ),
  archive("policy-narrowed", (stack) =>
    policyOf(resource(stack, "aws_iam_policy"), "policy", (policy) => {
      statement(policy, "ReadLogs")["Action"] = "s3:GetObject";
    }),
  ),
  archive("deny-removed", (stack) =>
    logPolicy(stack, (policy) => {
      policy.Statement = policy.Statement.filter((one) => one["Sid"] !== "DenyInsecureTransport");
    }),
  ),
  archive("service-swapped", (stack) =>
    keyStatement(stack, "CloudTrailEncryptsLogs", (one) => {
      one["Principal"] = { Service: "config.amazonaws.com" };
    }),
  ),
  archive("policy-operator-changed", (stack) =>
    keyStatement(stack, "CloudTrailDescribesKey", (one) => {
      one["Condition"] = { ArnEquals: (one["Condition"] as Arguments)["StringEquals"] };
    }),
  ),
  archive("policy-no-json", (stack) =>
    edit(resource(stack, "aws_iam_role"), { assume_role_policy: '${jsonencode({ Version = "2012-10-17" })}' }),
  ),
  archive("reader-added", (stack) => {
    const role = resource(stack, "aws_iam_role");
    const attachment = resource(stack, "aws_iam_role_policy_attachment");
    stack.resource["aws_iam_role"]!["Second_Role"] = { ...role, name: "second-reader" };
    stack.resource["aws_iam_role_policy_attachment"]!["Second_Attachment"] = {
      ...attachment,
      role: "${aws_iam_role.Second_Role.name}",
    };
  }),
  {
    name: "two-stacks",
    stacks: {
      "local-archive": forgetSource,
      "local-trail": (stack) => edit(resource(stack, "aws_cloudtrail"), { name: "renamed-trail" }),
    },
  },
];
