import { arnsIn, isArnOf, parseArn } from "../../modules/policy";
import type { Environment, Key } from "../model/environment";
import { policiesIn } from "../model/policies-in";
import { markOf, otherTrails } from "../model/trails";
import type { Policy } from "../policy/document";
import { EVERYTHING } from "../policy/evaluate";
import { accountSubjects, S3_EVERYTHING } from "./account-subjects";
import { FOREIGN_ACCOUNT, FOREIGN_ORGANIZATION } from "./calls";
import { idFor, idOfPrincipal } from "../model/ids";
import { anotherService, serviceSubjects } from "./service-subjects";
import type { Subject } from "./subject";

const CLOUDTRAIL = "cloudtrail.amazonaws.com";

const TAKE_ROLES: Policy = {
  source: "IAM",
  statements: [{ Sid: "TakeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
};

/** All callers that matter: those that the policies name, and those that they must deny. */
export function subjectsOf(environment: Environment): Subject[] {
  return [
    ...firstTrail(environment),
    ...furtherTrails(environment),
    ...namedTrails(environment),
    ...serviceSubjects(environment),
    ...identities(environment),
    ...namedPrincipals(environment),
    ...trustedPrincipals(environment),
    ...trustedAccounts(environment),
    ...namedAccounts(environment),
    ...accountSubjects(environment),
  ];
}

function fromCloudTrail(id: string, title: string, sourceArn?: string, sourceAccount?: string): Subject {
  return {
    id,
    title,
    caller: { kind: "service", service: CLOUDTRAIL, sourceArn, sourceAccount },
  };
}

function cloudtrail(id: string, title: string, sourceArn: string): Subject {
  return fromCloudTrail(id, title, sourceArn, parseArn(sourceArn)!.account);
}

function furtherTrails(environment: Environment): Subject[] {
  return otherTrails(environment).flatMap((trail) => {
    const mark = markOf(trail, environment);
    return [
      {
        ...cloudtrail(`trail-of-${mark.id}`, `CloudTrail for the trail of ${mark.title}`, trail.arn),
        like: "this-trail",
      },
      cloudtrail(
        `other-trail-of-${mark.id}`,
        `CloudTrail for another trail of the account ${mark.title}`,
        `${trail.arn}-other`,
      ),
      fromCloudTrail(
        `no-trail-of-${mark.id}`,
        `CloudTrail without a source ARN, for the account ${mark.title}`,
        undefined,
        trail.account,
      ),
      anotherService(`trail-of-${mark.id}`, `the trail of ${mark.title}`, trail.arn, trail.account),
    ];
  });
}

function firstTrail({ trail, logBucket }: Environment): Subject[] {
  const { account, partition, region } = parseArn(trail.arn)!;
  const arn = (owner: string, name: string) => `arn:${partition}:cloudtrail:${region}:${owner}:trail/${name}`;
  return [
    cloudtrail("this-trail", "CloudTrail for this trail", trail.arn),
    cloudtrail("other-trail", "CloudTrail for another trail of the account", arn(account, `${trail.name}-other`)),
    cloudtrail("foreign-trail", "CloudTrail for a trail of another account", arn(FOREIGN_ACCOUNT, trail.name)),
    fromCloudTrail("no-trail", "CloudTrail without a source ARN", undefined, account),
    anotherService("trail", "this trail", trail.arn, account),
    anotherService("bucket", "the log bucket", logBucket.arn, logBucket.account),
  ];
}

/** CloudTrail for each further trail that a policy lets in: of another account, or what this one was called formerly. */
function namedTrails(environment: Environment): Subject[] {
  const made = new Set(environment.trails.map(({ arn }) => arn));
  const statements = policiesIn(environment).flatMap(({ policy }) => policy.statements);
  const sources = statements
    .filter(({ Principal }) => typeof Principal === "object" && [Principal.Service].flat().includes(CLOUDTRAIL))
    .flatMap(({ Condition }) =>
      Object.values(Condition ?? {}).flatMap((keys) => [keys?.["aws:SourceArn"] ?? []].flat()),
    );
  return [...new Set(sources)]
    .filter((arn) => !made.has(arn) && isArnOf(arn, "cloudtrail", "trail/"))
    .map((sourceArn) => {
      const { account, region, resource } = parseArn(sourceArn)!;
      const name = resource.replace(/^trail\//, "");
      return {
        id: `trail-${idFor(`${account}-${region}-${name}`)}`,
        title: `CloudTrail for ${name} of ${account} in ${region}`,
        caller: { kind: "service", service: CLOUDTRAIL, sourceArn, sourceAccount: account },
      };
    });
}

function identities(environment: Environment): Subject[] {
  const { identities: all, organizationId } = environment;
  return all.map(({ arn, policies, boundary }) => ({
    id: idOfPrincipal(arn),
    title: nameOf(environment, arn),
    caller: { kind: "principal", arn, organizationId, policies, boundary },
  }));
}

/**
 * Users and roles that the policies name and these stacks do not create: administrators, users of the key. Their other
 * IAM permissions are unknown; with `s3:*`, only the policies here decide. Outsiders may have any IAM permission.
 */
function namedPrincipals(environment: Environment): Subject[] {
  return unmade(environment, namesOutsideTrust(environment)).map((arn) => {
    const [permissions, policies] = permissionsOf(environment, arn);
    return {
      id: idOfPrincipal(arn),
      title: `${nameOf(environment, arn)} with ${permissions}`,
      caller: { kind: "principal", arn, organizationId: organizationOf(environment, arn), policies },
    };
  });
}

/** A role of another account lets in only those whom their own account allows to assume it. */
function permissionsOf(environment: Environment, arn: string): [title: string, policies: readonly Policy[]] {
  const { account } = parseArn(arn)!;
  if (!accountsOf(environment).includes(account)) return ["*:*", [EVERYTHING]];
  const isTrustedElsewhere = environment.identities.some(
    (identity) => identity.account !== account && identity.trust && namesIn(identity.trust).includes(arn),
  );
  // Outside its own account, a key policy alone lets nobody in.
  const keys = environment.keys.filter((key) => key.account !== account && namesIn(key.policy).includes(arn));
  const permissions = [
    { title: "s3:*", policy: S3_EVERYTHING, isGiven: true },
    { title: "kms:* elsewhere", policy: everythingWith(keys), isGiven: keys.length > 0 },
    { title: "sts:AssumeRole", policy: TAKE_ROLES, isGiven: isTrustedElsewhere },
  ].filter(({ isGiven }) => isGiven);
  return [permissions.map(({ title }) => title).join(" and "), permissions.map(({ policy }) => policy)];
}

function everythingWith(keys: readonly Key[]): Policy {
  const Resource = keys.map(({ arn }) => arn);
  return { source: "IAM", statements: [{ Sid: "AllOfKeysElsewhere", Effect: "Allow", Action: "kms:*", Resource }] };
}

function namesOutsideTrust(environment: Environment): string[] {
  const named = policiesIn(environment).flatMap(({ place, policy }) => (place === "trust" ? [] : namesIn(policy)));
  return [...named, ...environment.keys.flatMap(({ grants }) => grants.map(({ grantee }) => grantee))];
}

/** Principals that roles trust and nothing else names. */
function trustedPrincipals(environment: Environment): Subject[] {
  const named = new Set(namedPrincipals(environment).map(({ id }) => id));
  const trusted = environment.identities.flatMap(({ trust }) =>
    trust ? [...namesIn(trust), ...permissionSetRolesIn(trust)] : [],
  );
  return unmade(environment, trusted)
    .filter((arn) => !named.has(idOfPrincipal(arn)))
    .map((arn) => ({
      id: idOfPrincipal(arn),
      title: `${nameOf(environment, arn)} with sts:AssumeRole`,
      caller: { kind: "principal", arn, organizationId: organizationOf(environment, arn), policies: [TAKE_ROLES] },
    }));
}

/**
 * Any principal of an account whose root a role trusts. Those of the environment's own accounts are subjects already.
 */
function trustedAccounts(environment: Environment): Subject[] {
  const { identities: made, logBucket } = environment;
  const roots = made.flatMap(({ trust }) => (trust ? namesIn(trust) : [])).filter((arn) => arn.endsWith(":root"));
  const accounts = [...new Set(roots.map((arn) => parseArn(arn)!.account))];
  return accounts
    .filter((account) => !accountsOf(environment).includes(account))
    .map((account) => {
      const arn = arnsIn({ account, region: logBucket.region }).role("any-role");
      return {
        id: idOfPrincipal(arn),
        title: `any role of ${account} with sts:AssumeRole`,
        caller: { kind: "principal", arn, organizationId: FOREIGN_ORGANIZATION, policies: [TAKE_ROLES] },
      };
    });
}

/** An administrator of each account that the policy of a key, bucket or topic allows as a whole: IAM there decides the rest. */
function namedAccounts(environment: Environment): Subject[] {
  const { region } = environment.logBucket;
  return [...new Set(namesOutsideTrust(environment).flatMap(accountNamed))]
    .filter((account) => !accountsOf(environment).includes(account))
    .map((account) => {
      const arn = arnsIn({ account, region }).role("any-administrator");
      return {
        id: idOfPrincipal(arn),
        title: `an administrator of ${account}`,
        caller: { kind: "principal", arn, organizationId: FOREIGN_ORGANIZATION, policies: [EVERYTHING] },
      };
    });
}

/** The account, if a principal names a whole account by its root ARN or its id. */
function accountNamed(principal: string): string[] {
  if (/^\d{12}$/.test(principal)) return [principal];
  return principal.endsWith(":root") ? [parseArn(principal)!.account] : [];
}

/** Accounts to which the configuration does not deploy may be outside its organization. */
function organizationOf(environment: Environment, arn: string): string | undefined {
  const isOurs = accountsOf(environment).includes(parseArn(arn)!.account);
  return isOurs ? environment.organizationId : FOREIGN_ORGANIZATION;
}

function accountsOf({ logBucket, trails, replicaBucket }: Environment): (string | undefined)[] {
  return [logBucket.account, ...trails.map(({ account }) => account), replicaBucket?.account];
}

function namesIn({ statements }: Policy): string[] {
  return statements.flatMap(({ Principal }) => (typeof Principal === "object" ? [Principal.AWS ?? []].flat() : []));
}

/** For each pattern that matches roles of IAM Identity Center: a matching role, and one of another permission set. */
function permissionSetRolesIn({ statements }: Policy): string[] {
  const patterns = statements.flatMap(({ Condition }) => [Condition?.ArnLike?.["aws:PrincipalArn"] ?? []].flat());
  return patterns
    .filter((pattern) => pattern.includes("/AWSReservedSSO_"))
    .map((pattern) => pattern.replace("/*/", "/eu-west-2/").replace(/\*$/, "1234567890abcdef"))
    .flatMap((role) => [role, role.replace(/AWSReservedSSO_.*/, "AWSReservedSSO_Another_1234567890abcdef")]);
}

function unmade({ identities: made }: Environment, arns: readonly string[]): string[] {
  const known = new Set(made.map(({ arn }) => arn));
  return [...new Set(arns)].filter((arn) => parseArn(arn) && !arn.endsWith(":root") && !known.has(arn));
}

/** Adds the account, unless it is the archive account. */
function nameOf({ logBucket }: Environment, arn: string): string {
  const { account, resource } = parseArn(arn)!;
  return account === logBucket.account ? resource : `${resource} of ${account}`;
}
