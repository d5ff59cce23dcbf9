import * as fc from "fast-check";
import type { EnvironmentConfig } from "../../environments/schema";
import { isAliasName, isBucketName, isRolePath } from "../../modules/limits/formats";
import { tagConflicts } from "../../modules/limits/tags";
import { ACCOUNTS, maybe, optional, type TestContext } from "./arbitraries";
import { withAlerts } from "./arbitrary-alerts";
import { arbitraryQuery } from "./arbitrary-query";
import { bucketStatements, keyStatements } from "./arbitrary-statements";
import { withThreats } from "./arbitrary-threats";
import { withSiem } from "./arbitrary-siem";
import { arbitraryTrail } from "./arbitrary-trail";

type Lifecycle = NonNullable<EnvironmentConfig["logs"]["lifecycle"]>;
type StorageClass = NonNullable<Lifecycle["transitions"]>[number]["storageClass"];

const REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: ["eu-central-1", "us-east-1", "ap-southeast-2", "il-central-1"],
  "aws-us-gov": ["us-gov-west-1", "us-gov-east-1"],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
};

const STORAGE_CLASSES: readonly StorageClass[] = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
];

/** Environments that must be taken, with every option of the schema in every combination that fits. */
export function arbitraryEnvironment(isProtected: boolean): fc.Arbitrary<EnvironmentConfig> {
  return context(isProtected).chain(environmentOn);
}

