import * as fc from "fast-check";
import type { EnvironmentConfig } from "../../environments/schema";
import { nodesOf } from "./complete-environment";
import { ABSENT, changed, uncheckedWith, type Overrides } from "./environment";
import { OPTIONS } from "./environment-options";

/** What must be refused, and how the line begins and ends that says why. */
export interface Broken {
  readonly environments: readonly unknown[];
  readonly start: string;
  readonly end: string;
}

/** Breaks a sound environment. `pick` chooses where there are several places. */
export type Break = (environment: EnvironmentConfig, pick: number) => Broken;

/** A break by name, so that a counterexample tells what was done. */
export type NamedBreak = readonly [string, Break];

/** Sound environments, each broken in one of these ways. */
export function arbitraryBroken(sound: fc.Arbitrary<EnvironmentConfig>, breaks: readonly NamedBreak[]) {
  return fc.tuple(sound, fc.constantFrom(...breaks), fc.nat()).map(([environment, [way, breakIt], pick]) => {
    return { way, ...breakIt(environment, pick) };
  });
}

/**
 * The same environment, which creates its log bucket, key and log group: what exists takes fewer options. It has no
 * statements, which name the bucket.
 */
export function withNewThings(environment: EnvironmentConfig): EnvironmentConfig {
  const { trail, ...others } = environment;
  const { statements: _, ...key } = environment.key;
  const { statements: __, ...logs } = environment.logs;
  const { cloudWatchLogs, ...trailOptions } = trail;
  const { administrators, rootAccess, bucketName } = { ...key, ...logs };
  const group = cloudWatchLogs && ("existing" in cloudWatchLogs ? { retentionInDays: 365 as const } : cloudWatchLogs);
  return {
    ...others,
    key: "existing" in key ? { alias: "new-key", administrators, ...(rootAccess && { rootAccess }) } : key,
    logs: "existing" in logs ? { bucketName } : logs,
    trail: { ...trailOptions, ...(group && { cloudWatchLogs: group }) },
  };
}

/** Changes that break a rule; the line names this path and value. */
export function rule(path: string, value: unknown, changes: (environment: EnvironmentConfig) => Overrides): Break {
  return (environment) => ({
    environments: [uncheckedWith(changes(environment), withNewThings(environment))],
    start: `${environment.name}: ${path} `,
    end: `got ${shown(value)}`,
  });
}

/** Keys that people choose. */
const FREE = /(^|\.)(tags|Condition)(\.|$)/;

const wrongType: Break = (environment, pick) => {
  const nodes = nodesOf(environment).filter(
    ({ path, value }) => (!FREE.test(path) || /(tags|Condition)$/.test(path)) && value !== undefined,
  );
  const { path, value } = nodes[pick % nodes.length]!;
  const wrong = typeof value === "string" ? 5 : "x".repeat(pick % 3);
  return {
    environments: [changed(environment, path, wrong)],
    start: `${path === "name" ? "environments[0]" : environment.name}: ${path} must be `,
    end: `got ${shown(wrong)}`,
  };
};

const unknownKey: Break = (environment, pick) => {
  const objects = nodesOf(environment).filter(
    ({ path, value }) => !FREE.test(path) && typeof value === "object" && !Array.isArray(value),
  );
  const key = ["typo", "Name", "constructor"][pick % 3]!;
  const paths = [key, ...objects.map(({ path }) => `${path}.${key}`)];
  const path = paths[pick % paths.length]!;
  return {
    environments: [changed(environment, path, true)],
    // What follows is the likely key, or the list of keys.
    start: `${environment.name}: ${path} is unknown; `,
    end: "",
  };
};

const wrongValue: Break = (given, pick) => {
  const environment = withNewThings(given);
  const there = new Set(nodesOf(environment).map(({ path }) => path));
  const options = OPTIONS.filter(({ path }) => there.has(path) && !path.startsWith("trail.events.data"));
  const { path, allowed, refused } = options[pick % options.length]!;
  const value = refused[pick % refused.length];
  return {
    environments: [changed(environment, path, value)],
    start: `${environment.name}: ${path} must be ${allowed}, got `,
    end: typeof value === "string" && value.length > 80 ? `(${value.length} characters)` : shown(value),
  };
};

const REQUIRED = [
  ...["protected", "region", "accounts", "accounts.archive", "accounts.audited.id", "accounts.audited[0].id", "state"],
  ...["state.bucketName", "key", "key.alias", "key.administrators", "logs", "logs.bucketName", "accessLogs.bucketName"],
  ...["readers", "trail.name"],
];

const missing: Break = (environment, pick) => {
  const there = new Set(nodesOf(environment).map(({ path }) => path));
  const required = REQUIRED.filter((path) => there.has(path));
  const path = required[pick % required.length]!;
  return {
    environments: [changed(environment, path, ABSENT)],
    start: `${environment.name}: ${path} is missing; it must be `,
    end: "",
  };
};

const sameBucketElsewhere: Break = (environment, pick) => {
  const name = [environment.state, environment.logs, environment.accessLogs][pick % 3]!.bucketName;
  const twin = uncheckedWith({ name: "twin0", replica: undefined, ...bucketsOfTwin(name) }, environment);
  return {
    environments: [environment, twin],
    start: "twin0: state.bucketName must differ from that of ",
    end: `got ${shown(name)}`,
  };
};

function bucketsOfTwin(name: string): Overrides {
  return { state: { bucketName: name }, logs: { bucketName: "twin-logs" }, accessLogs: { bucketName: "twin-access" } };
}

const sameName: Break = (environment) => ({
  environments: [environment, { ...environment }],
  start: "environments[1]: name must differ from that of environments[0]: name, ",
  end: `got ${shown(environment.name)}`,
});

const listedTwice: Break = (environment) => ({
  environments: [environment, environment],
  start: `environments[1]: ${environment.name} is listed already, `,
  end: "as environments[0]",
});

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Ways that fit every option there is. */
export const BREAKS_OF_OPTIONS: readonly NamedBreak[] = [
  ["wrong type", wrongType],
  ["wrong type", wrongType],
  ["unknown key", unknownKey],
  ["wrong value", wrongValue],
  ["wrong value", wrongValue],
  ["wrong value", wrongValue],
  ["missing", missing],
  ["bucket of another environment", sameBucketElsewhere],
  ["name of another environment", sameName],
  ["listed twice", listedTwice],
];
