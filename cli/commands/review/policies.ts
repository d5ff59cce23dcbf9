import { isDeepStrictEqual } from "node:util";
import type { Arguments, StackJson } from "../../model/stack";
import { addressOf, templateReference } from "../../model/references";
import { canonicalPolicy, versionsDiffer, type CanonicalPolicy } from "../../policy/canonical";
import { compareStatements, type StatementChange } from "../../policy/compare";
import { InvalidPolicy } from "../../policy/document";

/** Arguments that contain a policy, for any type. */
const ARGUMENTS = ["policy", "assume_role_policy", "policy_document", "access_policy"];

/** Blocks of a role, each with a name and a policy. */
const INLINE = "inline_policy";

/** Types that contain their policy: if they are new, the matrix shows what they allow. */
const OWN_POLICY = ["aws_kms_key", "aws_kms_replica_key", "aws_iam_role", "aws_iam_policy", "aws_sns_topic"];

/** The change of one policy. */
export interface PolicyChange {
  /** `prod-archive/aws_kms_key.Key_43586C89` */
  readonly address: string;
  readonly argument: string;
  readonly kind: "new" | "removed" | "changed" | "same" | "undecided" | "unreadable";
  readonly statements: readonly StatementChange[];
  /** The reason, if it is undecided or cannot be read. */
  readonly reason: string | undefined;
  /** Sids that occur more than once, so that they do not identify a statement. */
  readonly ambiguous: readonly string[];
}

const PLAN_ALONE = "the plan does not contain its template";
const WITH_FOLDER = "neither the plan nor the synthesized files contain its template";

/** Every policy of a stack that changes. `unknown`: policies that the plan does not contain, by address. */
export function policyChanges(
  before: StackJson,
  after: StackJson,
  unknown: ReadonlyMap<string, readonly string[]>,
): PolicyChange[] {
  const made = new Map([...resourcesIn(before), ...resourcesIn(after)]);
  const targets = { before: targetsIn(before), after: targetsIn(after) };
  return [...made].flatMap(([address, [type, id]]) => {
    const was = before.resources[type]?.[id];
    const will = after.resources[type]?.[id];
    const isNew = was === undefined && (OWN_POLICY.includes(type) || targetIsNew(will, targets));
    const [wasPolicies, willPolicies] = [policiesOf(was), policiesOf(will)];
    const names = new Set([...wasPolicies.keys(), ...willPolicies.keys(), ...(unknown.get(address) ?? [])]);
    return [...names].flatMap((argument): PolicyChange[] => {
      const change = { address: `${after.name}/${address}`, argument };
      const undecided = (reason: string, kind: PolicyChange["kind"] = "unreadable"): PolicyChange[] => [
        { ...change, kind, statements: [], reason, ambiguous: [] },
      ];
      if (unknown.get(address)?.includes(argument)) {
        if (!ARGUMENTS.includes(argument) && !argument.startsWith(INLINE)) return [];
        return undecided(`known only after apply, and ${after.folder === undefined ? PLAN_ALONE : WITH_FOLDER}`);
      }
      const [old, now] = [wasPolicies.get(argument), willPolicies.get(argument)];
      // A new bucket has a computed policy attribute, although another resource sets the policy: it is not configured
      // here.
      if (will !== undefined && ARGUMENTS.includes(argument) && !Object.hasOwn(will, argument)) return [];
      if (old === now || (isNothing(old) && isNothing(now))) return [];
      const [oldPolicy, newPolicy] = [old, now].map(readPolicy);
      if (oldPolicy instanceof InvalidPolicy || newPolicy instanceof InvalidPolicy) {
        return undecided("cannot be read as a policy");
      }
      if (oldPolicy && newPolicy && versionsDiffer(oldPolicy, newPolicy)) {
        return undecided("its Version changes, which changes the meaning of policy variables", "undecided");
      }
      const [oldOnes, newOnes] = [oldPolicy?.statements ?? [], newPolicy?.statements ?? []];
      const changes = compareStatements(oldOnes, newOnes);
      const told = { ...change, statements: changes, reason: undefined, ambiguous: twice(oldOnes, newOnes) };
      if (isNew) return [{ ...told, kind: "new" }];
      if (will === undefined) return [{ ...told, kind: "removed" }];
      return [{ ...told, kind: changes.length === 0 ? "same" : "changed" }];
    });
  });
}