const flag = maybe(fc.boolean());
const account = fc.constantFrom(...ACCOUNTS);
const bucketName = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/).filter(isBucketName);
const roleName = fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,64}$/);
const alias = fc.stringMatching(/^[A-Za-z0-9/_-]{1,60}$/).filter(isAliasName);
const organizationId = fc.stringMatching(/^o-[a-z0-9]{10,32}$/);
const environmentName = fc.stringMatching(/^[a-z][a-z0-9]{1,15}$/);
const keyPrefix = fc.stringMatching(/^[\w!.'()/-]{1,40}$/);
const shortPrefix = fc.stringMatching(/^[\w!.'()-]([\w!.'()/-]{0,58}[\w!.'()-])?$/);
const longPrefix = fc.stringMatching(/^[\w!.'()-][\w!.'()/-]{0,198}[\w!.'()-]$/);
const externalId = fc.stringMatching(/^[\w+=,.@:/-]{2,64}$/);
const principalName = fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,30}$/);
const tagText = (text: string) => !/^aws:/i.test(text);
const tags = fc
  .dictionary(
    fc.stringMatching(/^[A-Za-zé][\w .:/=+@-]{0,30}$/).filter(tagText),
    fc.stringMatching(/^[\w .:é]{0,60}$/).filter(tagText),
    { noNullPrototype: true, maxKeys: 50 },
  )
  .filter((all) => tagConflicts(all).length === 0);

function context(isProtected: boolean): fc.Arbitrary<TestContext> {
  return fc
    .constantFrom("aws", "aws", "aws-us-gov", "aws-cn")
    .chain((partition) =>
      fc.record({
        isProtected: fc.constant(isProtected),
        partition: fc.constant(partition),
        regions: fc.shuffledSubarray([...REGIONS[partition]!], { minLength: 2, maxLength: 2 }),
        archive: account,
        audited: fc.uniqueArray(account, { minLength: 1, maxLength: 3 }),
        replicaAccount: maybe(account),
        bucketNames: fc.uniqueArray(bucketName, { minLength: 5, maxLength: 5 }),
        roleNames: fc.uniqueArray(roleName, { minLength: 5, maxLength: 5, selector: (name) => name.toLowerCase() }),
        organization: maybe(optional({ id: organizationId, managementAccount: account })),
        ofOrganization: fc.boolean(),
        multiRegion: isProtected ? fc.constant(true) : fc.boolean(),
        lockDays: maybe(fc.oneof(fc.integer({ min: 1, max: 800 }), fc.constant(36500))),
        administrators: fc.array(principal(partition), { maxLength: 3 }),
        readerCount: fc.integer({ min: 0, max: 3 }),
        bringsBucket: fc.constantFrom(false, false, true),
        delegates: fc.boolean(),
      }),
    )
    .map(({ delegates, ...on }) => {
      const { organization } = on;
      const ofOrganization = on.ofOrganization && organization !== undefined;
      const audited = ofOrganization ? on.audited.slice(0, 1) : on.audited;
      const isDelegated = delegates && ofOrganization && audited[0] !== organization.managementAccount;
      return {
        ...on,
        ofOrganization,
        audited,
        organization: isDelegated ? { ...organization, delegatedAdministrator: {} } : organization,
      };
    });
}

function environmentOn(on: TestContext): fc.Arbitrary<EnvironmentConfig> {
  const [region] = on.regions;
  const [state, , accessLogs] = on.bucketNames;
  // A long prefix stands many times in the policy of a reader of listed accounts, which has its limit.
  return fc.boolean().chain((isLong) =>
    optional<EnvironmentConfig>({
      name: environmentName,
      namePrefix: maybe(
        fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9])?-?$/).filter((prefix) => prefix.length <= 11),
      ),
      protected: fc.constant(on.isProtected),
      region: fc.constant(region!),
      accounts: optional({ archive: archive(on), audited: audited(on) }),
      organization: fc.constant(on.organization),
      state: fc.constant({ bucketName: state! }),
      key: key(on),
      logs: on.bringsBucket ? existingBucket(on, isLong) : logs(on, isLong),
      accessLogs: optional({ bucketName: fc.constant(accessLogs!), lifecycle: maybe(lifecycle(1)) }),
      replica: on.bringsBucket ? fc.constant(undefined) : maybe(replica(on, isLong)),
      blockPublicAccessOfAccount: flag,
      readers: fc.tuple(...on.roleNames.slice(1, 1 + on.readerCount).map((name) => reader(on, name, isLong))),
      iam: maybe(iam(on)),
      breakGlass: maybe(
        optional({ roleName: fc.constant(on.roleNames[0]!), trustedPrincipals: principals(on.partition) }),
      ),
      trail: arbitraryTrail(on),
      alerts: fc.constant(undefined),
      query: maybe(arbitraryQuery(on)),
      threats: fc.constant(undefined),
      siem: fc.constant(undefined),
      tags: maybe(tags),
    })
      .chain((environment) => withSiem(on, environment))
      .chain((environment) => withAlerts(on, environment))
      .chain((environment) => withThreats(on, environment, lifecycle(1)))
      .map(withDeployer),
  );
}

/** KMS refuses a key policy that locks out the caller who sets it. */
function withDeployer(environment: EnvironmentConfig): EnvironmentConfig {
  const { key, accounts } = environment;
  const deployer = accounts.archive.assumeRole;
  if (key.rootAccess !== "nothing" || deployer === undefined) return environment;
  return { ...environment, key: { ...key, administrators: [...new Set([...key.administrators, deployer])] } };
}

type Key = EnvironmentConfig["key"];

function key(on: TestContext): fc.Arbitrary<Key> {
  const { isProtected, administrators, archive, partition, regions } = on;
  // KMS takes no change of a key policy from another account.
  const canRepair = administrators.some((arn) => arn.includes(`:${archive}:`));
  const rootAccess = [
    "administers" as const,
    ...(isProtected ? [] : ["iamDecides" as const]),
    ...(canRepair ? ["nothing" as const] : []),
  ];
  const policy = {
    administrators: fc.constant(administrators),
    rootAccess: maybe(fc.constantFrom(...rootAccess)),
    statements: keyStatements(on),
  };
  const id = fc.uuid().map((uuid) => `arn:${partition}:kms:${regions[0]}:${archive}:key/${uuid}`);
  const existing = optional<Pick<Extract<Key, { existing: true }>, "existing" | "arn" | keyof typeof policy>>({
    existing: fc.constant(true),
    arn: id,
    ...policy,
  });
  const created = optional<Exclude<Key, { existing: true }>>({
    alias,
    // Longer than any other alias, so that it is none of them.
    otherAliases: maybe(fc.array(alias, { maxLength: 1 }).map((names) => names.map((name) => name.padEnd(61, "x")))),
    ...policy,
    rotationPeriodInDays: maybe(fc.integer({ min: 90, max: 2560 })),
    deletionWindowInDays: maybe(fc.integer({ min: 7, max: 30 })),
  });
  return fc.oneof({ weight: 3, arbitrary: created }, { weight: 1, arbitrary: existing });
}

type Logs = EnvironmentConfig["logs"];

/** What the environment sets for any log bucket. */
function bucketOptions(on: TestContext, isLong: boolean) {
  const { isProtected, lockDays, bucketNames, readerCount } = on;
  return {
    bucketName: fc.constant(bucketNames[1]!),
    prefix: maybe(isLong ? longPrefix : shortPrefix),
    forceDestroy: isProtected || lockDays !== undefined ? maybe(fc.constant(false)) : flag,
    onlyReaders: readerCount === 0 ? maybe(fc.constant(false)) : flag,
    requireKeyHeader: flag,
    minimumTlsVersion: maybe(fc.constantFrom("1.2" as const, "1.3" as const)),
    statements: bucketStatements(on),
  };
}

function existingBucket(on: TestContext, isLong: boolean): fc.Arbitrary<Logs> {
  const options = bucketOptions(on, isLong);
  return optional<Pick<Extract<Logs, { existing: true }>, "existing" | keyof typeof options>>({
    existing: fc.constant(true),
    ...options,
  });
}

function logs(on: TestContext, isLong: boolean): fc.Arbitrary<Logs> {
  const { lockDays } = on;
  return optional<Exclude<Logs, { existing: true }>>({
    ...bucketOptions(on, isLong),
    lifecycle: maybe(lifecycle(lockDays ?? 1)),
    objectLock:
      lockDays === undefined
        ? fc.constant(undefined)
        : optional({ mode: fc.constantFrom("GOVERNANCE", "COMPLIANCE"), days: fc.constant(lockDays) }),
    eventBridge: flag,
    inventory: flag,
  });
}

function replica(on: TestContext, isLong: boolean): fc.Arbitrary<NonNullable<EnvironmentConfig["replica"]>> {
  const { regions, bucketNames, lockDays, replicaAccount, archive } = on;
  const elsewhere = replicaAccount !== undefined && replicaAccount !== archive;
  return optional<NonNullable<EnvironmentConfig["replica"]>>({
    region: elsewhere ? fc.constantFrom(...regions) : fc.constant(regions[1]!),
    bucketName: fc.constant(bucketNames[3]!),
    keyAlias: alias,
    timeControl: flag,
    metrics: flag,
    readers: maybe(reader(on, on.roleNames[4]!, isLong).map((one) => [one])),
    account: replicaAccount === undefined ? fc.constant(undefined) : access(on, replicaAccount),
    storageClass: maybe(fc.constantFrom("STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")),
    lifecycle: maybe(lifecycle(lockDays ?? 1)),
  }).map(({ metrics, ...others }) =>
    // Time control always has them.
    metrics === undefined || others.timeControl === true ? others : { ...others, metrics },
  );
}

function reader(on: TestContext, name: string, isLong: boolean) {
  const { partition, regions, ofOrganization, multiRegion } = on;
  const some = (values: readonly string[]) =>
    fc.subarray([...values], { minLength: 1, maxLength: Math.min(2, values.length) });
  return optional<EnvironmentConfig["readers"][number]>({
    roleName: fc.constant(name),
    trustedPrincipals: principals(partition),
    trustedPermissionSets: maybe(fc.array(permissionSet, { minLength: 1, maxLength: 2 })),
    externalId: maybe(externalId),
    requireMfa: flag,
    maxSessionHours: maybe(fc.integer({ min: 1, max: 12 })),
    accounts: isLong ? fc.constant(undefined) : maybe(some(ofOrganization ? ACCOUNTS : on.audited)),
    regions: isLong ? fc.constant(undefined) : maybe(some(multiRegion ? regions : regions.slice(0, 1))),
  });
}

const permissionSet = fc.record({ account, name: fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,32}$/) });

