import { parseArn } from "../../../modules/policy";
import { isKnownOfAws } from "../../model/aws-policies";
import { addressOf } from "../../model/references";
import type { Arguments, StackJson } from "../../model/stack";
import { outsideDestinations, PASSING_ON } from "./destinations";
import { PROTECTED_TYPES } from "./protections";
import type { PlannedResource } from "../../terraform/plan/plan";
import { idOf, type PlannedStack, type PlanStates } from "../../terraform/plan/plan-states";
import { AUDIT, isForeign, isOfFunctions } from "./foreign";
import { effectOf, isHarmless, isInert, type TypeEffect } from "./type-effects";

/** Resources that give access by other means than the policies that the matrix reads. */
export interface OutOfScope {
  readonly address: string;
  readonly level: "gained" | "undecided" | "changed";
  readonly what: string;
}

const ATTACHMENTS = [
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_iam_group_policy_attachment",
  "aws_iam_policy_attachment",
];

const OF_ONE_HOLDER = ["aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment"];

/** Arguments that grant or limit access besides policies. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["managed_policy_arns", "permissions_boundary", "inline_policy"],
  aws_iam_user: ["permissions_boundary"],
  aws_s3_bucket: ["acl", "grant"],
};

/** What alerts, findings and queries pass through, which many stacks without an audit trail have, too. */
const ALERTS = /^aws_(sqs_|lambda_|guardduty_|athena_|glue_catalog_)/;

/** Types that the matrix evaluates, or that neither grant access nor weaken anything, and have no protection. */
const EVALUATED_TYPES: readonly string[] = [
  ...PROTECTED_TYPES,
  ...PASSING_ON,
  ...ATTACHMENTS,
  ...["aws_iam_role", "aws_iam_role_policy", "aws_iam_user", "aws_iam_user_policy", "aws_iam_policy"],
  "aws_s3_bucket_metric",
];

/** Tags grant no access. */
const TAGS = ["tags", "tags_all"];

/**
 * The changes of access in the planned stacks that the matrix does not show. `isEvaluated`: whether there is a matrix
 * for the policies before and after. `counted`: the resources that it counts, as `stack/address`, although their type
 * has an effect of its own.
 */
export function outOfScopeChanges(
  planned: readonly PlannedStack[],
  { before, after }: PlanStates,
  isEvaluated: boolean,
  counted: ReadonlySet<string> = new Set(),
): OutOfScope[] {
  const isNoTrail = isForeign(planned, { before, after });
  return planned.flatMap(({ name, plan }) => [
    ...plan.runs.map(({ address, what }): OutOfScope => ({
      address: `${name}/${address}`,
      level: "gained",
      what: `${what} runs something that the plan does not show`,
    })),
    ...plan.resources.flatMap((resource) => {
      const address = `${name}/${resource.address}`;
      const isCounted = counted.has(`${name}/${addressOf(resource.type, idOf(resource))}`) && isWhollyKnown(resource);
      const effect = isCounted ? undefined : effectOf(resource.type);
      const found = CHANGES.includes(resource.action) ? ofChange(resource, effect, after, isEvaluated) : [];
      // Whatever else runs in a plan without an audit trail has nothing of one to reach.
      if (isNoTrail && isOfApplication(resource)) return [];
      return [...found, ...ofAny(resource, effect, before, isEvaluated)].map((one) => ({ ...one, address }));
    }),
    ...unsupported(name, plan.resources, isNoTrail),
  ]);
}

type Found = Omit<OutOfScope, "address">;

const CHANGES: readonly string[] = ["create", "update", "replace"];
const GOING: readonly string[] = ["destroy", "forget"];

/** For a resource that is created or changed. */
function ofChange(
  resource: PlannedResource,
  effect: TypeEffect | undefined,
  stacks: readonly StackJson[],
  isEvaluated: boolean,
): Found[] {
  const { type, before, after: values = {}, action, unknown, hidden } = resource;
  const found: Found[] = [];
  const gains = (what: string) => found.push({ level: "gained", what });
  if (effect && !isOnlyTags(resource) && !isClosedAcl(resource)) gains(effect.what);
  if (ATTACHMENTS.includes(type) && !(isEvaluated && isRead(type, values["policy_arn"], stacks))) {
    gains(
      `attaches ${JSON.stringify(values["policy_arn"] ?? "an unknown policy")}, a policy that the matrix does not read`,
    );
  }
  const known = before ? outsideDestinations(type, before, stacks) : [];
  for (const name of outsideDestinations(type, values, stacks).filter((one) => !known.includes(one)))
    gains(`forwards to ${JSON.stringify(name)}`);
  for (const argument of Object.hasOwn(ARGUMENTS, type) ? ARGUMENTS[type]! : []) {
    const [was, will] = [before?.[argument], values[argument]].map((value) => exactly(value));
    if (argument === "acl" && CLOSED_ACLS.includes(String(values[argument]))) continue;
    if (was !== will && (will !== "" || argument === "permissions_boundary") && Object.hasOwn(values, argument)) {
      gains(`${argument} changes, which the matrix does not evaluate`);
    }
  }
  if (values["provisioner"] !== undefined && exactly(before?.["provisioner"]) !== exactly(values["provisioner"])) {
    gains("provisioner runs something that the plan does not show");
  }
  if (!AUDIT.test(type) && !ALERTS.test(type)) return found;
  // A new resource of these stacks has its count and provider from the beginning.
  for (const meta of [...(before ? ["count", "for_each", "provider"] : []), "dynamic", "connection"]) {
    if (exactly(before?.[meta]) !== exactly(values[meta])) {
      found.push({ level: "undecided", what: `${meta} changes; only a plan can show the effect` });
    }
  }
  if (hidden.length > 0) gains(`${hidden.join(", ")} is set behind a value that Terraform marks sensitive`);
  if (action === "update" && unknown.length > 0) {
    found.push({ level: "undecided", what: `${unknown.join(", ")} is known only after apply` });
  }
  return found;
}

