import { arnsIn, parseArn } from "../../modules/policy";
import type { StackResource } from "./stack";
import type { Policy } from "../policy/document";
import type { Identity } from "./environment";
import { readPolicy } from "./policies";

/** Roles that the stacks create, and users and roles that they attach policies to. */
export function readIdentities(resources: readonly StackResource[]): Identity[] {
  const policies = new Map<string, Policy[]>();
  const give = (arn: string, policy: Policy) => policies.set(arn, [...(policies.get(arn) ?? []), policy]);
  const managed = new Map(
    ofType(resources, "aws_iam_policy").map((policy) => [
      arnsIn(policy).policy(String(policy.values["name"]), pathOf(policy)),
      readPolicy(policy, "policy"),
    ]),
  );
  const roles = ofType(resources, "aws_iam_role");
  const arnOfRole = ({ account, region, values }: StackResource, name: string) => {
    // Resources name a role without its path, because the name is unique in the account.
    const made = roles.find((role) => role.account === account && role.values["name"] === name);
    return arnsIn({ account, region }).role(name, pathOf(made ?? { values }));
  };
  roles.forEach((role) => policies.set(arnOfRole(role, String(role.values["name"])), []));
  for (const inline of ofType(resources, "aws_iam_role_policy")) {
    give(arnOfRole(inline, String(inline.values["role"])), readPolicy(inline, "policy"));
  }
  for (const attachment of ofType(resources, "aws_iam_role_policy_attachment")) {
    const policy = managed.get(String(attachment.values["policy_arn"]));
    if (policy) give(arnOfRole(attachment, String(attachment.values["role"])), policy);
  }
  for (const attachment of ofType(resources, "aws_iam_user_policy_attachment")) {
    const policy = managed.get(String(attachment.values["policy_arn"]));
    if (policy) give(arnsIn(attachment).user(String(attachment.values["user"])), policy);
  }
  // If two roles have the same name, the first one counts.
  const byArn = new Map([...roles].reverse().map((one) => [arnOfRole(one, String(one.values["name"])), one]));
  return [...policies].map(([arn, held]) => {
    const role = byArn.get(arn);
    return {
      arn,
      account: parseArn(arn)!.account,
      policies: held,
      trust: role && readPolicy(role, "assume_role_policy"),
    };
  });
}

function pathOf({ values }: Pick<StackResource, "values">): string | undefined {
  return typeof values["path"] === "string" ? values["path"] : undefined;
}

function ofType(resources: readonly StackResource[], type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}
