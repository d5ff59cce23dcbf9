import { policyDifferences } from "../../policy/differences";
import { InvalidPolicy } from "../../policy/document";
import { blocks, texts } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { impliedAttributes } from "../../model/implied";
import { ofType } from "../../model/resources";
import type { StackResource } from "../../model/stack";
import { fail, logging, pass, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { comparePolicies } from "./policy";

/** The roles that the stacks create: who may take them, and what they may do. */
export function roleChecks(environment: Environment): Check[] {
  // A role without a name gets one from AWS, which nothing here knows.
  return ofType(environment, "aws_iam_role").flatMap((role) =>
    typeof role.values["name"] === "string" ? checksOf(environment, role, role.values["name"]) : [],
  );
}

function checksOf(environment: Environment, role: StackResource, name: string): Check[] {
  const { account, stack, address, values } = role;
  const title = account === environment.logBucket.account ? name : `${account}/${name}`;
  const shared = { group: "Roles", exampleStep: logging(4), controls: ["access-named-principals"] } as const;
  const trust = `role.${title}.trust`;
  const policies = policiesOf(environment, role, name);
  const boundary = typeof values["permissions_boundary"] === "string" ? values["permissions_boundary"] : undefined;
  const found = async ({ aws }: Context) => (await aws(role).roles.role(name)).Role;
  return [
    {
      ...shared,
      id: trust,
      title: `${title}: trust policy matches the configured one`,
      expected: `the statements of ${stack}/${address}`,
      run: async (context) => {
        const document = (await found(context))?.AssumeRolePolicyDocument;
        return comparePolicies(await context.keys.inText(String(values["assume_role_policy"])), decoded(document));
      },
    },
    {
      ...shared,
      id: `role.${title}.policies`,
      title: `${title}: has only the configured policies`,
      controls: ["access-logs-only", "access-no-aws-policy"],
      expected: namesOf(policies.inline.keys(), policies.attached.keys()),
      needs: trust,
      run: (context) => comparePermissions(context, role, name, policies),
    },
    {
      ...shared,
      id: `role.${title}.boundary`,
      title: `${title}: permissions boundary matches`,
      expected: boundary ?? "none",
      needs: trust,
      run: async (context) => {
        const arn = (await found(context))?.PermissionsBoundary?.PermissionsBoundaryArn;
        if (arn !== boundary) return fail(arn ?? "none");
        if (arn === undefined) return pass("none");
        const differences = await managedDifferences(context, role, arn, madeHere(environment, arn));
        return differences.length === 0 ? pass(arn) : fail(arn, differences);
      },
    },
  ];
}

/** The configured policies of a role. */
interface RolePolicies {
  /** Documents by name. */
  readonly inline: ReadonlyMap<string, string>;
  /** Documents by ARN; `undefined` for a policy that the stacks do not create. */
  readonly attached: ReadonlyMap<string, string | undefined>;
}

function policiesOf(environment: Environment, role: StackResource, name: string): RolePolicies {
  const ofRole = (type: string) =>
    ofType(environment, type).filter(({ values, account }) => values["role"] === name && account === role.account);
  const inline = [
    ...ofRole("aws_iam_role_policy").map(({ values }) => values),
    ...blocks(role.values, "inline_policy"),
  ];
  const arns = [
    ...ofRole("aws_iam_role_policy_attachment").map(({ values }) => String(values["policy_arn"])),
    ...texts(role.values["managed_policy_arns"]),
    ...ofType(environment, "aws_iam_policy_attachment")
      .filter(({ values, account }) => account === role.account && texts(values["roles"]).includes(name))
      .map(({ values }) => String(values["policy_arn"])),
  ];
  return {
    inline: new Map(inline.map((values) => [String(values["name"]), String(values["policy"])])),
    attached: new Map(arns.map((arn) => [arn, madeHere(environment, arn)])),
  };
}

/** The document of a managed policy that the stacks create. */
function madeHere(environment: Environment, arn: string): string | undefined {
  const made = ofType(environment, "aws_iam_policy").find((one) => impliedAttributes(one)["arn"] === arn);
  return made && String(made.values["policy"]);
}

async function comparePermissions(
  context: Context,
  role: StackResource,
  name: string,
  { inline, attached }: RolePolicies,
): Promise<Finding> {
  const { roles } = context.aws(role);
  const inlineFound = await roles.inlinePolicyNames(name);
  const attachedFound = (await roles.attachedPolicies(name)).map(({ PolicyArn }) => String(PolicyArn));
  const documentOf = async (policy: string) => decoded((await roles.inlinePolicy(name, policy)).PolicyDocument);
  const differences = await Promise.all([
    ...[...inline].map(async ([policy, expected]) =>
      inlineFound.includes(policy)
        ? prefixed(policy, await differencesOf(context, expected, await documentOf(policy)))
        : [`missing: inline policy ${policy}`],
    ),
    ...inlineFound
      .filter((policy) => !inline.has(policy))
      .map(async (policy) => [`added: inline policy ${policy}: ${await documentOf(policy)}`]),
    ...[...attached].map(async ([arn, expected]) =>
      attachedFound.includes(arn)
        ? prefixed(arn, await managedDifferences(context, role, arn, expected))
        : [`missing: attached policy ${arn}`],
    ),
    ...attachedFound.filter((arn) => !attached.has(arn)).map((arn) => [`added: attached policy ${arn}`]),
  ]);
  const names = namesOf(inlineFound, attachedFound);
  const details = differences.flat();
  return details.length === 0 ? pass(names) : fail(names, details);
}

/** Compares the default version of a managed policy, if the stacks create the policy. */
async function managedDifferences(
  context: Context,
  role: StackResource,
  arn: string,
  expected: string | undefined,
): Promise<string[]> {
  if (expected === undefined) return [];
  return differencesOf(context, expected, decoded(await context.aws(role).roles.managedPolicy(arn)));
}

async function differencesOf(context: Context, expected: string, found: string): Promise<string[]> {
  try {
    return policyDifferences(await context.keys.inText(expected), found);
  } catch (error) {
    if (error instanceof InvalidPolicy) return [`not a valid policy: ${error.message}`];
    throw error;
  }
}

function prefixed(policy: string, differences: readonly string[]): string[] {
  return differences.map((difference) => `${policy}: ${difference}`);
}

/** IAM returns documents percent-encoded. */
function decoded(document: string | undefined): string {
  return decodeURIComponent(document ?? "");
}

function namesOf(inline: Iterable<string>, attached: Iterable<string>): string {
  const names = [...[...inline].map((name) => `inline ${name}`), ...attached];
  return names.sort().join("; ") || "none";
}
