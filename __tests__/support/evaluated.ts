import { evaluate, type Caller, type Context } from "../../cli/policy/evaluate";
import type { Statement } from "../../modules/policy";
import { statementsOf } from "./synth";

const ACCOUNT = "111122223333";

/** An administrator's own policy. */
const ANYTHING: Statement = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };

export function principal(arn: string, statements: readonly Statement[] = [ANYTHING]): Caller {
  return { kind: "principal", arn, organizationId: undefined, policies: [{ source: "own", statements }] };
}

export function service(name: string, sourceArn: string, sourceAccount = ACCOUNT): Caller {
  return { kind: "service", service: name, sourceArn, sourceAccount };
}

/** What AWS decides on a call to a resource of the account; `policy` is the resource's, if it has one. */
export function decisionOn(
  caller: Caller,
  action: string,
  resource: string,
  policy: unknown,
  context: Context = {},
): string {
  const resourcePolicy = policy === undefined ? undefined : { source: "resource", statements: statementsOf(policy) };
  return evaluate({ caller, action, resource, account: ACCOUNT, context, resourcePolicy }).decision;
}
