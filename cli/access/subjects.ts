import { parseArn } from "../../modules/policy";
import type { Configuration } from "../model/model";
import { policiesIn } from "../model/policies-in";
import type { Policy } from "../policy/document";
import { accountSubjects, S3_EVERYTHING } from "./account-subjects";
import { FOREIGN_ACCOUNT, FOREIGN_ORGANIZATION } from "./calls";
import { idOfPrincipal } from "./ids";
import { serviceSubjects } from "./service-subjects";
import type { Subject } from "./subject";

const TAKE_ROLES: Policy = {
  source: "IAM",
  statements: [{ Sid: "TakeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
};

/** Everyone of whom the question is worth asking: whom the policies name, and whom they must keep out. */
export function subjectsOf(configuration: Configuration): Subject[] {
  return [
    ...trails(configuration),
    ...serviceSubjects(configuration),
    ...identities(configuration),
    ...namedPrincipals(configuration),
    ...trustedPrincipals(configuration),
    ...accountSubjects(configuration),
  ];
}

function trails({ trail, logBucket }: Configuration): Subject[] {
  const { account, partition, region } = parseArn(trail.arn)!;
  const from = (id: string, title: string, sourceArn?: string, sourceAccount?: string): Subject => ({
    id,
    title,
    caller: { kind: "service", service: "cloudtrail.amazonaws.com", sourceArn, sourceAccount },
  });
  const cloudtrail = (id: string, title: string, sourceArn: string) =>
    from(id, title, sourceArn, parseArn(sourceArn)!.account);
  const arn = (owner: string, name: string) => `arn:${partition}:cloudtrail:${region}:${owner}:trail/${name}`;
  const another = (id: string, title: string, sourceArn: string, sourceAccount: string): Subject => ({
    id: `other-service-${id}`,
    title: `another AWS service for ${title}`,
    caller: { kind: "service", service: "config.amazonaws.com", sourceArn, sourceAccount },
  });
  return [
    cloudtrail("this-trail", "CloudTrail for this trail", trail.arn),
    cloudtrail("other-trail", "CloudTrail for another trail of the account", arn(account, `${trail.name}-other`)),
    cloudtrail("foreign-trail", "CloudTrail for a trail of another account", arn(FOREIGN_ACCOUNT, trail.name)),
    from("no-trail", "CloudTrail, naming no trail", undefined, account),
    another("trail", "this trail", trail.arn, account),
    another("bucket", "the log bucket", logBucket.arn, logBucket.account),
  ];
}

function identities(configuration: Configuration): Subject[] {
  const { identities: all, organizationId } = configuration;
  return all.map(({ arn, policies }) => ({
    id: idOfPrincipal(arn),
    title: nameOf(configuration, arn),
    caller: { kind: "principal", arn, organizationId, policies },
  }));
}

/**
 * Whom the policies name though these stacks do not make him: administrators, users of the key. Of what else IAM allows
 * him nothing is known; `s3:*` leaves the decision to the policies here.
 */
function namedPrincipals(configuration: Configuration): Subject[] {
  const named = policiesIn(configuration).flatMap(({ place, policy }) => (place === "trust" ? [] : namesIn(policy)));
  return unmade(configuration, named).map((arn) => ({
    id: idOfPrincipal(arn),
    title: `${nameOf(configuration, arn)} with s3:*`,
    caller: { kind: "principal", arn, organizationId: organizationOf(configuration, arn), policies: [S3_EVERYTHING] },
  }));
}

/** Whom the roles trust and nothing else names. */
function trustedPrincipals(configuration: Configuration): Subject[] {
  const named = new Set(namedPrincipals(configuration).map(({ id }) => id));
  const trusted = configuration.identities.flatMap(({ trust }) => (trust ? namesIn(trust) : []));
  return unmade(configuration, trusted)
    .filter((arn) => !named.has(idOfPrincipal(arn)))
    .map((arn) => ({
      id: idOfPrincipal(arn),
      title: `${nameOf(configuration, arn)}, who may take roles`,
      caller: { kind: "principal", arn, organizationId: organizationOf(configuration, arn), policies: [TAKE_ROLES] },
    }));
}

/** Of the accounts that the configuration does not deploy to, nothing says that they are of its organization. */
function organizationOf(
  { logBucket, trail, replicaBucket, organizationId }: Configuration,
  arn: string,
): string | undefined {
  const isOurs = [logBucket.account, trail.account, replicaBucket?.account].includes(parseArn(arn)!.account);
  return isOurs ? organizationId : FOREIGN_ORGANIZATION;
}

function namesIn({ statements }: Policy): string[] {
  return statements.flatMap(({ Principal }) => (typeof Principal === "object" ? [Principal.AWS ?? []].flat() : []));
}

function unmade({ identities: made }: Configuration, arns: readonly string[]): string[] {
  const known = new Set(made.map(({ arn }) => arn));
  return [...new Set(arns)].filter((arn) => parseArn(arn) && !arn.endsWith(":root") && !known.has(arn));
}

/** With the account where it is not the archive's. */
function nameOf({ logBucket }: Configuration, arn: string): string {
  const { account, resource } = parseArn(arn)!;
  return account === logBucket.account ? resource : `${resource} of ${account}`;
}
