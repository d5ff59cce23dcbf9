import { compilePrincipals, namingOf } from "./principals";
import type { KmsGrant, Principal, Request } from "./request";
import { and, or, type Tri } from "./tri";

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

export function worksAcrossAccounts(action: string): boolean {
  return ACROSS_ACCOUNTS.has(action.toLowerCase());
}

/** Whether grants allow a principal: itself, or its account, which leaves the decision to IAM there. */
export interface Granted {
  readonly itself: Tri;
  readonly itsAccount: Tri;
}

export const NOT_GRANTED: Granted = { itself: false, itsAccount: false };

/**
 * What grants allow, without any key policy.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantedBy(grants: readonly KmsGrant[], request: Request): Granted {
  const operation = operationOf(request);
  const fitting = grants.filter(
    ({ key, operations }) =>
      key === request.resource && operations.some((one) => one.toLowerCase() === operation.toLowerCase()),
  );
  const holds = operation.toLowerCase() === "creategrant" ? mayPassOn : meetsConstraints;
  return grantedTo(
    request.principal,
    fitting.map((grant) => [grant.grantee, holds(grant, request)]),
  );
}

function operationOf({ action }: Request): string {
  return action.slice(action.indexOf(":") + 1);
}

/** A grant to a role is a grant to each of its sessions. */
function grantedTo(principal: Principal, grantees: readonly (readonly [name: string, holds: Tri])[]): Granted {
  const granted = { ...NOT_GRANTED };
  for (const [name, holds] of grantees) {
    const naming = namingBy(name, principal);
    if (naming === undefined) continue;
    const place = naming === "its account" ? "itsAccount" : "itself";
    granted[place] = or(granted[place], naming === "unknown" ? and(holds, naming) : holds);
  }
  return granted;
}

function namingBy(name: string, principal: Principal): ReturnType<typeof namingOf> {
  return namingOf(compilePrincipals(name.startsWith("arn:") ? { AWS: name } : { Service: name })!, principal);
}

/**
 * A grantee may pass on no more than the grant allows. A request does not say whether the new grant keeps to the
 * constraints.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
function mayPassOn({ operations, constraints }: KmsGrant, { context }: Request): Tri {
  const wanted = context["kms:GrantOperations"];
  if (wanted === undefined) return "unknown";
  if (![wanted].flat().every((operation) => operations.includes(operation))) return false;
  return constraints === undefined || "unknown";
}

const CONTEXT = "kms:EncryptionContext:";

/** Constraints concern cryptographic operations only. Names and values of the encryption context are case-sensitive. */
function meetsConstraints({ constraints }: KmsGrant, { action, context }: Request): boolean {
  if (constraints === undefined || !/crypt|DataKey/i.test(action)) return true;
  const isExact = "EncryptionContextEquals" in constraints;
  const wanted = Object.entries(isExact ? constraints.EncryptionContextEquals : constraints.EncryptionContextSubset);
  const given = new Map(
    Object.entries(context).flatMap(([key, value]) =>
      key.startsWith(CONTEXT) ? [[key.slice(CONTEXT.length), value] as const] : [],
    ),
  );
  const hasAll = wanted.every(([name, value]) => given.get(name) === value);
  return hasAll && (!isExact || given.size === wanted.length);
}

/**
 * Who may retire a grant: its retiring principal, its grantee if the grant has that operation, and the account of the
 * key. If one of these is an account, IAM policies there decide.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
export function mayRetire(grant: KmsGrant | undefined, { principal, account }: Request): Granted {
  if (!grant) return NOT_GRANTED;
  const named = [
    `arn:aws:iam::${account}:root`,
    ...(grant.retiring === undefined ? [] : [grant.retiring]),
    ...(grant.operations.includes("RetireGrant") ? [grant.grantee] : []),
  ];
  return grantedTo(
    principal,
    named.map((name) => [name, true]),
  );
}
