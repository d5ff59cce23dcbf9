import * as fc from "fast-check";
import { recordedIds } from "../../environments/schema/audited";
import type { EnvironmentConfig } from "../../environments/schema";
import { ACCOUNTS, maybe, optional, type TestContext } from "./arbitraries";

type Siem = NonNullable<EnvironmentConfig["siem"]>;
type Subscriber = Siem["subscribers"][number];

const externalId = fc.stringMatching(/^[\w+=,.@:/-]{2,64}$/);
const roleName = fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,30}$/);

/** The environment with a feed for a SIEM, or without. */
export function withSiem(on: TestContext, environment: EnvironmentConfig): fc.Arbitrary<EnvironmentConfig> {
  return fc.option(siem(on, environment), { freq: 2, nil: undefined }).map((given) => {
    if (given === undefined) return environment;
    const { logs } = environment;
    const eventBridge = "existing" in logs ? true : (logs.eventBridge ?? true) || undefined;
    return { ...environment, logs: { ...logs, eventBridge } as EnvironmentConfig["logs"], siem: given };
  });
}

/** Names that no other is another's with `-failed`, as a dead-letter queue is called. */
function siem(on: TestContext, environment: EnvironmentConfig): fc.Arbitrary<Siem> {
  const names = fc.uniqueArray(
    fc
      .oneof(fc.constantFrom("constructor", "1", "-"), fc.stringMatching(/^[a-z0-9-]{1,20}$/))
      .filter((name) => !name.endsWith("-failed")),
    { minLength: 1, maxLength: 3 },
  );
  return names
    .chain((all) => fc.tuple(...all.map((name) => subscriber(on, environment, name))))
    .map((subscribers) => ({ subscribers }));
}

function subscriber(on: TestContext, environment: EnvironmentConfig, name: string): fc.Arbitrary<Subscriber> {
  const viaTopic = "existing" in environment.logs ? fc.constant(false) : fc.boolean();
  return fc.tuple(viaTopic, fc.boolean()).chain(([topic, exists]) =>
    optional<Subscriber>({
      name: fc.constant(name),
      ...scope(on, environment, topic),
      ...(exists ? existing(on) : created(on)),
      ...(topic
        ? {
            via: fc.constant("topic" as const),
            subscribers: fc.uniqueArray(principal(on, "root"), { minLength: 1, maxLength: 2 }),
            visibilityTimeoutSeconds: fc.constant(undefined),
          }
        : {
            via: maybe(fc.constant("queue" as const)),
            subscribers: fc.constant(undefined),
            visibilityTimeoutSeconds: maybe(fc.integer({ min: 0, max: 43_200 })),
          }),
    }),
  );
}

function scope(on: TestContext, environment: EnvironmentConfig, topic: boolean) {
  // A long prefix stands in a pattern, and in a policy, as often as there are accounts and Regions.
  const isLong = (environment.logs.prefix ?? "").length > 60;
  const most = isLong ? 1 : 2;
  const recorded = recordedIds(environment) ?? ACCOUNTS;
  const accounts = fc.subarray([...recorded], { minLength: 1, maxLength: Math.min(most, recorded.length) });
  // Where a former trail of an organization delivers under the same prefix, accounts must be listed.
  const isListed = topic || (environment.trail.formerly ?? []).some(({ ofOrganization }) => ofOrganization === true);
  const regions = on.multiRegion ? on.regions : on.regions.slice(0, 1);
  return {
    accounts: isListed ? accounts : maybe(accounts),
    regions: isLong
      ? fc.constant(undefined)
      : maybe(fc.subarray([...regions], { minLength: 1, maxLength: regions.length })),
  };
}

function created(on: TestContext) {
  return {
    trustedPrincipals: fc.uniqueArray(principal(on), { minLength: 1, maxLength: 2 }),
    externalId,
    maxSessionHours: maybe(fc.integer({ min: 1, max: 12 })),
    existingRole: fc.constant(undefined),
  };
}

function existing({ partition }: TestContext) {
  // Longer than the names that the environment makes up.
  const existingRole = fc
    .tuple(fc.constantFrom(...ACCOUNTS), fc.constantFrom("", "team/"), roleName)
    .map(([account, path, name]) => `arn:${partition}:iam::${account}:role/${path}${name.padEnd(64, "x")}`);
  return {
    existingRole,
    trustedPrincipals: fc.constant(undefined),
    externalId: fc.constant(undefined),
    maxSessionHours: fc.constant(undefined),
  };
}

function principal({ partition, archive }: TestContext, ...more: readonly "root"[]): fc.Arbitrary<string> {
  const user = fc
    .tuple(fc.constantFrom(...ACCOUNTS), fc.constantFrom("user", "role"), roleName)
    .map(([account, kind, name]) => `arn:${partition}:iam::${account}:${kind}/${name}`);
  const account = fc
    .constantFrom(...ACCOUNTS.filter((one) => one !== archive))
    .map((one) => `arn:${partition}:iam::${one}:root`);
  return more.length > 0 ? fc.oneof(user, account) : user;
}