/** For a policy that is detached. The matrix reads policies that these stacks create. */
function detached(arn: unknown, old: readonly StackJson[], isEvaluated: boolean): Found[] {
  // Those of AWS that the matrix knows deny nothing.
  if (isEvaluated && isKnownOfAws(arn)) return [];
  const made = policiesMade(arn, old);
  if (made.length > 0 && (isEvaluated || made.every(({ policy }) => !mayDeny(policy)))) return [];
  const policy = typeof arn === "string" ? JSON.stringify(arn) : "an unknown policy";
  const what = `detaches ${policy}, which may contain a Deny that no other policy has`;
  // A policy with a Deny usually has such a name.
  return [{ level: typeof arn === "string" && !/deny|quarantine/i.test(arn) ? "undecided" : "gained", what }];
}

function mayDeny(policy: unknown): boolean {
  return typeof policy !== "string" || /"Deny"/.test(policy);
}

/** Of a resource whatever becomes of it. */
function ofAny(
  resource: PlannedResource,
  effect: TypeEffect | undefined,
  old: readonly StackJson[],
  isEvaluated: boolean,
): Found[] {
  const { type, action, before } = resource;
  if (action === "none" || action === "read" || isUnsupported(resource)) return [];
  if (GOING.includes(action) && ATTACHMENTS.includes(type)) return detached(before?.["policy_arn"], old, isEvaluated);
  return effect && GOING.includes(action) ? [effect.whenGone] : [];
}

function isWhollyKnown({ unknown, hidden }: PlannedResource): boolean {
  return unknown.length === 0 && hidden.length === 0;
}

/** A program of an application, who may call it, and the policies that every function has. */
export function isOfApplication({ type, before, after }: PlannedResource): boolean {
  if (ATTACHMENTS.includes(type)) return isOfFunctions((after ?? before)?.["policy_arn"]);
  return effectOf(type)?.ofApplications === true;
}

/** Whether neither the protections nor the matrix know what a change of this type does. */
function isUnsupported(resource: PlannedResource): boolean {
  const { type, action } = resource;
  if (action === "none" || action === "read" || EVALUATED_TYPES.includes(type)) return false;
  return effectOf(type) === undefined && !isInert(type) && !isOnlyTags(resource);
}

/** One for each stack, or for its one resource. In a stack without anything of an audit trail, it is no more than a note. */
function unsupported(name: string, resources: readonly PlannedResource[], isNoTrail: boolean): OutOfScope[] {
  const all = resources.filter((one) => isUnsupported(one) && (isNoTrail || !isHarmless(one)));
  const [first, second] = all;
  if (!first) return [];
  const level = isNoTrail ? "changed" : "undecided";
  if (!second) {
    const what = "unsupported resource type: its effect on access was not evaluated";
    return [{ address: `${name}/${first.address}`, level, what }];
  }
  const types = [...new Set(all.map(({ type }) => type))].sort().map((type) => {
    return `${type} (${all.filter((one) => one.type === type).length})`;
  });
  const what = `unsupported resource types, whose effect on access was not evaluated: ${types.join(", ")}`;
  return [{ address: name, level, what }];
}

function isOnlyTags({ before, after }: PlannedResource): boolean {
  if (!before || !after) return false;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.every((key) => TAGS.includes(key) || exactly(before[key]) === exactly(after[key]));
}

/** These give nobody outside the account anything but the delivery of access logs. */
const CLOSED_ACLS = ["private", "log-delivery-write"];

function isClosedAcl({ type, after }: PlannedResource): boolean {
  const isAcl = type === "aws_s3_bucket_acl" || type === "aws_s3_object_acl";
  return isAcl && CLOSED_ACLS.includes(String(after?.["acl"])) && exactly(after?.["access_control_policy"]) === "";
}

/** A policy of these stacks, or one of AWS's whose statements the matrix knows; who is in a group may be elsewhere. */
function isRead(type: string, arn: unknown, stacks: readonly StackJson[]): boolean {
  return policiesMade(arn, stacks).length > 0 || (OF_ONE_HOLDER.includes(type) && isKnownOfAws(arn));
}

function policiesMade(arn: unknown, stacks: readonly StackJson[]): Arguments[] {
  if (typeof arn !== "string") return [];
  const { account, resource } = parseArn(arn) ?? {};
  return stacks.flatMap(({ resources, providers }) =>
    Object.entries(resources["aws_iam_policy"] ?? {}).flatMap(([id, values]) => {
      const { name, path } = values;
      if (arn === `\${${addressOf("aws_iam_policy", id)}.arn}`) return [values];
      const isOurs = Object.values(providers).some((provider) => provider.account === account);
      const own = `policy${typeof path === "string" && path !== "" ? path : "/"}${String(name)}`;
      return isOurs && resource === own ? [values] : [];
    }),
  );
}

/** For a comparison. Nested empty values count, because a dynamic block may consist of them. */
function exactly(value: unknown): string {
  const isNothing =
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return isNothing ? "" : JSON.stringify(value);
}
