import { arnsIn, parseArn } from "../../modules/policy";
import type { Configuration, Policy } from "../configuration/model";
import { EVERYTHING, type Caller } from "../evaluator/caller";

/** A column of the matrix: somebody who might try. */
export interface Subject {
  /** Letters, digits and dashes; stable, unique in its matrix. */
  readonly id: string;
  readonly title: string;
  readonly caller: Caller;
}

/** Belongs to nobody in any environment: stands for every foreign account. */
const FOREIGN_ACCOUNT = "000000000000";

/** Stands for an organization's other accounts. */
const SIBLING_ACCOUNT = "000000000001";

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
    ...strangers(configuration),
  ];
}

function trails({ trail }: Configuration): Subject[] {
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
  return [
    cloudtrail("this-trail", "CloudTrail for this trail", trail.arn),
    cloudtrail("other-trail", "CloudTrail for another trail of the account", arn(account, `${trail.name}-other`)),
    cloudtrail("foreign-trail", "CloudTrail for a trail of another account", arn(FOREIGN_ACCOUNT, trail.name)),
  ];
}

/** The further services that key or bucket policies let in: acting for whom they say, and for a stranger. */
function services(configuration: Configuration): Subject[] {
  const statements = policiesOf(configuration).flatMap(({ statements: all }) => all);
  const found = new Map<string, { sourceArn: string | undefined; sourceAccount: string | undefined }>();
  for (const { Principal, Condition } of statements) {
    const names = typeof Principal === "object" ? [Principal.Service ?? []].flat() : [];
    const condition = (key: string) => Object.values(Condition ?? {}).flatMap((keys) => [keys?.[key] ?? []].flat())[0];
    for (const name of names.filter((service) => service !== "cloudtrail.amazonaws.com")) {
      found.set(name, { sourceArn: condition("aws:SourceArn"), sourceAccount: condition("aws:SourceAccount") });
    }
  }
  return [...found].flatMap(([service, source]) => {
    const id = service.replace(/\.amazonaws\.com(\.cn)?$/, "").replaceAll(".", "-");
    const foreign = { sourceArn: "arn:aws:s3:::somebody-elses-bucket", sourceAccount: FOREIGN_ACCOUNT };
    return [
      { id, title: `${service} for its own source`, caller: { kind: "service" as const, service, ...source } },
      {
        id: `${id}-foreign`,
        title: `${service} for a stranger`,
        caller: { kind: "service" as const, service, ...foreign },
      },
    ];
  });
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
  const known = new Set(configuration.identities.map(({ arn }) => arn));
  const named = policiesOf(configuration)
    .flatMap(({ statements }) => statements)
    .flatMap(({ Principal }) => (typeof Principal === "object" ? [Principal.AWS ?? []].flat() : []))
    .filter((arn) => !arn.endsWith(":root") && !known.has(arn));
  return [...new Set(named)].map((arn) => ({
    id: idOf(arn),
    title: `${nameOf(arn)}, without other permissions`,
    caller: { kind: "principal", arn, organizationId: configuration.organizationId, policies: [] },
  }));
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
    role("foreign-administrator", "an administrator of a foreign account", FOREIGN_ACCOUNT, undefined, EVERYTHING),
    { id: "anonymous", title: "anonymous", caller: { kind: "anonymous" } },
  ];
}

function policiesOf({ keys, logBucket, accessLogBucket, replicaBucket, stateBucket }: Configuration): Policy[] {
  const buckets = [logBucket, accessLogBucket, replicaBucket, stateBucket];
  return [...keys.map(({ policy }) => policy), ...buckets.flatMap((bucket) => bucket?.policy ?? [])];
}

function nameOf(arn: string): string {
  return parseArn(arn)!.resource;
}

function idOf(arn: string): string {
  const { account, resource } = parseArn(arn)!;
  return `${account}-${resource.replace(/[^A-Za-z0-9]+/g, "-")}`;
}
