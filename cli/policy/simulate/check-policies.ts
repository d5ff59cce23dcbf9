import { isWildcardOnlyAction } from "@cloud-copilot/iam-simulate";
import type { Statement } from "../../../modules/policy";
import { NO_SID, type Policy } from "../document";
import { UserError } from "../../framework/user-error";

const COMPARISONS = [
  "String(Not)?(Equals(IgnoreCase)?|Like)",
  "(Numeric|Date)((Not)?Equals|(LessThan|GreaterThan)(Equals)?)",
  "Arn(Not)?(Equals|Like)",
  "Bool",
  "BinaryEquals",
  "(Not)?IpAddress",
];

const OPERATOR = new RegExp(`^(Null|(For(AllValues|AnyValue):)?(${COMPARISONS.join("|")})(IfExists)?)$`);

/**
 * Throws a `UserError` for what AWS would refuse and the simulator passes over: an action or an operator that does not
 * exist says nothing, and a Deny that says nothing looks like one that holds. Actions with wildcards are not looked up.
 */
export async function checkPolicies(policies: readonly Policy[]): Promise<void> {
  for (const { source, statements } of policies) {
    for (const statement of statements) {
      const at = `${source}: ${statement.Sid ?? NO_SID}`;
      const operator = operatorsOf(statement).find((name) => !OPERATOR.test(name));
      if (operator !== undefined)
        throw new UserError(
          `${at} uses ${operator}, which is not a condition operator; correct it and run npm run synth`,
        );
      for (const action of actionsOf(statement)) {
        if (!(await isKnown(action)))
          throw new UserError(`${at} names ${action}, which is not an AWS action; correct it and run npm run synth`);
      }
    }
  }
}

/** Whether AWS knows an action of this name. */
export async function isKnown(action: string): Promise<boolean> {
  const known = knownActions.get(action) ?? (await lookUp(action));
  knownActions.set(action, known);
  return known;
}

const knownActions = new Map<string, boolean>();

async function lookUp(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  try {
    await isWildcardOnlyAction(service, name);
    return true;
  } catch {
    return false;
  }
}

function operatorsOf({ Condition }: Statement): string[] {
  return Object.keys(Condition ?? {});
}

function actionsOf(statement: Statement): string[] {
  const { Action, NotAction } = statement as Partial<Record<"Action" | "NotAction", Statement["Action"]>>;
  return [Action ?? [], NotAction ?? []].flat(2).filter((action) => !/[*?]/.test(action));
}