/** Whether a resource changes only in the order or the spelling of its policies. */
export function isReorderedOnly(before: Arguments, after: Arguments): boolean {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.every((key) => {
    const [was, will] = [before[key], after[key]];
    if (isDeepStrictEqual(was, will)) return true;
    // Attributes that AWS computes are missing from the plan's "after".
    if (!Object.hasOwn(after, key)) return true;
    return ARGUMENTS.includes(key) && isSamePolicy(readPolicy(was), readPolicy(will));
  });
}

function isSamePolicy(was: ReadPolicy, will: ReadPolicy): boolean {
  if (!was || !will || was instanceof InvalidPolicy || will instanceof InvalidPolicy) return false;
  return !versionsDiffer(was, will) && compareStatements(was.statements, will.statements).length === 0;
}

type ReadPolicy = CanonicalPolicy | InvalidPolicy | undefined;

/** Whoever opens the pull request writes this text. */
function readPolicy(text: unknown): ReadPolicy {
  if (isNothing(text)) return undefined;
  try {
    return canonicalPolicy(text);
  } catch (error) {
    if (error instanceof InvalidPolicy) return error;
    throw error;
  }
}

/** Sids that occur more than once in one of the lists. */
function twice(...lists: readonly CanonicalPolicy["statements"][]): string[] {
  const repeated = lists.flatMap((statements) => {
    const sids = statements.map(({ sid }) => sid).filter((sid) => sid !== undefined);
    const once = new Set(sids);
    return sids.filter((sid) => !once.delete(sid));
  });
  return [...new Set(repeated)];
}

/** Policies by argument; inline policies as `inline_policy.NAME`. */
function policiesOf(values: Arguments | undefined): Map<string, unknown> {
  const own = ARGUMENTS.map((argument) => [argument, values?.[argument]] as const);
  const inline = [values?.[INLINE] ?? []].flat() as { name?: unknown; policy?: unknown }[];
  const blocks = inline.map(({ name, policy }) => [`${INLINE}.${String(name)}`, policy] as const);
  return new Map([...own, ...blocks].filter(([, text]) => !isNothing(text)));
}

/** The owner of a policy resource: the argument that names it, its type, and the attribute that identifies it. */
const TARGETS = [
  ["bucket", "aws_s3_bucket", "bucket"],
  ["role", "aws_iam_role", "name"],
  ["user", "aws_iam_user", "name"],
  ["arn", "aws_sns_topic", "arn"],
  ["key_id", "aws_kms_key", "key_id"],
  ["group", "aws_iam_group", "name"],
] as const;

/** By type, the names of the resources of a stack: the value of the attribute, and the template of any attribute. */
type Targets = ReadonlyMap<string, ReadonlySet<unknown>>;

function targetsIn({ resources }: StackJson): Targets {
  return new Map(
    TARGETS.map(([, type, attribute]) => [
      type,
      new Set(
        Object.entries(resources[type] ?? {}).flatMap(([id, values]) => [values[attribute], templateOf(type, id)]),
      ),
    ]),
  );
}

function targetIsNew(will: Arguments | undefined, { before, after }: { before: Targets; after: Targets }): boolean {
  return TARGETS.some(([argument, type]) => {
    const target = will?.[argument];
    if (typeof target !== "string") return false;
    const reference = templateReference(target);
    const names = [target, ...(reference?.type === type ? [templateOf(type, reference.id)] : [])];
    const makes = (targets: Targets) => names.some((name) => targets.get(type)!.has(name));
    return makes(after) && !makes(before);
  });
}

function templateOf(type: string, id: string): string {
  return `\${${type}.${id}.`;
}

/** Policies by address. */
function resourcesIn({ resources }: StackJson): [string, readonly [type: string, id: string]][] {
  return Object.entries(resources).flatMap(([type, all]) =>
    Object.keys(all).map((id): [string, readonly [string, string]] => [addressOf(type, id), [type, id]]),
  );
}

function isNothing(text: unknown): boolean {
  return text === undefined || text === null || text === "";
}
