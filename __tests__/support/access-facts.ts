import { idFor, idOfPrincipal } from "../../cli/model/ids";
import { auditedAccounts, recordedIds, recordsArchive } from "../../environments/schema/audited";
import { detectorsOf } from "../../environments/schema/detectors";
import { nameBase } from "../../modules/derived-names";
import { siemFacts, type SiemFacts } from "./siem-facts";
import type { EnvironmentConfig } from "../../environments/schema";
import { arnsIn } from "../../modules/policy";

type Reader = EnvironmentConfig["readers"][number];

/** What decides which access is expected: the options of an environment, or the model of an example. */
export interface Facts {
  /** Ids of the environment's trails as subjects. */
  readonly trails: readonly string[];
  readonly trailsWithTopic: readonly string[];
  /** Accounts of the trails but the first that are not the archive. */
  readonly furtherAudited: readonly string[];
  /** Ids of subjects. */
  readonly readers: readonly string[];
  /** Those of the readers who may read logs of the trail's own account and Region. */
  readonly readersHere: readonly string[];
  /** Ids of those who may read copies in the replica, and of those of the trail's own account and Region. */
  readonly replicaReaders: readonly string[];
  readonly replicaReadersHere: readonly string[];
  readonly keyAdministrators: readonly string[];
  /** Ids of those who must be able to repair the key policy. */
  readonly repairers: readonly string[];
  /** Ids of the trails that policies let in besides the environment's own. */
  readonly otherTrails: readonly string[];
  /** Ids of those whom the environment's own statements let decrypt. @default none */
  readonly namedByStatements?: readonly string[];
  readonly breakGlass?: string | undefined;
  readonly replication?: string | undefined;
  /** Log files are encrypted under the key. */
  readonly encrypted: boolean;
  /** IAM decides on the key: whoever holds every permission decrypts. */
  readonly iamDecides: boolean;
  /** The bucket policy denies reading to everyone but readers. */
  readonly onlyReaders: boolean;
  readonly requireKeyHeader: boolean;
  readonly complianceLock: boolean;
  /** The log bucket exists already: its owner sets what is no policy. */
  readonly existingBucket?: boolean;
  /** Region of the environment. */
  readonly region: string;
  readonly alerts: readonly AlertsOf[];
  readonly findings: readonly FindingsOf[];
  readonly siem?: SiemFacts | undefined;
  /** Ids of the roles that query; `undefined` without queries. */
  readonly queries?: readonly string[] | undefined;
  /** Archive and trail are in different accounts. */
  readonly apart: boolean;
  readonly topic: boolean;
  readonly state: boolean;
  /** Names of roles, as ids of cases hold them. */
  readonly rolesWithMfa: readonly string[];
  readonly rolesWithExternalId: readonly string[];
  /** By the name of a role: the ids of roles of IAM Identity Center whose permission sets it trusts. */
  readonly permissionSetRoles: ReadonlyMap<string, readonly string[]>;
}

/** The exported findings of a detector. */
export interface FindingsOf {
  readonly bucketName: string;
  readonly account: string;
  readonly region: string;
  /** Ids of those who may decrypt them. */
  readonly readers: readonly string[];
}

/** The alerts of an account. */
export interface AlertsOf {
  readonly account: string;
  /** What all names begin with. */
  readonly name: string;
  /** Ids of those who hold every permission in the account. */
  readonly owners: readonly string[];
  /** Ids of the roles of the function that sends alerts, and of the one that asks whether the trail delivers. */
  readonly function: string;
  readonly health?: string | undefined;
  /** Ids of the roles that pass events from other Regions. */
  readonly forwarders: readonly string[];
}

