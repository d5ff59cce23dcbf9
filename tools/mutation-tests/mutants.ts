import { policiesIn } from "../../cli/model/policies-in";
import type { Bucket, Environment, Identity, Trail } from "../../cli/model/environment";
import type { Policy } from "../../cli/policy/document";
import type { Statement } from "../../modules/policy";
import { changesOf } from "./changes";

/** A configuration with one statement changed. */
export interface Mutant {
  /** The policy and the statement before the change. */
  readonly from: Policy;
  readonly statement: Statement;
  readonly title: string;
  readonly to: Policy;
  /** The changed statement; `undefined` if it is removed. */
  readonly changed: Statement | undefined;
}

/** Every change to every statement of every policy, always in the same order. */
export function mutantsOf(environment: Environment): Mutant[] {
  return policiesIn(environment).flatMap(({ place, policy: from }) =>
    from.statements.flatMap((statement) =>
      changesOf(statement, place).map(({ title, statement: changed }) => ({
        from,
        statement,
        title,
        to: { ...from, statements: from.statements.flatMap((one) => (one === statement ? (changed ?? []) : one)) },
        changed,
      })),
    ),
  );
}

/** The environment with one policy replaced by another. */
export function withPolicy(environment: Environment, { from, to }: Pick<Mutant, "from" | "to">): Environment {
  const swap = (policy: Policy) => (policy === from ? to : policy);
  const maybe = (policy: Policy | undefined) => policy && swap(policy);
  const bucket = <One extends Bucket | undefined>(one: One): One => one && { ...one, policy: maybe(one.policy) };
  const trail = (one: Trail): Trail => ({
    ...one,
    topic: one.topic && { ...one.topic, policy: maybe(one.topic.policy) },
  });
  return {
    ...environment,
    logBucket: bucket(environment.logBucket),
    accessLogBucket: bucket(environment.accessLogBucket),
    replicaBucket: bucket(environment.replicaBucket),
    stateBucket: bucket(environment.stateBucket),
    findingBuckets: environment.findingBuckets.map(bucket),
    resultsBucket: bucket(environment.resultsBucket),
    trails: environment.trails.map(trail),
    trail: trail(environment.trail),
    channels: environment.channels.map((channel) => ({ ...channel, policy: maybe(channel.policy) })),
    keys: environment.keys.map((key) => ({ ...key, policy: swap(key.policy) })),
    identities: environment.identities.map((identity): Identity => ({
      ...identity,
      policies: identity.policies.map(swap),
      boundary: maybe(identity.boundary),
      trust: maybe(identity.trust),
    })),
  };
}
