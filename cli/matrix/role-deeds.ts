import type { Configuration, Identity, Policy } from "../configuration/model";
import { parseArn } from "../../modules/policy";
import type { Deed } from "./deed";

const SECOND_FACTOR = "aws:MultiFactorAuthPresent";
const EXTERNAL_ID = "sts:ExternalId";

/** Who becomes whom: taking on the roles that the configuration makes. */
export function roleDeeds({ identities }: Configuration): Deed[] {
  return identities.flatMap((identity) => (identity.trust ? takingDeeds(identity, identity.trust) : []));
}

function takingDeeds({ arn, account }: Identity, trust: Policy): Deed[] {
  const name = parseArn(arn)!.resource.replace(/^role\//, "");
  const agreed = externalIdOf(trust);
  const right: Record<string, string> = {
    [SECOND_FACTOR]: "true",
    ...(agreed !== undefined && { [EXTERNAL_ID]: agreed }),
  };
  const deed = (id: string, title: string, context: Record<string, string>): Deed => ({
    id: `role-${name.replace(/[^A-Za-z0-9]+/g, "-")}-${id}`,
    target: "roles",
    title: `take ${name}${title}`,
    steps: (caller) => [{ caller, action: "sts:AssumeRole", resource: arn, account, context, resourcePolicy: trust }],
  });
  if (trust.statements.some(({ Principal }) => typeof Principal === "object" && Principal.Service !== undefined)) {
    return [deed("take", "", {})];
  }
  return [
    deed("take", "", right),
    deed("take-without-mfa", " without second factor", { ...right, [SECOND_FACTOR]: "false" }),
    deed("take-wrong-id", " under another external id", { ...right, [EXTERNAL_ID]: "another" }),
  ];
}

function externalIdOf({ statements }: Policy): string | undefined {
  const values = statements.flatMap(({ Condition }) =>
    Object.values(Condition ?? {}).flatMap((keys) => [keys?.[EXTERNAL_ID] ?? []].flat()),
  );
  return values[0];
}
