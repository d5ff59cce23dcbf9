import type { OneOrMany, Statement } from "./statement";

/** What a service does. */
export interface ServiceCall {
  readonly service: string;
  readonly action: string;
  readonly resource: string;
}

/** Whether a statement denies a call of a service in any case. A condition may except the service, so it counts as one. */
export function stops({ Effect, Principal, NotPrincipal, ...statement }: Statement, call: ServiceCall): boolean {
  if (Effect !== "Deny" || Object.keys(statement.Condition ?? {}).length > 0) return false;
  const named = (principals: Statement["Principal"]) =>
    principals === "*" || (principals !== undefined && listOf(principals.Service).includes(call.service));
  const everyone = typeof Principal === "object" && listOf(Principal.AWS).includes("*");
  const concerned = NotPrincipal === undefined ? named(Principal) || everyone : !named(NotPrincipal);
  return (
    concerned &&
    listOf(statement.Action).some((pattern) => matches(pattern, call.action)) &&
    listOf(statement.Resource).some((pattern) => matches(pattern, call.resource))
  );
}

/** Whether a pattern of IAM, with `*` and `?`, names a text. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(text);
}

function listOf(values: OneOrMany | undefined): readonly string[] {
  return values === undefined ? [] : [values].flat();
}
