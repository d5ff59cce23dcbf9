import { arnsIn, parseArn } from "../../modules/policy";
import type { StackResource } from "./stack";
import type { Policy } from "../policy/document";
import type { Identity } from "./environment";
import { readPolicy } from "./policies";

/** Roles that the stacks make, and users and roles that they give policies to. */
export function readIdentities(resources: readonly StackResource[]): Identity[] {
  const policies = new Map<string, Policy[]>();
  const give = (arn: string, policy: Policy) => policies.set(arn, [...(policies.get(arn) ?? []), policy]);
  const managed = new Map(
    ofType(resources, "aws_iam_policy").map((policy) => [
      arnsIn(policy).policy(String(policy.values["name"])),
      readPolicy(policy, "policy"),
    ]),
  );
  const roles = ofType(resources, "aws_iam_role");
  roles.forEach((role) => policies.set(arnsIn(role).role(String(role.values["name"])), []));
  for (const inline of ofType(resources, "aws_iam_role_policy")) {
    give(arnsIn(inline).role(String(inline.values["role"])), readPolicy(inline, "policy"));
  }
  for (const kind of ["role", "user"] as const) {
    for (const attachment of ofType(resources, `aws_iam_${kind}_policy_attachment`)) {
      const policy = managed.get(String(attachment.values["policy_arn"]));
      if (policy) give(arnsIn(attachment)[kind](String(attachment.values[kind])), policy);
    }
  }
  // Of two roles with one name, the first one counts.
  const byArn = new Map([...roles].reverse().map((one) => [arnsIn(one).role(String(one.values["name"])), one]));
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

function ofType(resources: readonly StackResource[], type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}
