import { alertedAccounts, regionsToForward, type AlertedAccount } from "../environments/schema/alerted";
import { detectorsOf } from "../environments/schema/detectors";
import type { EnvironmentConfig } from "../environments/schema";
import { alertsNames, joinWatched, ownResources, type AlertsIdentity, type WatchedResources } from "../modules/alerts";
import { alertsName, findingsRoleName, replicationRoleName, nameBase } from "../modules/derived-names";
import { arnsIn, parseArn } from "../modules/policy";
import { trailNames } from "../modules/trail";
import type { RecordedTrail } from "./recorded-trails";
import { siemWatched } from "./siem-feed";
import { announcingTopic, deliveryRole } from "./trail-deliveries";

/** ARNs of the keys, which AWS assigns. */
export interface KeyArns {
  readonly logs: () => string;
  readonly replica: () => string;
}

export function alertsIdentity(environment: EnvironmentConfig, { id }: AlertedAccount): AlertsIdentity {
  return { name: alertsName(nameBase(environment)), account: id, region: environment.region };
}

/** What alerts watch in one account: its trail, and what it holds of the archive and of its copy. */
export function watchIn(
  environment: EnvironmentConfig,
  account: AlertedAccount,
  trails: readonly RecordedTrail[],
  keys: KeyArns,
): WatchedResources {
  const { accounts, replica, iam } = environment;
  const identity = alertsIdentity(environment, account);
  const names = alertsNames(identity);
  const arns = arnsIn(identity);
  const detectors = detectorsOf(environment).filter((detector) => detector.account.id === account.id);
  const forwarders = [
    ...regionsToForward(environment, account.id).map(({ region }) => names.forwarderRoleName(region)),
    ...detectors
      .filter(({ region }) => region !== environment.region)
      .map(({ region }) => findingsRoleName(identity.name, region)),
  ];
  const isHere = (owner: string | undefined) => (owner ?? accounts.archive.id) === account.id;
  return joinWatched(
    {
      accounts: [account.id],
      roles: forwarders.map((role) => arns.role(role, iam?.path)),
      // Not their keys: AWS assigns their ARNs later, in the stacks of the detectors.
      buckets: detectors.flatMap(({ bucketName }) => bucketName ?? []),
    },
    ...trails.map((trail) => ofTrail(environment, trail, account)),
    ...(isHere(accounts.archive.id) ? [ofArchive(environment, keys)] : []),
    ...(replica && isHere(replica.account?.id) ? [ofReplica(environment, replica, account, keys)] : []),
  );
}

/** What the log group of an organization's trail shows: calls on what all accounts hold, and on its own account's alerts. */
export function watchEverywhere(
  environment: EnvironmentConfig,
  own: AlertedAccount,
  trails: readonly RecordedTrail[],
  keys: KeyArns,
): WatchedResources {
  return joinWatched(
    ownResources(alertsIdentity(environment, own), environment.iam),
    ...alertedAccounts(environment).map((account) => watchIn(environment, account, trails, keys)),
  );
}

/** A trail that records the account, which is not always a trail of the account. */
function ofTrail({ iam }: EnvironmentConfig, trail: RecordedTrail, account: AlertedAccount): WatchedResources {
  const { use, options } = trail;
  const { trailArn, logGroupArn } = trailNames(use);
  const isOwn = use.account === account.id;
  if (!isOwn) return { accounts: [], trails: use.organization ? [trailArn] : [] };
  const role = deliveryRole(trail, iam);
  const topic = announcingTopic(trail);
  return {
    accounts: [],
    trails: [trailArn],
    roles: role === undefined ? [] : [role],
    logGroups: options.cloudWatchLogs ? [logGroupArn] : [],
    // Calls on a topic of another account are recorded there.
    topics: topic !== undefined && parseArn(topic)?.account === account.id ? [topic] : [],
  };
}

function ofArchive(environment: EnvironmentConfig, keys: KeyArns): WatchedResources {
  const { accounts, region, state, logs, accessLogs, query, readers, breakGlass, replica, iam } = environment;
  const arns = arnsIn({ account: accounts.archive.id, region });
  const breakGlassRoles = breakGlass ? [arns.role(breakGlass.roleName, iam?.path)] : [];
  const replication = replica ? [arns.role(replicationRoleName(nameBase(environment)), iam?.path)] : [];
  return joinWatched(ofReaders(arns, readers, iam?.path), siemWatched(environment), {
    accounts: [],
    keys: [keys.logs()],
    // What queries find is copied from the logs.
    buckets: [logs, accessLogs, state, query ?? []].flat().map(({ bucketName }) => bucketName),
    roles: [...breakGlassRoles, ...replication],
    breakGlassRoles,
  });
}

function ofReplica(
  { region, iam }: EnvironmentConfig,
  replica: NonNullable<EnvironmentConfig["replica"]>,
  { id }: AlertedAccount,
  keys: KeyArns,
): WatchedResources {
  const { bucketName, readers = [] } = replica;
  const ofRoles = ofReaders(arnsIn({ account: id, region }), readers, iam?.path);
  return { ...ofRoles, keys: [keys.replica()], buckets: [bucketName] };
}

/** Roles that read logs. A reader's policy has its role's name and path. */
function ofReaders(arns: ReturnType<typeof arnsIn>, readers: readonly { roleName: string }[], path?: string) {
  return {
    accounts: [],
    roles: readers.map(({ roleName }) => arns.role(roleName, path)),
    policies: readers.map(({ roleName }) => arns.policy(roleName, path)),
  };
}
