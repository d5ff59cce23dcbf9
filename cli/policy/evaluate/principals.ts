import { parseArn } from "../../../modules/policy";
import { isTexts } from "./grammar";
import type { FederatedUser, OriginAccessIdentity, Principal, RoleSession } from "./request";
import { or, type Tri } from "./tri";

/** Whom a Principal or NotPrincipal element names. */
export interface Principals {
  readonly everyone: boolean;
  /** ARNs of users, roles and sessions; numbers of accounts. */
  readonly aws: ReadonlySet<string>;
  /** What stands for names that a principal may have although it does not show them: see `kinOf`. */
  readonly kin: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly federated: ReadonlySet<string>;
  readonly canonicalUsers: ReadonlySet<string>;
}

/**
 * How a statement names who makes a request: what it grants depends on that.
 *
 * - "itself": the user, the session, the service, or everyone
 * - "its role": the role of the session
 * - "its user": the user who began the federated session
 * - "its account": the account, which leaves the decision to IAM there
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Naming = "itself" | "its role" | "its user" | "its account";

/**
 * What each kind of principal accepts. No wildcard is part of a name. AWS shows the id of a user or role that no longer
 * exists in place of its ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const NAMES: ReadonlyMap<string, RegExp> = new Map([
  [
    "AWS",
    /^(\*|\d{12}|A[A-Z0-9]{15,127}|arn:aws[a-z-]*:(iam::\d{12}:(root|(user|role)\/[^*?]+)|iam::cloudfront:user\/[^*?]+|sts::\d{12}:(assumed-role\/[^/*?]+|federated-user)\/[^/*?]+))$/,
  ],
  ["Service", /^[\w-]+(\.[\w-]+)+$/],
  ["Federated", /^([\w-]+(\.[\w-]+)+|arn:aws[a-z-]*:iam::\d{12}:(saml|oidc)-provider\/[^*?]+)$/],
  ["CanonicalUser", /^[0-9a-f]{64,96}$/],
]);

/** `undefined` where it is not a Principal element. */
export function compilePrincipals(element: unknown): Principals | undefined {
  const all = element === "*" ? { AWS: "*" } : element;
  if (typeof all !== "object" || all === null) return undefined;
  const byKind = Object.entries(all as Record<string, unknown>);
  if (byKind.length === 0 || !byKind.every(([kind, names]) => areNames(kind, names))) return undefined;
  const named = (kind: string) => byKind.flatMap(([one, names]) => (one === kind ? (names as string | string[]) : []));
  const aws = named("AWS").map(accountOrName);
  return {
    everyone: aws.includes("*"),
    aws: new Set(aws),
    kin: new Set(aws.flatMap(kinOf)),
    services: new Set(named("Service")),
    federated: new Set(named("Federated")),
    canonicalUsers: new Set(named("CanonicalUser")),
  };
}

function areNames(kind: string, names: unknown): boolean {
  const accepted = NAMES.get(kind);
  return accepted !== undefined && isTexts(names) && [names].flat().every((name) => accepted.test(name));
}

/**
 * The root of an account stands for the account, by its ARN as by its number, in every partition. CloudFront's identities
 * have one name, whatever the partition.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function accountOrName(name: string): string {
  const account = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(name)?.[1];
  return account ?? name.replace(/^arn:aws[a-z-]*:(?=iam::cloudfront:)/, "");
}

function originAccessIdentity({ id }: OriginAccessIdentity): string {
  return `iam::cloudfront:user/CloudFront Origin Access Identity ${id}`;
}

/**
 * A role or a session's role by its name, which is unique in the account, and a user by the account alone: a role does not
 * show its sessions, nor a session the path of its role, nor a federated user the user who started the session.
 */
function kinOf(name: string): string[] {
  const { account, resource = "" } = parseArn(name) ?? {};
  const [kind, ...path] = resource.split("/");
  if (kind === "assumed-role") return [kin(account, kind, path[0])];
  if (kind === "role") return [kin(account, kind, path.at(-1))];
  return kind === "user" ? [kin(account, kind)] : [];
}

function kin(account: string | undefined, kind: "assumed-role" | "role" | "user", name = ""): string {
  return `${account} ${kind} ${name}`;
}

/**
 * The account of a principal; `undefined` for those without one: services, unsigned requests, holders of an identity
 * provider's token.
 */
export function accountOf(principal: Principal): string | undefined {
  return "arn" in principal ? parseArn(principal.arn)?.account : undefined;
}