function iam({ partition }: TestContext): fc.Arbitrary<NonNullable<EnvironmentConfig["iam"]>> {
  return optional<NonNullable<EnvironmentConfig["iam"]>>({
    path: maybe(fc.stringMatching(/^\/([A-Za-z0-9+=,.@_-]{1,12}\/){0,2}$/).filter(isRolePath)),
    permissionsBoundary: maybe(
      fc.oneof(
        fc.stringMatching(/^([A-Za-z0-9+=,.@_-]{1,12}\/)?[A-Za-z0-9+=,.@_-]{1,12}$/),
        fc.constant(`arn:${partition}:iam::aws:policy/PowerUserAccess`),
      ),
    ),
  });
}

/** Transitions that cool down, each after the stay that S3 wants, and an expiration that fits them and the lock. */
function lifecycle(lockDays: number): fc.Arbitrary<Lifecycle> {
  const waits = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 7, maxLength: 7 });
  return fc
    .tuple(fc.subarray([...STORAGE_CLASSES]), waits, fc.boolean())
    .chain(([classes, [more, ...waited], expires]) => {
      const cooling = classes.filter((one, at) => !(one === "GLACIER_IR" && classes[at - 1] === "ONEZONE_IA"));
      const transitions: { afterDays: number; storageClass: StorageClass }[] = [];
      for (const [at, storageClass] of cooling.entries()) {
        const last = transitions.at(-1);
        const stay = last === undefined ? 0 : last.afterDays + (isInfrequent(last.storageClass) ? 30 : 1);
        const earliest = Math.max(stay, isInfrequent(storageClass) ? 30 : 0);
        transitions.push({ afterDays: earliest + waited[at]!, storageClass });
      }
      const end = Math.max((transitions.at(-1)?.afterDays ?? 0) + 1, lockDays);
      return optional<Lifecycle>({
        transitions: fc.constant(transitions.length > 0 ? transitions : undefined),
        expireAfterDays: fc.constant(expires ? Math.min(end + more!, 36500) : undefined),
        smallObjects: maybe(fc.constantFrom("stay" as const, "move" as const)),
        noncurrentTransitions: maybe(fc.constant([{ afterDays: 30, storageClass: "STANDARD_IA" as const }])),
        keepNoncurrentDays: maybe(fc.integer({ min: 31, max: 36500 })),
        keepNoncurrentVersions: maybe(fc.integer({ min: 1, max: 100 })),
        abortUploadsAfterDays: maybe(fc.integer({ min: 1, max: 36500 })),
        rules: maybe(fc.uniqueArray(rule(lockDays), { minLength: 1, maxLength: 3, selector: ({ id }) => id })),
      });
    });
}

