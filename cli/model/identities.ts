import { arnsIn, parseArn } from "../../modules/policy";
import type { StackResource } from "./stack";
import type { Policy } from "../policy/document";
import { isKnownOfAws, policyOfAws } from "./aws-policies";
import type { Identity } from "./environment";
import { blocks, texts } from "./blocks";
import { impliedAttributes } from "./implied";
import { readPolicy, sourceOf } from "./policies";

/** Roles and users that the stacks create, and those that they attach policies to, also through groups. */
export function readIdentities(resources: readonly StackResource[]): Identity[] {
  const policies = new Map<string, Policy[]>();
  const give = (arn: string, policy: Policy) => policies.set(arn, [...(policies.get(arn) ?? []), policy]);
  const owners = ownersIn(resources);
  const roles = ofType(resources, "aws_iam_role");
  for (const made of [...roles, ...ofType(resources, "aws_iam_user")]) policies.set(arnOf(made), []);
  for (const { policy, kind, name, location } of grantsIn(resources)) {
    for (const arn of owners(kind, name, location)) give(arn, policy);
  }
  // If two roles have the same name, the first one counts.
  const byArn = new Map([...roles].reverse().map((one) => [arnOf(one), one]));
  const boundaries = new Map(
    [...boundariesIn(resources)].reverse().map(({ holder, policy }) => [arnOf(holder), policy]),
  );
  return [...policies].map(([arn, held]) => {
    const role = byArn.get(arn);
    return {
      arn,
      account: parseArn(arn)!.account,
      policies: held,
      boundary: boundaries.get(arn),
      trust: role && readPolicy(role, "assume_role_policy"),
    };
  });
}

type Kind = "role" | "user" | "group";

/** A policy that an identity has. */
interface Grant {
  readonly policy: Policy;
  readonly kind: Kind;
  readonly name: string;
  /** Source: the resource that attaches it. */
  readonly location: StackResource;
}

const KINDS: readonly Kind[] = ["role", "user", "group"];

function grantsIn(resources: readonly StackResource[]): Grant[] {
  const managed = managedPolicies(resources);
  return [
    ...KINDS.flatMap((kind) =>
      ofType(resources, `aws_iam_${kind}_policy`).map((one): Grant => ({
        policy: readPolicy(one, "policy"),
        kind,
        name: String(one.values[kind]),
        location: one,
      })),
    ),
    ...ofType(resources, "aws_iam_role").flatMap((one) =>
      blocks(one.values, "inline_policy").flatMap(({ policy: text }): Grant[] => {
        const policy = text ? readPolicy({ ...one, values: { policy: text } }, "policy") : undefined;
        return policy ? [{ policy, kind: "role", name: String(one.values["name"]), location: one }] : [];
      }),
    ),
    ...attachmentsIn(resources).flatMap(({ policyArn, ...holder }): Grant[] => {
      const made = managed.get(policyArn);
      const policy =
        made === undefined ? policyOfAws(policyArn, sourceOf(holder.location)) : readPolicy(made, "policy");
      return policy ? [{ policy, ...holder }] : [];
    }),
  ];
}

/** The policies that the stacks create, by ARN. */
function managedPolicies(resources: readonly StackResource[]): ReadonlyMap<string, StackResource> {
  return new Map(ofType(resources, "aws_iam_policy").map((one) => [arnOf(one), one]));
}

type Attachment = Omit<Grant, "policy"> & { readonly policyArn: string };

function attachmentsIn(resources: readonly StackResource[]): Attachment[] {
  const attached = (policyArn: unknown, kind: Kind, name: unknown, location: StackResource): Attachment => ({
    policyArn: String(policyArn),
    kind,
    name: String(name),
    location,
  });
  return [
    ...KINDS.flatMap((kind) =>
      ofType(resources, `aws_iam_${kind}_policy_attachment`).map((one) =>
        attached(one.values["policy_arn"], kind, one.values[kind], one),
      ),
    ),
    ...ofType(resources, "aws_iam_policy_attachment").flatMap((one) =>
      KINDS.flatMap((kind) =>
        texts(one.values[`${kind}s`]).map((name) => attached(one.values["policy_arn"], kind, name, one)),
      ),
    ),
    ...ofType(resources, "aws_iam_role").flatMap((one) =>
      texts(one.values["managed_policy_arns"]).map((arn) => attached(arn, "role", one.values["name"], one)),
    ),
  ];
}

/** Policies that the stacks attach, whose statements they do not contain, with their holders: `role/Operators`. */
export function unreadPolicies(resources: readonly StackResource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const managed = managedPolicies(resources);
  const unread = new Map<string, Set<string>>();
  for (const { policyArn, kind, name } of attachmentsIn(resources)) {
    if (managed.has(policyArn) || isKnownOfAws(policyArn)) continue;
    unread.set(policyArn, (unread.get(policyArn) ?? new Set()).add(`${kind}/${name}`));
  }
  return unread;
}

interface Boundary {
  /** A role or user. */
  readonly holder: StackResource;
  /** `undefined` if the stacks do not contain its statements. */
  readonly policy: Policy | undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function boundariesIn(resources: readonly StackResource[]): Boundary[] {
  const managed = managedPolicies(resources);
  return [...ofType(resources, "aws_iam_role"), ...ofType(resources, "aws_iam_user")].flatMap((holder) => {
    const arn = holder.values["permissions_boundary"];
    // Terraform's state has an empty string if there is none.
    if (typeof arn !== "string" || arn === "") return [];
    const made = managed.get(arn);
    return [
      { holder, policy: made?.values["policy"] ? readPolicy(made, "policy") : policyOfAws(arn, sourceOf(holder)) },
    ];
  });
}

/** Roles and users whose permissions boundary the stacks name and do not contain: `role/Operators`. */
export function unreadBoundaries(resources: readonly StackResource[]): string[] {
  return boundariesIn(resources)
    .filter(({ policy }) => policy === undefined)
    .map(({ holder: { type, values } }) => `${type.replace("aws_iam_", "")}/${String(values["name"])}`);
}

/** ARNs of the identities that a resource names: the identity itself, or the members of a group. */
function ownersIn(resources: readonly StackResource[]) {
  const made = new Map<string, StackResource>();
  for (const one of [...ofType(resources, "aws_iam_role"), ...ofType(resources, "aws_iam_user")]) {
    const name = `${one.account} ${one.type} ${String(one.values["name"])}`;
    if (!made.has(name)) made.set(name, one);
  }
  const members = [
    ...ofType(resources, "aws_iam_group_membership").flatMap(({ values, account }) =>
      texts(values["users"]).map((user) => ({ user, group: String(values["group"]), account })),
    ),
    ...ofType(resources, "aws_iam_user_group_membership").flatMap(({ values, account }) =>
      texts(values["groups"]).map((group) => ({ user: String(values["user"]), group, account })),
    ),
  ];
  const owners = (kind: Kind, name: string, location: StackResource): string[] => {
    const { account } = location;
    if (kind === "group") {
      const inGroup = members.filter((member) => member.group === name && member.account === account);
      return [...new Set(inGroup.map(({ user }) => user))].flatMap((user) => owners("user", user, location));
    }
    // Resources name a role or a user without its path, because the name is unique in the account.
    const owner = made.get(`${account} aws_iam_${kind} ${name}`);
    return [owner ? arnOf(owner) : arnsIn(location)[kind](name)];
  };
  return owners;
}

function arnOf(resource: StackResource): string {
  return String(impliedAttributes(resource)["arn"]);
}

function ofType(resources: readonly StackResource[], type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}
