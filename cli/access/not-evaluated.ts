import { texts } from "../model/blocks";
import type { Environment } from "../model/environment";
import { unreadBoundaries, unreadPolicies } from "../model/identities";
import { keyNamed } from "../model/keys";
import { ofType } from "../model/resources";

type Read = Pick<Environment, "keys" | "resources">;

/** What the stacks contain that may give or take access and that no cell of the matrix counts. */
export function notEvaluatedIn(environment: Read): string[] {
  return [...grants(environment), ...unread(environment), ...boundaries(environment)];
}

/** `Not evaluated: …; …`; `undefined` if nothing is left out. */
export function notEvaluatedText(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : `Not evaluated: ${parts.join("; ")}`;
}

/** AWS checks the grants of a key beside its policy. */
function grants({ keys, resources }: Read): string[] {
  const own = new Set(keys.map(({ arn }) => arn));
  return ofType({ resources }, "aws_kms_grant").flatMap(({ address, values }) => {
    const key = keyNamed(values["key_id"], resources);
    if (key === undefined || !own.has(key)) return [];
    const operations = texts(values["operations"]).join(", ");
    return [`${address} allows ${String(values["grantee_principal"])} on the key: ${operations}`];
  });
}

function unread({ resources }: Read): string[] {
  return [...unreadPolicies(resources)].map(([arn, holders]) => `${some([...holders])} with ${arn}, which is not here`);
}

function boundaries({ resources }: Read): string[] {
  const names = unreadBoundaries(resources);
  return names.length === 0 ? [] : [`what a permissions boundary that is not here denies to ${some(names)}`];
}

/** A state may hold hundreds. */
const SHOWN = 3;

function some(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return [...names.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
