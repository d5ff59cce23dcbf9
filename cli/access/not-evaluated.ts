import type { Environment } from "../model/environment";
import { isKnownGrant } from "../model/keys";
import { ofType } from "../model/resources";
import { unreadBoundaries, unreadPolicies } from "../model/identities";

type Read = Pick<Environment, "resources" | "logBucket">;

/** What the stacks contain that may give or take access and that no cell of the matrix counts. */
export function notEvaluatedIn(environment: Read): string[] {
  return [
    ...grants(environment),
    ...unread(environment),
    ...boundaries(environment),
    ...accessPoints(environment),
    ...ofTypes(environment, /^aws_ssoadmin_.*(polic|assignment)/, "what permission sets of IAM Identity Center allow"),
    ...ofTypes(environment, /^aws_organizations_policy$/, "what policies of the organization deny"),
  ];
}

/** `Not evaluated: …; …`; `undefined` if nothing is left out. */
export function notEvaluatedText(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : `Not evaluated: ${parts.join("; ")}`;
}

function grants({ resources }: Read): string[] {
  return ofType({ resources }, "aws_kms_grant")
    .filter((one) => !isKnownGrant(one))
    .map(({ address }) => `${address}, whose key or grantee is known only after apply`);
}

function unread({ resources }: Read): string[] {
  return [...unreadPolicies(resources)].map(([arn, holders]) => `${some([...holders])} with ${arn}, which is not here`);
}

function boundaries({ resources }: Read): string[] {
  const names = unreadBoundaries(resources);
  return names.length === 0 ? [] : [`what a permissions boundary that is not here denies to ${some(names)}`];
}

function accessPoints({ resources, logBucket }: Read): string[] {
  return ofType({ resources }, "aws_s3_access_point")
    .filter(({ values }) => values["bucket"] === logBucket.name)
    .map(({ address }) => `access to the log bucket through ${address}`);
}

function ofTypes({ resources }: Read, types: RegExp, what: string): string[] {
  const found = resources.filter(({ type }) => types.test(type)).map(({ address }) => address);
  return found.length === 0 ? [] : [`${what}: ${some(found)}`];
}

/** A state may hold hundreds. */
const SHOWN = 3;

function some(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return [...names.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
