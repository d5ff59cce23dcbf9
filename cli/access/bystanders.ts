import type { Environment } from "../model/environment";
import { powerlessIn } from "./powerless";

/**
 * The environment without buckets, topics and queues that have nothing to do with its trail: a state of a whole account
 * has those of applications. A topic or queue stays if it has the key of the logs.
 */
export function withOwnParts(environment: Environment): Environment {
  const { trail, logBucket, accessLogBucket, replicaBucket, stateBucket } = environment;
  const own = [logBucket, accessLogBucket, replicaBucket, stateBucket];
  const keys = [trail.keyArn, logBucket.keyArn].filter((arn) => arn !== undefined);
  return {
    ...environment,
    buckets: environment.buckets.filter((bucket) => own.includes(bucket)),
    channels: environment.channels.filter(({ keyArn }) => keyArn !== undefined && keys.includes(keyArn)),
  };
}

/** Also without roles and users to which the matrix cannot allow anything. */
export function withoutBystanders(environment: Environment): Environment {
  const own = withOwnParts(environment);
  const isPowerless = powerlessIn(own);
  const identities = own.identities.filter(
    ({ arn, policies }) => !isPowerless({ kind: "principal", arn, organizationId: undefined, policies }),
  );
  return { ...own, identities };
}