export function factsOf(environment: EnvironmentConfig): Facts {
  const { accounts, region, key, logs, readers, breakGlass, replica, trail, iam } = environment;
  const { organization } = environment;
  const path = iam?.path ?? "/";
  const archive = accounts.archive.id;
  const audited = auditedAccounts(accounts.audited).map(({ id }) => id);
  // The matrix is seen from the first trail outside the archive account.
  const first = audited.find((id) => id !== archive) ?? audited[0]!;
  const replicaAccount = replica?.account?.id ?? archive;
  const replicaReaders = replica?.readers ?? [];
  const roleId = (roleName: string, account: string = archive) =>
    idOfPrincipal(arnsIn({ account, region }).role(roleName, path));
  const idInCases = ({ roleName }: { readonly roleName: string }, account: string = archive) =>
    `${account === archive ? "" : `${account}-`}${idFor(`${path.slice(1)}${roleName}`)}`;
  const isHere = (reader: Reader) =>
    reader.accounts?.includes(first) !== false && reader.regions?.includes(region) !== false;
  const allReaders = [
    ...readers.map((reader) => ({ reader, id: idInCases(reader) })),
    ...replicaReaders.map((reader) => ({ reader, id: idInCases(reader, replicaAccount) })),
  ];
  // KMS lets no other account change a key policy.
  const own = key.administrators.filter((arn) => arn.includes(`:${archive}:`));
  const further = (recordedIds(environment) ?? []).filter((id) => id !== first);
  const siem = siemFacts(environment, first);
  const siemReaders = (siem?.subscribers ?? []).filter(({ isOpen }) => !isOpen);
  return {
    siem,
    trails: ["this-trail", ...further.map((account) => `trail-of-${account}`)],
    trailsWithTopic: ["this-trail", ...audited.filter((id) => id !== first).map((id) => `trail-of-${id}`)],
    furtherAudited: further.filter((account) => account !== archive),
    readers: [...readers.map(({ roleName }) => roleId(roleName)), ...siemReaders.map(({ role }) => role)],
    readersHere: [
      ...readers.filter(isHere).map(({ roleName }) => roleId(roleName)),
      ...siemReaders.filter((one) => one.isHere).map(({ role }) => role),
    ],
    replicaReaders: replicaReaders.map(({ roleName }) => roleId(roleName, replicaAccount)),
    replicaReadersHere: replicaReaders.filter(isHere).map(({ roleName }) => roleId(roleName, replicaAccount)),
    keyAdministrators: key.administrators.map(idOfPrincipal),
    repairers: key.rootAccess === "nothing" ? own.map(idOfPrincipal) : ["root"],
    otherTrails: (trail.formerly ?? []).flatMap((former) => {
      const { ofOrganization = trail.ofOrganization, managementAccount = organization?.managementAccount } = former;
      const owners = ofOrganization ? [managementAccount] : [...audited.map((id) => former.account ?? id), archive];
      return owners.map(
        (owner) => `trail-${idFor(`${owner}-${former.region ?? region}-${former.name ?? trail.name}`)}`,
      );
    }),
    namedByStatements: (key.statements ?? []).flatMap(({ Effect, Action, Principal }) =>
      Effect === "Allow" && Action === "kms:Decrypt" && typeof Principal === "object"
        ? [Principal.AWS ?? []].flat().map(idOfPrincipal)
        : [],
    ),
    breakGlass: breakGlass && roleId(breakGlass.roleName),
    replication: replica && roleId(`${nameBase(environment)}-audit-log-replication`),
    encrypted: true,
    iamDecides: key.rootAccess === "iamDecides",
    onlyReaders: logs.onlyReaders === true,
    requireKeyHeader: logs.requireKeyHeader === true,
    existingBucket: "existing" in logs,
    complianceLock: logs.objectLock?.mode === "COMPLIANCE",
    region,
    alerts: alertsOf(environment, first),
    findings: findingsOf(environment),
    queries:
      environment.query &&
      (environment.query.readers ?? readers.map(({ roleName }) => roleName)).map((name) => roleId(name)),
    apart: archive !== first,
    topic: trail.deliveryTopic === true,
    state: true,
    rolesWithMfa: [
      ...allReaders.filter(({ reader }) => reader.requireMfa !== false).map(({ id }) => id),
      ...(breakGlass ? [idInCases(breakGlass)] : []),
    ],
    rolesWithExternalId: [
      ...allReaders
        .filter(({ reader }) => reader.externalId !== undefined && reader.trustedPrincipals !== undefined)
        .map(({ id }) => id),
      ...(environment.siem?.subscribers ?? [])
        .filter(({ externalId }) => externalId !== undefined)
        .map(({ name }) => idInCases({ roleName: `${nameBase(environment)}-audit-feed-${name}` })),
    ],
    permissionSetRoles: new Map(
      allReaders.map(({ reader, id }) => [
        id,
        permissionSetsFor(
          reader,
          allReaders.map((one) => one.reader),
        ).flatMap((set) =>
          ["", "eu-west-2/"].map((folder) => {
            const name = `AWSReservedSSO_${set.name}_1234567890abcdef`;
            const arns = arnsIn({ account: set.account, region });
            return idOfPrincipal(arns.role(name, `/aws-reserved/sso.amazonaws.com/${folder}`));
          }),
        ),
      ]),
    ),
  };
}

/** Those of the environment that a reader lets in: its own, and whose names go on with `_` after one of its own. */
function permissionSetsFor({ trustedPermissionSets: own = [] }: Reader, all: readonly Reader[]) {
  return all
    .flatMap(({ trustedPermissionSets = [] }) => trustedPermissionSets)
    .filter((set) => own.some(({ account, name }) => account === set.account && `${set.name}_`.startsWith(`${name}_`)));
}

function findingsOf(environment: EnvironmentConfig): FindingsOf[] {
  const { readers = [] } = environment.threats?.export ?? {};
  return detectorsOf(environment).flatMap(({ account: { id }, region, bucketName }) =>
    bucketName === undefined
      ? []
      : {
          bucketName,
          account: id,
          region,
          readers: readers.filter((arn) => arn.includes(`:${id}:`)).map(idOfPrincipal),
        },
  );
}

function alertsOf(environment: EnvironmentConfig, first: string): AlertsOf[] {
  const { region, accounts, replica, iam } = environment;
  const name = nameBase(environment);
  const archive = accounts.archive.id;
  if (environment.alerts === undefined) return [];
  const audited = auditedAccounts(accounts.audited).map(({ id }) => id);
  const withTrail = [...audited, ...(recordsArchive(environment) ? [archive] : [])];
  const all = new Set([...audited, archive, ...(replica?.account ? [replica.account.id] : [])]);
  const home = region.startsWith("cn-")
    ? ["cn-north-1", "cn-northwest-1"]
    : [region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1"];
  return [...all].map((account) => {
    const whose = account === first ? "audited" : audited.includes(account) ? `audited-${account}` : "replica";
    const owners = account === archive ? ["root", "administrator"] : [`${whose}-root`, `${whose}-administrator`];
    const role = (roleName: string) => idOfPrincipal(arnsIn({ account, region }).role(roleName, iam?.path));
    const copy = replica && (replica.account?.id ?? archive) === account ? [replica.region] : [];
    const regions = [...new Set([...home, ...copy])].filter((one) => one !== region);
    return {
      account,
      name: `${name}-audit-alerts`,
      owners,
      function: role(`${name}-audit-alerts-function`),
      health: withTrail.includes(account) ? role(`${name}-audit-alerts-health-function`) : undefined,
      forwarders: [
        ...regions.map((one) => role(`${name}-audit-alerts-from-${one}`)),
        ...detectorsOf(environment)
          .filter((detector) => detector.account.id === account && detector.region !== region)
          .map((detector) => role(`${name}-audit-alerts-findings-${detector.region}`)),
      ],
    };
  });
}
