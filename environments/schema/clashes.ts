import { detectorsOf } from "./detectors";
import { bucketNames, identityOf, takenNames, type TakenName } from "./name-spaces";
import type { Environment } from "./rule";
import { recordedBuckets } from "./rules";

/** An environment without the values that the schema refuses. */
export interface Checked {
  /** Its name, or its position in the list. */
  readonly label: string;
  readonly environment: Environment;
}

/**
 * What environments must not share: names, the public access block and the detectors of an account, and buckets that
 * trails fill.
 */
export function clashes(checked: readonly Checked[]): string[] {
  const owners = new Map<string, Owned>();
  const buckets = bucketsOf(checked);
  return checked.flatMap((one, index) => {
    const earlier = checked.slice(0, index);
    return [
      ...sameNames(one, owners),
      ...sameAccountBlock(one, earlier),
      ...sameDetector(one, earlier),
      ...recordedElsewhere(one, buckets),
    ];
  });
}

/** A name, and the label of the first environment that uses it. */
interface Owned extends TakenName {
  readonly label: string;
}

/**
 * Reports the first environment with the same name, and one problem for each pair of options from which several names
 * derive. Adds the names that are new to `owners`.
 */
function sameNames({ label, environment }: Checked, owners: Map<string, Owned>): string[] {
  const names = takenNames(environment);
  const pairs = names.flatMap((name) => {
    const same = owners.get(identityOf(name));
    return same ? [{ name, same }] : [];
  });
  for (const name of names) if (!owners.has(identityOf(name))) owners.set(identityOf(name), { ...name, label });
  const written = pairs.filter(({ name }) => name.of === undefined);
  const following = pairs.filter(
    ({ name, same }) =>
      name.of !== undefined &&
      // Equal names of environments are a separate problem.
      same.label !== label &&
      !written.some((pair) => pair.name.path === name.path && pair.same.path === same.path),
  );
  return [...written, ...following].map(
    ({ name, same }) =>
      `${label}: ${mustDiffer(name)} that of ${same.label}: ${same.of ?? same.path}, got "${name.name}"`,
  );
}

/** `logs.bucketName must differ from` */
function mustDiffer({ path, of }: TakenName): string {
  return of === undefined ? `${path} must differ from` : `${path} must give ${of} another name than`;
}

/** An account has one block: two stacks that manage it overwrite each other. */
function sameAccountBlock({ label, environment }: Checked, earlier: readonly Checked[]): string[] {
  const blocked = ({ accounts, blockPublicAccessOfAccount }: Environment) =>
    blockPublicAccessOfAccount === true ? accounts?.archive?.id : undefined;
  const account = blocked(environment);
  const owner = account === undefined ? undefined : earlier.find((other) => blocked(other.environment) === account);
  return owner === undefined
    ? []
    : [
        `${label}: blockPublicAccessOfAccount must be false: ${owner.label} blocks account ${account} already, got true`,
      ];
}

/** GuardDuty has one detector in an account and Region. */
function sameDetector({ label, environment }: Checked, earlier: readonly Checked[]): string[] {
  return detectorsOf(environment).flatMap(({ account: { id }, region }) => {
    const owner = earlier.find((other) =>
      detectorsOf(other.environment).some((one) => one.account.id === id && one.region === region),
    );
    return owner === undefined
      ? []
      : [
          `${label}: threats.regions must leave out the Region where ${owner.label} has the detector of account ${id}, ` +
            `got "${region}"`,
        ];
  });
}

/** A bucket that an environment creates. */
interface OwnBucket {
  readonly owner: Checked;
  readonly path: string;
}

function bucketsOf(checked: readonly Checked[]): Map<string, OwnBucket[]> {
  const buckets = new Map<string, OwnBucket[]>();
  for (const owner of checked)
    for (const { path, name } of bucketNames(owner.environment))
      buckets.set(name, [...(buckets.get(name) ?? []), { owner, path }]);
  return buckets;
}

/** Two trails that record each other's log buckets write to each other endlessly. */
function recordedElsewhere(one: Checked, buckets: ReadonlyMap<string, readonly OwnBucket[]>): string[] {
  return recordedBuckets(one.environment).flatMap(({ path, name }) => {
    const other = buckets.get(name)?.find(({ owner }) => owner !== one);
    if (other === undefined) return [];
    const where = `${other.owner.label}: ${other.path}`;
    return [`${one.label}: ${path} must not be the bucket of ${where}: trails would log each other, got "${name}"`];
  });
}