type Rule = NonNullable<Lifecycle["rules"]>[number];

/** Filters by size that leave something, and at least one filter and one action. */
function rule(lockDays: number): fc.Arbitrary<Rule> {
  return optional<Rule>({
    id: fc.stringMatching(/^[A-Za-z0-9-]{1,30}$/),
    prefix: maybe(keyPrefix),
    largerThan: maybe(fc.integer({ min: 0, max: 1000 })),
    smallerThan: maybe(fc.integer({ min: 1001, max: 1_000_000 })),
    tags: maybe(tags),
    transitions: maybe(fc.constant([{ afterDays: 1, storageClass: "GLACIER" as const }])),
    expireAfterDays: maybe(fc.integer({ min: Math.max(2, lockDays), max: 36500 })),
    noncurrentTransitions: maybe(fc.constant([{ afterDays: 30, storageClass: "STANDARD_IA" as const }])),
    keepNoncurrentDays: maybe(fc.integer({ min: 31, max: 36500 })),
    keepNoncurrentVersions: maybe(fc.integer({ min: 1, max: 100 })),
  }).map((one) => {
    const { keepNoncurrentVersions: versions, ...others } = one;
    const whole = { prefix: "logs/", keepNoncurrentDays: 400, ...others };
    return versions === undefined ? whole : { ...whole, keepNoncurrentVersions: versions };
  });
}

function isInfrequent(storageClass: StorageClass): boolean {
  return storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA";
}

type Access = NonNullable<NonNullable<EnvironmentConfig["replica"]>["account"]>;

function access({ partition }: TestContext, id: string): fc.Arbitrary<Access> {
  const assumeRole = roleName.map((name) => `arn:${partition}:iam::${id}:role/${name}`);
  return optional<Access>({
    id: fc.constant(id),
    assumeRole: maybe(assumeRole),
    // Of the archive and of the copy: see below, and withAlerts.
    recordedBy: fc.constant(undefined),
  });
}

/** One audited account, or several: one of them may go without a name, and an organization has one trail. */
function audited(on: TestContext): fc.Arbitrary<EnvironmentConfig["accounts"]["audited"]> {
  const [first, ...others] = on.audited;
  const named = (id: string, index: number) => access(on, id).map((one) => ({ ...one, name: `account-${index}` }));
  const one = fc.oneof(access(on, first!), named(first!, 0));
  return others.length === 0 ? one : fc.tuple(one, ...others.map((id, index) => named(id, index + 1)));
}

function archive(on: TestContext): fc.Arbitrary<EnvironmentConfig["accounts"]["archive"]> {
  const isRecorded = on.ofOrganization || on.audited.includes(on.archive);
  const recordedBy = isRecorded ? fc.constant(undefined) : maybe(fc.constant("the trail of Control Tower"));
  return fc
    .tuple(access(on, on.archive), recordedBy)
    .map(([one, by]) => (by === undefined ? one : { ...one, recordedBy: by }));
}

const principals = (partition: string) => fc.array(principal(partition), { minLength: 1, maxLength: 3 });

function principal(partition: string): fc.Arbitrary<string> {
  return fc
    .tuple(account, fc.constantFrom("role/", "user/", "role/team/"), principalName)
    .map(([owner, kind, name]) => `arn:${partition}:iam::${owner}:${kind}${name}`);
}