/** Every name by which `namingOf` finds a principal, but for canonical users. */
export function namesOf(principal: Principal): string[] {
  switch (principal.kind) {
    case "anonymous":
      return [];
    case "service":
      return [principal.name];
    case "federated":
      return [principal.provider];
    case "origin access identity":
      return [originAccessIdentity(principal)];
    case "root":
      return [accountOf(principal)!];
    case "user":
      return [principal.arn, accountOf(principal)!];
    case "federated user":
      return [principal.arn, kin(accountOf(principal), "user"), accountOf(principal)!];
    case "role": {
      // A statement for one of its sessions is found by all of them.
      const [account, name] = [accountOf(principal)!, nameOf(principal.arn)];
      return [principal.arn, kin(account, "assumed-role", name), kin(account, "role", name), account];
    }
  }
}

/** How an element names a principal; `undefined` if it does not; "unknown" if the request does not say enough. */
export function namingOf(principals: Principals, principal: Principal): Naming | "unknown" | undefined {
  const { everyone, aws, services, federated } = principals;
  if (everyone) return "itself";
  switch (principal.kind) {
    case "anonymous":
      return undefined;
    case "service":
      return services.has(principal.name) ? "itself" : undefined;
    case "federated":
      return federated.has(principal.provider) ? "itself" : undefined;
    case "origin access identity": {
      const isNamed = or(aws.has(originAccessIdentity(principal)), byCanonicalUser(principals, principal));
      return isNamed === true ? "itself" : isNamed || undefined;
    }
    case "root":
      return byAccount(principals, principal);
    case "user":
      return aws.has(principal.arn) ? "itself" : byAccount(principals, principal);
    case "federated user":
      if (aws.has(principal.arn)) return "itself";
      if (principal.user !== undefined && aws.has(principal.user)) return "its user";
      return mayBeNamed(principals, principal) ? "unknown" : byAccount(principals, principal);
    case "role":
      if (principal.session !== undefined && aws.has(principal.session)) return "itself";
      if (!principal.isPathUnknown && aws.has(principal.arn)) return "its role";
      return mayBeNamed(principals, principal) ? "unknown" : byAccount(principals, principal);
  }
}

/**
 * Whether only `*` names somebody with a token of an identity provider. AWS documents that it denies them, in resource
 * control policies, and says nothing of trusting everybody's tokens.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
 */
export function isOpenToTokens({ everyone, federated }: Principals, principal: Principal): boolean {
  return everyone && principal.kind === "federated" && !federated.has(principal.provider);
}

/**
 * Whether an element of a gateway endpoint's policy names a principal. There, an account is its root user alone; everybody
 * else is named by aws:PrincipalArn, and the page does not say what another name does.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function namesAtGateway(principals: Principals, principal: Principal): Tri {
  if (principals.everyone) return true;
  const naming = namingOf(principals, principal);
  if (naming === undefined) return false;
  const isByAccount = naming === "its account" && principals.aws.has(accountOf(principal)!);
  return isByAccount ? principal.kind === "root" : "unknown";
}

/** Whether an element has a name that the principal may have, as far as the request shows. */
function mayBeNamed(principals: Principals, principal: FederatedUser | RoleSession): boolean {
  const account = accountOf(principal);
  if (principal.kind === "federated user") {
    return principal.user === undefined && principals.kin.has(kin(account, "user"));
  }
  const name = nameOf(principal.arn);
  const mayBeSession = principal.session === undefined && principals.kin.has(kin(account, "assumed-role", name));
  return mayBeSession || (principal.isPathUnknown === true && principals.kin.has(kin(account, "role", name)));
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

type OfAccount = Extract<Principal, { readonly arn: string }>;

/** S3 names accounts by their canonical users, too. */
function byAccount(principals: Principals, principal: OfAccount): Naming | "unknown" | undefined {
  if (principals.aws.has(accountOf(principal)!)) return "its account";
  const isNamed = byCanonicalUser(principals, principal);
  return isNamed === true ? "its account" : isNamed || undefined;
}

function byCanonicalUser({ canonicalUsers }: Principals, { canonicalUser }: OfAccount | OriginAccessIdentity): Tri {
  if (canonicalUsers.size === 0) return false;
  return canonicalUser === undefined ? "unknown" : canonicalUsers.has(canonicalUser);
}

/**
 * Whether NotPrincipal with Deny leaves a principal out. AWS checks the account, then the role, then the session: all
 * of them must be named. If only some are, AWS's page says that the Deny "might" apply to the others.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExempt(principals: Principals, principal: Principal): Tri {
  const naming = namingOf(principals, principal);
  if (naming === undefined) return false;
  if (naming === "unknown") return naming;
  if (principals.everyone || !("arn" in principal)) return true;
  if (naming === "its account") return principal.kind === "root";
  return isStarterNamed(principals, principal) && principals.aws.has(accountOf(principal)!) ? true : "unknown";
}

/** Whether the role of a session is named, or the user who started it. */
function isStarterNamed({ aws }: Principals, principal: OfAccount): boolean {
  if (principal.kind === "role") return !principal.isPathUnknown && aws.has(principal.arn);
  return principal.kind !== "federated user" || (principal.user !== undefined && aws.has(principal.user));
}
