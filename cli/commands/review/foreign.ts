import type { Arguments, StackJson } from "../../model/stack";
import { canonicalPolicy, type Canonical } from "../../policy/canonical";
import { InvalidPolicy } from "../../policy/document";
import type { PlannedStack, PlanStates } from "../../terraform/plan/plan-states";
import { effectOf } from "./type-effects";

/** Types that an audit trail consists of. */
export const AUDIT = /^aws_(cloudtrail|kms_|s3_|iam_|sns_|cloudwatch_)/;

/**
 * Of these, what applications have, too. What makes one a part of a trail stands in it: the policy of a log bucket and of
 * the trail's key name CloudTrail.
 */
const OF_APPLICATIONS =
  /^aws_(iam_(role|role_policy|policy|role_policy_attachment)|cloudwatch_(log_group|event_rule|event_target)|s3_bucket\w*|kms_(key|alias))$/;

/** Words that a resource of an audit trail, or one that reads or watches it, contains somewhere. */
const MENTIONS = /cloudtrail|awslogs|audit|guardduty/i;

/**
 * Whether nothing of an audit trail is in the planned stacks or beside them: no type of which one consists, or an
 * application whose resources name nothing of one, and whose roles reach nothing outside the application.
 */
export function isForeign(planned: readonly PlannedStack[], { before, after }: PlanStates): boolean {
  const stacks = [...before, ...after];
  if (planned.some(({ plan }) => plan.runs.length > 0)) return false;
  const types = [...new Set(stacks.flatMap(({ resources }) => Object.keys(resources)))];
  if (!types.some((type) => AUDIT.test(type) || effectOf(type))) return true;
  const isApplication = stacks.every(isSeparate) && types.every((type) => isOfApplication(type, before));
  return isApplication && !stacks.some(watches) && !runsAsOthers(stacks) && rolesStayInside(stacks);
}

/** A stack of an environment, or one that reads another stack's outputs, may belong to a trail. */
function isSeparate({ folder, remoteStates, resources }: StackJson): boolean {
  return folder === undefined && Object.keys(remoteStates).length === 0 && !MENTIONS.test(JSON.stringify(resources));
}

/** What is new cannot be part of a trail that exists. */
function isOfApplication(type: string, before: readonly StackJson[]): boolean {
  const effect = effectOf(type);
  if (effect) return effect.ofApplications === true;
  return !AUDIT.test(type) || OF_APPLICATIONS.test(type) || !before.some(({ resources }) => resources[type]);
}

/** Rules on events, unlike schedules, may be what watches a trail. */
function watches({ resources }: StackJson): boolean {
  return Object.values(resources["aws_cloudwatch_event_rule"] ?? {}).some(({ event_pattern }) =>
    Boolean(event_pattern),
  );
}

/** Whether a program runs as a role that the stacks do not contain, and whose policies nobody reads here. */
function runsAsOthers(stacks: readonly StackJson[]): boolean {
  const roles = stacks.flatMap(({ resources }) => Object.values(resources["aws_iam_role"] ?? {}));
  const own = new Set(roles.map(({ name, path }) => `${typeof path === "string" ? path : "/"}${String(name)}`));
  const programs = stacks.flatMap(({ resources }) =>
    Object.keys(resources).flatMap((type) => (effectOf(type) ? Object.values(resources[type]!) : [])),
  );
  const named = JSON.stringify(programs).matchAll(/arn:[\w-]+:iam::\d*:role(\/[^"\\]*)/g);
  return [...named].some(([, name]) => !own.has(name!));
}

/** Policies of AWS that let a function write its own logs and reach its network. */
const OF_FUNCTIONS =
  /^arn:aws[\w-]*:iam::aws:policy\/(service-role\/AWSLambda(BasicExecution|VPCAccessExecution)Role|AWSXRayDaemonWriteAccess)$/;

/** Whether an attached policy is one that every function has, which gives access to no other resource. */
export function isOfFunctions(arn: unknown): boolean {
  return typeof arn === "string" && OF_FUNCTIONS.test(arn);
}

function rolesStayInside(stacks: readonly StackJson[]): boolean {
  const of = (type: string) => stacks.flatMap(({ resources }) => Object.values(resources[type] ?? {}));
  const buckets = new Set(of("aws_s3_bucket").map(({ bucket }) => bucket));
  const made = of("aws_iam_policy");
  const isKnown = (arn: unknown) =>
    isOfFunctions(arn) ||
    (typeof arn === "string" &&
      (arn.startsWith("${aws_iam_policy.") ||
        made.some((policy) => policy["arn"] !== undefined && policy["arn"] === arn)));
  const roles = of("aws_iam_role");
  const policies = [
    ...[...made, ...of("aws_iam_role_policy")].map(({ policy }) => policy),
    ...roles.flatMap(({ inline_policy }) => blocksOf(inline_policy).map(({ policy }) => policy)),
  ];
  return (
    of("aws_iam_role_policy_attachment").every(({ policy_arn }) => isKnown(policy_arn)) &&
    roles.every(({ managed_policy_arns }) => [managed_policy_arns ?? []].flat().every(isKnown)) &&
    policies.every((policy) => staysInside(policy, buckets))
  );
}

function blocksOf(value: unknown): Arguments[] {
  return [value ?? []].flat() as Arguments[];
}

function staysInside(policy: unknown, buckets: ReadonlySet<unknown>): boolean {
  if (policy === undefined || policy === null || policy === "") return true;
  try {
    return canonicalPolicy(policy).statements.every((statement) => isInside(statement, buckets));
  } catch (error) {
    if (error instanceof InvalidPolicy) return false;
    throw error;
  }
}

/** Actions on an application's own data, which reach no log file, key, trail or role. */
const OF_DATA =
  /^(xray:[\w*]+|logs:(createloggroup|createlogstream|putlogevents)|cloudwatch:putmetricdata|dynamodb:[\w*]+|sqs:[\w*]+|ec2:\w+networkinterfaces?)$/;

function isInside({ effect, actions, resources }: Canonical, buckets: ReadonlySet<unknown>): boolean {
  if (effect === "Deny") return true;
  if (actions.not || !resources || resources.not) return false;
  const isOwn = resources.values.every((resource) =>
    buckets.has(/^arn:[^:]*:s3:::([^/*?]+)(\/|$)/.exec(resource)?.[1]),
  );
  return actions.values.every((action) => OF_DATA.test(action) || (isOwn && action.startsWith("s3:")));
}
