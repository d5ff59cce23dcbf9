import type { GrantListEntry } from "@aws-sdk/client-kms";
import { at } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { ofType } from "../../model/resources";
import type { Arguments } from "../../model/stack";
import type { NamedKey } from "../keys";
import { sameLines, type Check } from "../check";

/**
 * The grants of a key, which allow what the key policy does not show.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantCheck(environment: Environment, prefix: string, key: NamedKey): Omit<Check, "group"> {
  const expected = ofType(environment, "aws_kms_grant")
    .filter(({ values }) => values["key_id"] === key.impliedArn)
    .map(({ values }) => lineOf(grantIn(values)));
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
  readonly Constraints?: GrantListEntry["Constraints"];
};

function grantIn(values: Arguments): Grant {
  const context = (name: string) => at(values, `constraints.${name}`) as Record<string, string> | undefined;
  return {
    GranteePrincipal: values["grantee_principal"] as string,
    RetiringPrincipal: values["retiring_principal"] as string | undefined,
    Operations: values["operations"] as string[],
    Constraints: {
      EncryptionContextEquals: context("encryption_context_equals"),
      EncryptionContextSubset: context("encryption_context_subset"),
    },
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
