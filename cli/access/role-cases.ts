import type { Bucket, Environment, Identity } from "../model/environment";
import type { Policy } from "../policy/document";
import type { Context } from "../policy/evaluate";
import { parseArn } from "../../modules/policy";
import type { AccessCase } from "./access-case";
import { idFor } from "../model/ids";

const SECOND_FACTOR = "aws:MultiFactorAuthPresent";
const EXTERNAL_ID = "sts:ExternalId";

/** Who can assume the roles that the configuration creates. */
export function roleCases({ identities, logBucket }: Environment): AccessCase[] {
  return identities.flatMap((identity) => (identity.trust ? takingCases(identity, identity.trust, logBucket) : []));
}

function takingCases({ arn, account }: Identity, trust: Policy, { account: archive }: Bucket): AccessCase[] {
  const name = parseArn(arn)!.resource.replace(/^role\//, "");
  // Two accounts may have roles with the same name.
  const where = account === archive ? { id: "", title: "" } : { id: `${account}-`, title: ` of ${account}` };
  const agreed = externalIdOf(trust);
  const withFactor = { [SECOND_FACTOR]: "true" };
  const withId: Record<string, string> = agreed === undefined ? {} : { [EXTERNAL_ID]: agreed };
  const right = { ...withFactor, ...withId };
  const isOfService = trust.statements.some(
    ({ Principal }) => typeof Principal === "object" && Principal.Service !== undefined,
  );
  const accessCase = (id: string, title: string, context: Context): AccessCase => ({
    id: `role-${where.id}${idFor(name)}-${id}`,
    target: isOfService ? "service roles" : "roles",
    title: `assume ${name}${where.title}${title}`,
    steps: (caller) => [{ caller, action: "sts:AssumeRole", resource: arn, account, context, resourcePolicy: trust }],
  });
  if (isOfService) return [accessCase("take", "", {})];
  return [
    accessCase("take", "", right),
    accessCase("take-without-mfa", " without MFA", { ...right, [SECOND_FACTOR]: "false" }),
    // With long-term keys, the request does not have the MFA key at all.
    accessCase("take-by-access-keys", " with long-term access keys", { ...withId, [SECOND_FACTOR]: [] }),
    accessCase("take-no-id", " without an external ID", withFactor),
    accessCase("take-wrong-id", " with another external ID", { ...right, [EXTERNAL_ID]: "another" }),
  ];
}

function externalIdOf({ statements }: Policy): string | undefined {
  const values = statements.flatMap(({ Condition }) =>
    Object.values(Condition ?? {}).flatMap((keys) => [keys?.[EXTERNAL_ID] ?? []].flat()),
  );
  return values[0];
}
