import { isOfService } from "./actions";
import type { Asked } from "./context";
import { EACH } from "./effort";
import { isConstrained, meetsConstraints } from "./grant-constraints";
import { accountOf, compilePrincipals, namingOf } from "./principals";
import type { Decider, KmsGrant, Principal } from "./request";
import { and, noted, or, type Tri } from "./tri";

/**
 * The only actions that principals of other accounts can be allowed on a key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
const ACROSS_ACCOUNTS: ReadonlySet<string> = new Set(
  [
    ...["CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey"],
    ...["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext"],
    ...["GenerateMac", "GetKeyRotationStatus", "GetPublicKey", "ListGrants", "ReEncryptFrom", "ReEncryptTo"],
    ...["RetireGrant", "RevokeGrant", "Sign", "Verify", "VerifyMac"],
  ].map((operation) => `kms:${operation}`.toLowerCase()),
);

/** Whether a principal of another account administers a key, which no policy can allow. */
export function isForeignAdministration({ principal, action, account }: Asked): boolean {
  const isForeign = "arn" in principal && accountOf(principal) !== account;
  return isForeign && isOfService(action, "kms") && !ACROSS_ACCOUNTS.has(action.toLowerCase());
}

/** Whether grants allow a principal: itself, or its account, which leaves the decision to IAM there. */
export interface Granted {
  readonly itself: Tri;
  readonly itsAccount: Tri;
  /** Those that do, if they have a source. */
  readonly by: readonly Decider[];
}

export const NOT_GRANTED: Granted = { itself: false, itsAccount: false, by: [] };

/**
 * What grants allow, without any key policy.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantedBy(grants: readonly KmsGrant[], request: Asked): Granted {
  const operation = operationOf(request);
  const isOn = keyOf(request);
  const fitting = grants.filter(
    ({ key, operations }) =>
      isOn(key) !== false && operations.some((one) => one.toLowerCase() === operation.toLowerCase()),
  );
  const holds = operation.toLowerCase() === "creategrant" ? mayPassOn : meetsConstraints;
  return grantedTo(
    request.principal,
    fitting.map((grant) => ({
      name: grant.grantee,
      source: grant.source,
      holds: () => {
        const isMet = holds(grant, request);
        return isMet !== false && isOn(grant.key) === "unknown"
          ? noted(request.unknown, "the key of the grant")
          : isMet;
      },
    })),
  );
}

/**
 * Whether a name is that of the request's key. CreateGrant takes the id of a key and its ARN, and no alias. Keys of
 * several Regions share an id.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html#KMS-CreateGrant-request-KeyId
 */
function keyOf({ resource }: Asked): (name: string) => Tri {
  const isAlias = ALIAS.test(resource);
  const id = /:key\/([^/]*)$/.exec(resource)?.[1];
  return (name) => {
    if (isAlias || ALIAS.test(name)) return "unknown";
    if (name === resource) return true;
    return name === id && (name.startsWith("mrk-") ? "unknown" : true);
  };
}

const ALIAS = /^(arn:[^/]*:)?alias\//;

function operationOf({ action }: Asked): string {
  return action.slice(action.indexOf(":") + 1);
}

interface Grantee {
  readonly name: string;
  readonly source?: string | undefined;
  readonly holds: () => Tri;
}

/** A grant to a role is a grant to each of its sessions. */
function grantedTo(principal: Principal, grantees: readonly Grantee[]): Granted {
  const granted = { itself: false as Tri, itsAccount: false as Tri, by: [] as Decider[] };
  for (const { name, source, holds } of grantees) {
    const naming = namingBy(name, principal);
    if (naming === undefined) continue;
    const place = naming === "its account" ? "itsAccount" : "itself";
    const allows = naming === "unknown" ? and(holds(), naming) : holds();
    granted[place] = or(granted[place], allows);
    if (allows === true && source !== undefined) granted.by.push({ source, sid: "(grant)" });
  }
  return granted;
}

/** How a grantee, or whoever may retire a grant, names a principal. */
export function namingBy(name: string, principal: Principal): ReturnType<typeof namingOf> {
  const principals = compilePrincipals(name.startsWith("arn:") ? { AWS: name } : { Service: name });
  return principals ? namingOf(principals, principal) : "unknown";
}

/**
 * A grantee may pass on no more than the grant allows. A request does not say whether the new grant keeps to the
 * constraints.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
function mayPassOn(grant: KmsGrant, request: Asked): Tri {
  const { context, unknown } = request;
  const wanted = context.valuesOf("kms:grantoperations");
  if (wanted === "unknown" || wanted.length === 0) return noted(unknown, "kms:GrantOperations");
  context.effort.spend(sizeOf(grant.operations) + sizeOf(wanted));
  const granted = new Set(grant.operations.map((operation) => operation.toLowerCase()));
  if (!wanted.every((operation) => granted.has(operation.toLowerCase()))) return false;
  const keepsConstraints = isConstrained(grant) ? noted(unknown, "the constraints of the new grant") : true;
  return and(meetsConstraints(grant, request), keepsConstraints);
}

function sizeOf(texts: readonly string[]): number {
  return texts.reduce((size, text) => size + EACH + text.length, 0);
}

/**
 * Who may retire a grant: its retiring principal, its grantee if the grant has that operation, and the account of the
 * key. If one of these is an account, IAM policies there decide. Without the grant, only that account is known.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
export function mayRetire(grant: KmsGrant | undefined, { principal, account, unknown }: Asked): Granted {
  const named = [
    `arn:aws:iam::${account}:root`,
    ...(grant?.retiring === undefined ? [] : [grant.retiring]),
    ...(grant?.operations.includes("RetireGrant") ? [grant.grantee] : []),
  ];
  const granted = grantedTo(
    principal,
    named.map((name) => ({ name, holds: () => true })),
  );
  return grant ? granted : { ...granted, itself: noted(unknown, "the grant to retire") };
}
