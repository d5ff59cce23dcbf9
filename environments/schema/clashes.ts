import { detectorsOf } from "./detectors";
import { bucketNames, clash, takenNames, type TakenName } from "./name-spaces";
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
  return checked.flatMap((one, index) => {
    const earlier = checked.slice(0, index);
    const others = checked.filter((other) => other !== one);
    return [
      ...sameNames(one, earlier),
      ...sameAccountBlock(one, earlier),
      ...sameDetector(one, earlier),
      ...recordedElsewhere(one, others),
    ];
  });
}

/**
 * Reports the first environment with the same name, and one problem for each pair of options from which several names
 * derive.
 */
function sameNames({ label, environment }: Checked, earlier: readonly Checked[]): string[] {
  const taken = earlier.flatMap((other) =>
    takenNames(other.environment).map((name) => ({ ...name, label: other.label })),
  );
  const pairs = takenNames(environment).flatMap((name) => {
    const same = taken.find((candidate) => clash(name, candidate));
    return same ? [{ name, same }] : [];
  });
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

/** Two trails that record each other's log buckets write to each other endlessly. */
function recordedElsewhere({ label, environment }: Checked, others: readonly Checked[]): string[] {
  const buckets = others.flatMap((other) =>
    bucketNames(other.environment).map(({ path, name }) => ({ where: `${other.label}: ${path}`, name })),
  );
  return recordedBuckets(environment).flatMap(({ path, name }) => {
    const other = buckets.find((bucket) => bucket.name === name);
    return other
      ? [`${label}: ${path} must not be the bucket of ${other.where}: trails would log each other, got "${name}"`]
      : [];
  });
}
