import { idFor, idOfPrincipal } from "../../cli/access/ids";
import type { EnvironmentConfig } from "../../environments/schema";
import { arnsIn } from "../../modules/policy";

/** What decides which access is expected: the options of an environment, or the model of an example. */
export interface Facts {
  /** Ids of subjects. */
  readonly readers: readonly string[];
  /** Those of the readers who may read logs of the trail's own account and Region. */
  readonly readersHere: readonly string[];
  readonly keyAdministrators: readonly string[];
  /** Ids of those who must be able to repair the key policy. */
  readonly repairers: readonly string[];
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
  /** Archive and trail are in different accounts. */
  readonly apart: boolean;
  readonly topic: boolean;
  readonly state: boolean;
  /** Names of roles, as ids of cases hold them. */
  readonly rolesWithMfa: readonly string[];
  readonly rolesWithExternalId: readonly string[];
}

export function factsOf({ name, accounts, region, key, logs, readers, ...rest }: EnvironmentConfig): Facts {
  const { breakGlass, replica, trail } = rest;
  const archive = accounts.archive.id;
  const roleId = (roleName: string) => idOfPrincipal(arnsIn({ account: archive, region }).role(roleName));
  // KMS lets no other account change a key policy.
  const own = key.administrators.filter((arn) => arn.includes(`:${archive}:`));
  return {
    readers: readers.map(({ roleName }) => roleId(roleName)),
    readersHere: readers
      .filter((reader) => reader.accounts?.includes(accounts.audited.id) !== false)
      .filter(({ regions }) => regions?.includes(region) !== false)
      .map(({ roleName }) => roleId(roleName)),
    keyAdministrators: key.administrators.map(idOfPrincipal),
    repairers: key.rootAccess === "nothing" ? own.map(idOfPrincipal) : ["root"],
    breakGlass: breakGlass && roleId(breakGlass.roleName),
    replication: replica && roleId(`${name}-audit-log-replication`),
    encrypted: true,
    iamDecides: key.rootAccess === "iamDecides",
    onlyReaders: logs.onlyReaders === true,
    requireKeyHeader: logs.requireKeyHeader === true,
    complianceLock: logs.objectLock?.mode === "COMPLIANCE",
    apart: archive !== accounts.audited.id,
    topic: trail.deliveryTopic === true,
    state: true,
    rolesWithMfa: [
      ...readers.filter(({ requireMfa }) => requireMfa !== false),
      ...(breakGlass ? [breakGlass] : []),
    ].map(({ roleName }) => idFor(roleName)),
    rolesWithExternalId: readers
      .filter(({ externalId }) => externalId !== undefined)
      .map(({ roleName }) => idFor(roleName)),
  };
}
