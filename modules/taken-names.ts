import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { partitionOf, type Location } from "./policy";
import { pathOf } from "./validation";

/** A name that AWS allows once, or something that can have only one owner. */
interface TakenName {
  /** What may not repeat, and where: `a role name is unique in account 111122223333`. */
  readonly rule: string;
  readonly name: string;
  /** The option that sets the name, or from which it derives. */
  readonly option: string;
  /** Names that differ only in case are the same. @default false */
  readonly ignoresCase?: boolean;
}

type Resource = "an alias" | "a log group" | "a queue" | "a topic" | "a trail";

/** A name that is unique in an account and Region. */
export function inRegion(what: Resource, { account, region }: Location, name: string, option: string): TakenName {
  return { rule: `the name of ${what} is unique in account ${account} and Region ${region}`, name, option };
}

/** A role name, unique in its account whatever the path and case. */
export function roleIn(account: string, name: string, option = "roleName"): TakenName {
  return { rule: `the name of a role is unique in account ${account}`, name, option, ignoresCase: true };
}

/** A bucket. Its policy can have only one owner, so that a bucket that exists counts as well. */
export function bucketIn(region: string, name: string): TakenName {
  const rule = `a bucket of partition ${partitionOf(region)} and its policy have one owner: pass that construct on`;
  return { rule, name, option: "bucketName" };
}

/** The policy of a key that exists. */
export function keyPolicyOf(arn: string): TakenName {
  return { rule: "the policy of a key has one owner: pass that construct on", name: arn, option: "arn" };
}

/** The public access block of an account, which has only one. */
export function publicAccessBlockOf(account: string): TakenName {
  return { rule: "an account has one public access block", name: account, option: "account" };
}

interface Taken extends TakenName {
  readonly by: IConstruct;
}

/** Context of stacks whose names are checked elsewhere, with better messages. */
export const NAMES_ARE_CHECKED = "audit-trail:names-are-checked";

/** Of each app, by rule and name. */
const taken = new WeakMap<IConstruct, Map<string, Taken[]>>();

/**
 * Reports at synth if another construct of the app has one of these names, in whatever stack: AWS would refuse the
 * second one, or let it overwrite the first. Tokens are not compared.
 */
export function takeNames(by: IConstruct, ...names: readonly TakenName[]): void {
  if (by.node.tryGetContext(NAMES_ARE_CHECKED) === true) return;
  const known = taken.get(by.node.root) ?? new Map<string, Taken[]>();
  taken.set(by.node.root, known);
  for (const one of names) {
    if (Token.isUnresolved(one.name)) continue;
    const key = JSON.stringify([one.rule, one.ignoresCase ? one.name.toLowerCase() : one.name]);
    const earlier = known.get(key) ?? [];
    known.set(key, [...earlier, { ...one, by }]);
    if (earlier.length > 0) by.node.addValidation({ validate: () => clash(one, earlier) });
  }
}

/** With the first construct that is still part of the app. */
function clash({ rule, name, option }: TakenName, earlier: readonly Taken[]): string[] {
  const other = earlier.find(({ by }) => by.node.scope?.node.tryFindChild(by.node.id) === by);
  if (other === undefined) return [];
  return [`${option} must differ from ${other.option} of ${pathOf(other.by)}, because ${rule}; got "${name}"`];
}
