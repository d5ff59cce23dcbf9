import type { Statement } from "../../modules/policy";
import { synthCommand } from "../framework/package";
import { UserError } from "../framework/user-error";
import { ACTIONS, SERVICES } from "./action-names";
import { NO_SID, type Policy } from "./document";
import { isOperator } from "./evaluate";

/**
 * Throws a `UserError` for mistakes that AWS would refuse or ignore: an action or an operator that does not exist
 * matches nothing, so a Deny with it has no effect but looks effective. Actions with wildcards are not looked up. Also
 * throws for an unresolved Terraform reference, whose value is unknown.
 */
export function checkPolicies(policies: readonly Policy[]): void {
  for (const { source, statements } of policies) {
    const token = TOKEN.exec(JSON.stringify(statements));
    if (token) throw new UserError(`${source}: ${token[0]} is not resolved; run ${synthCommand()}`);
    for (const statement of statements) {
      const at = `${source}: ${statement.Sid ?? NO_SID}`;
      const operator = operatorsOf(statement).find((name) => !isOperator(name));
      if (operator !== undefined)
        throw new UserError(`${at} uses ${operator}, which is not a condition operator; correct it`);
      const action = actionsOf(statement).find((name) => !isKnown(name));
      if (action !== undefined) throw new UserError(`${at} names ${action}, which is not an AWS action; correct it`);
    }
  }
}

/** The names of IAM's variables contain a colon; a single character is an escape for itself. */
const TOKEN = /\$\{(?![A-Za-z0-9.-]+:(?!:)|[*?$]\})[^}]*\}/;

const services = new Set(words(SERVICES));
const actions = new Map(
  Object.entries(ACTIONS).map(([service, names]) => [service, new Set(words(names.toLowerCase()))]),
);

/** Whether AWS has the action. For most services, only the service is known. */
function isKnown(action: string): boolean {
  const [service = "", name] = action.toLowerCase().split(":");
  const known = actions.get(service);
  return name !== undefined && services.has(service) && (known === undefined || known.has(name));
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function operatorsOf({ Condition }: Statement): string[] {
  return Object.keys(Condition ?? {});
}

function actionsOf(statement: Statement): string[] {
  const { Action, NotAction } = statement as Partial<Record<"Action" | "NotAction", Statement["Action"]>>;
  return [Action ?? [], NotAction ?? []].flat(2).filter((action) => !/[*?]/.test(action));
}
