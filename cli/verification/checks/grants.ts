import type { GrantListEntry } from "@aws-sdk/client-kms";
import type { Environment } from "../../model/environment";
import type { KmsGrant } from "../../policy/evaluate";
import type { NamedKey } from "../keys";
import { sameLines, type Check } from "../check";

/**
 * The grants of a key, which allow what the key policy does not show.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantCheck(environment: Environment, prefix: string, key: NamedKey): Omit<Check, "group"> {
  const { grants = [] } = environment.keys.find(({ arn }) => arn === key.impliedArn) ?? {};
  const expected = grants.map((grant) => lineOf(grantIn(grant)));
  return {
    id: `${prefix}.grants`,
    title: "has only the configured grants",
    controls: ["key-nobody-unnamed"],
    expected: expected.join("; ") || "none",
    run: async ({ aws, keys }) => sameLines(expected, (await aws(key).keyGrants(await keys.arnOf(key))).map(lineOf)),
  };
}

type Grant = Pick<GrantListEntry, "GranteePrincipal" | "RetiringPrincipal"> & {
  readonly Operations?: readonly string[] | undefined;
  readonly Constraints?: KmsGrant["constraints"];
};

function grantIn({ grantee, retiring, operations, constraints }: KmsGrant): Grant {
  return {
    GranteePrincipal: grantee,
    RetiringPrincipal: retiring,
    Operations: operations,
    ...(constraints && { Constraints: constraints }),
  };
}

function lineOf({ GranteePrincipal = "nobody", RetiringPrincipal, Operations = [], Constraints = {} }: Grant): string {
  const { EncryptionContextEquals: equal, EncryptionContextSubset: subset } = Constraints;
  return [
    `${GranteePrincipal} may ${[...Operations].sort().join(", ")}`,
    ...(equal ? [`in the context ${contextText(equal)}`] : []),
    ...(subset ? [`in a context with ${contextText(subset)}`] : []),
    ...(RetiringPrincipal ? [`retired by ${RetiringPrincipal}`] : []),
  ].join(", ");
}

function contextText(context: Readonly<Record<string, string>>): string {
  return Object.entries(context)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(" ");
}
