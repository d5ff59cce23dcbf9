import { allowsEveryone } from "./limiting";
import { policyProblems, type PolicyKind } from "./checks";
import type { OneOrMany, Statement } from "./statement";

/** Where a statement is added. */
export interface AddedTo {
  readonly kind: PolicyKind;
  /** `s3`, `kms`, `sns`. */
  readonly service: string;
  /** The resource that has the policy. The statement may name it and what is in it. */
  readonly resource: string;
}

/** What AWS would refuse in a statement that is added to a resource's policy, and what would open it to everyone. */
export function addedProblems(statement: Statement, { kind, service, resource }: AddedTo): string[] {
  const { Sid, Effect, Action, Resource, Condition } = statement;
  const at = `statement "${Sid}"`;
  const problems: (string | false)[] = [
    Effect !== "Allow" && Effect !== "Deny" && `${at}: Effect must be "Allow" or "Deny", got ${JSON.stringify(Effect)}`,
    allowsEveryone(statement, kind) &&
      `${at}: Principal must name who is allowed, or Condition must (aws:PrincipalOrgID, aws:PrincipalArn, ` +
        `aws:SourceArn), got everyone ${Object.keys(Condition ?? {}).length === 0 ? "without a condition" : "whom no condition names by fixed values"}`,
    ...listOf(Action).map(
      (action) =>
        !action.startsWith(`${service}:`) && `${at}: Action must be of ${service}, got ${JSON.stringify(action)}`,
    ),
    ...listOf(Resource).map(
      (one) => !isWithin(one, resource) && `${at}: Resource must be ${resource} or in it, got ${JSON.stringify(one)}`,
    ),
  ];
  return [...problems.filter((problem) => problem !== false), ...policyProblems([statement], kind)];
}

/** Whether a pattern names the resource or something in it. */
function isWithin(one: string, resource: string): boolean {
  return one === resource || one.startsWith(`${resource}/`);
}

function listOf(values: OneOrMany | undefined): readonly string[] {
  return values === undefined ? [] : [values].flat();
}
