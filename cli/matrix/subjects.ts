import { arnsIn, parseArn } from "../../modules/policy";
import type { Configuration, Policy } from "../configuration/model";
import { policiesIn } from "../configuration/policies-in";
import { EVERYTHING, type Caller } from "../evaluator/caller";
import { FOREIGN_ACCOUNT } from "./calls";

/** A column of the matrix: somebody who might try. */
export interface Subject {
  /** Letters, digits and dashes; stable, unique in its matrix. */
  readonly id: string;
  readonly title: string;
  readonly caller: Caller;
}

/** Stands for an organization's other accounts. */
const SIBLING_ACCOUNT = "000000000001";

/** Stands for every other organization. */
const FOREIGN_ORGANIZATION = "o-0000000000";

const TAKE_ROLES: Policy = {
  source: "IAM",
  statements: [{ Sid: "TakeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
};

const S3_EVERYTHING: Policy = {
  source: "IAM",
  statements: [{ Sid: "AllOfS3", Effect: "Allow", Action: "s3:*", Resource: "*" }],
};

/** Everyone of whom the question is worth asking: whom the policies name, and whom they must keep out. */
export function subjectsOf(configuration: Configuration): Subject[] {
  return [
    ...trails(configuration),
    ...services(configuration),
    ...identities(configuration),
    ...namedPrincipals(configuration),
    ...trustedPrincipals(configuration),
    ...strangers(configuration),
  ];
}

function trails({ trail, logBucket }: Configuration): Subject[] {
  const { account, partition, region } = parseArn(trail.arn)!;
  const cloudtrail = (id: string, title: string, sourceArn: string): Subject => ({
    id,
    title,
    caller: {
      kind: "service",
      service: "cloudtrail.amazonaws.com",
      sourceArn,
      sourceAccount: parseArn(sourceArn)!.account,
    },
  });
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
    another("trail", "this trail", trail.arn, account),
    another("bucket", "the log bucket", logBucket.arn, logBucket.account),
  ];
}

interface Source {
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

/** The further services that policies let in: for whom they say, and for others. */
function services(configuration: Configuration): Subject[] {
  return [...serviceSources(configuration)].flatMap(([service, own]) => {
    const id = service.replace(/\.amazonaws\.com(\.cn)?$/, "").replaceAll(".", "-");
    const subject = (suffix: string, title: string, source: Source): Subject => ({
      id: `${id}${suffix}`,
      title: `${service} for ${title}`,
      caller: { kind: "service", service, ...source },
    });
    const { sourceArn = "arn:aws:s3:::somebody-elses-bucket", sourceAccount } = own;
    return [
      subject("", "its own source", own),
      // Names of buckets can change hands: the same ARN in another account is the classic confused deputy.
      subject("-foreign", "a stranger", { sourceArn, sourceAccount: FOREIGN_ACCOUNT }),
      ...(own.sourceArn !== undefined && sourceAccount !== undefined
        ? [subject("-other", "another source of the account", { sourceArn: `${sourceArn}-other`, sourceAccount })]
        : []),
    ];
  });
}

function serviceSources(configuration: Configuration): Map<string, Source> {
  const found = new Map<string, Source>();
  for (const { Principal, Condition } of policiesIn(configuration).flatMap(({ policy }) => policy.statements)) {
    const names = typeof Principal === "object" ? [Principal.Service ?? []].flat() : [];
    const condition = (key: string) => Object.values(Condition ?? {}).flatMap((keys) => [keys?.[key] ?? []].flat())[0];
    const source = { sourceArn: condition("aws:SourceArn"), sourceAccount: condition("aws:SourceAccount") };
    for (const name of names.filter((service) => service !== "cloudtrail.amazonaws.com")) {
      if (found.get(name)?.sourceArn === undefined) found.set(name, source);
    }
  }
  return found;
}

function identities({ identities: all, organizationId }: Configuration): Subject[] {
  return all.map(({ arn, policies }) => ({
    id: idOf(arn),
    title: nameOf(arn),
    caller: { kind: "principal", arn, organizationId, policies },
  }));
}

/** Whom the policies name though these stacks do not make him: administrators, users of the key. */
function namedPrincipals(configuration: Configuration): Subject[] {
  const named = policiesIn(configuration).flatMap(({ place, policy }) => (place === "trust" ? [] : namesIn(policy)));
  return unmade(configuration, named).map((arn) => ({
    id: idOf(arn),
    title: `${nameOf(arn)}, without other permissions`,
    caller: { kind: "principal", arn, organizationId: organizationOf(configuration, arn), policies: [] },
  }));
}

/** Whom the roles trust and nothing else names. */
function trustedPrincipals(configuration: Configuration): Subject[] {
  const named = namedPrincipals(configuration).map(({ id }) => id);
  const trusted = configuration.identities.flatMap(({ trust }) => (trust ? namesIn(trust) : []));
  return unmade(configuration, trusted)
    .filter((arn) => !named.includes(idOf(arn)))
    .map((arn) => ({
      id: idOf(arn),
      title: `${nameOf(arn)} of ${parseArn(arn)!.account}, who may take roles`,
      caller: { kind: "principal", arn, organizationId: organizationOf(configuration, arn), policies: [TAKE_ROLES] },
    }));
}

/** Of the accounts that the configuration does not deploy to, nothing says that they are of its organization. */
function organizationOf({ logBucket, trail, organizationId }: Configuration, arn: string): string | undefined {
  const isOurs = [logBucket.account, trail.account].includes(parseArn(arn)!.account);
  return isOurs ? organizationId : FOREIGN_ORGANIZATION;
}

function namesIn({ statements }: Policy): string[] {
  return statements.flatMap(({ Principal }) => (typeof Principal === "object" ? [Principal.AWS ?? []].flat() : []));
}

function unmade({ identities: made }: Configuration, arns: readonly string[]): string[] {
  const known = new Set(made.map(({ arn }) => arn));
  return [...new Set(arns)].filter((arn) => parseArn(arn) && !arn.endsWith(":root") && !known.has(arn));
}

function strangers({ logBucket, trail, organizationId }: Configuration): Subject[] {
  const { account, region } = logBucket;
  const role = (
    id: string,
    title: string,
    owner: string,
    organization: string | undefined,
    policy: Policy,
  ): Subject => ({
    id,
    title,
    caller: {
      kind: "principal",
      arn: arnsIn({ account: owner, region }).role(id),
      organizationId: organization,
      policies: [policy],
    },
  });
  return [
    {
      id: "root",
      title: "root of the archive account",
      caller: { kind: "principal", arn: arnsIn({ account, region }).root(), organizationId, policies: [EVERYTHING] },
    },
    role("ordinary-role", "a role with s3:*", account, organizationId, S3_EVERYTHING),
    role("administrator", "an administrator with *:*", account, organizationId, EVERYTHING),
    ...(trail.account === account
      ? []
      : [
          role(
            "audited-administrator",
            "an administrator of the audited account",
            trail.account,
            organizationId,
            EVERYTHING,
          ),
        ]),
    ...(organizationId === undefined
      ? []
      : [
          role(
            "sibling-administrator",
            "an administrator of another account of the organization",
            SIBLING_ACCOUNT,
            organizationId,
            EVERYTHING,
          ),
        ]),
    role(
      "foreign-administrator",
      "an administrator of a foreign account",
      FOREIGN_ACCOUNT,
      FOREIGN_ORGANIZATION,
      EVERYTHING,
    ),
    { id: "anonymous", title: "anonymous", caller: { kind: "anonymous" } },
  ];
}

function nameOf(arn: string): string {
  return parseArn(arn)!.resource;
}

function idOf(arn: string): string {
  const { account, resource } = parseArn(arn)!;
  return `${account}-${resource.replace(/[^A-Za-z0-9]+/g, "-")}`;
}
