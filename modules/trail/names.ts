import { deliveryTopicName, logGroupName } from "../derived-names";
import type { KeysOf } from "../known-options";
import { arnsIn, partitionOf, type Location } from "../policy";

/** An AWS organization whose accounts a trail records. */
export interface Organization {
  /** `o-` and 10 to 32 letters and digits. */
  readonly id: string;
  /** Owns the organization's trails, including those that a delegated administrator creates. 12 digits. */
  readonly managementAccount: string;
}

export const ORGANIZATION_OPTIONS: KeysOf<Organization> = { id: true, managementAccount: true };

export interface TrailIdentity extends Location {
  /** 3 to 128 characters, see `isTrailName`. */
  readonly name: string;
  /** Records all accounts of the organization. @default none: records its own account */
  readonly organization?: Organization;
  /** Name of its log group, in its own account and Region. @default `/aws/cloudtrail/` and the trail's name */
  readonly logGroupName?: string;
}

/**
 * The names and ARNs that derive from a trail's configuration. Key and bucket policies name them before the trail
 * exists, which is what keeps key, bucket and trail from waiting for each other.
 */
export function trailNames({ name, account, region, organization, ...names }: TrailIdentity) {
  const here = arnsIn({ account, region });
  const owner = organization?.managementAccount ?? account;
  const logGroup = names.logGroupName ?? logGroupName(name);
  const topic = deliveryTopicName(name);
  return {
    partition: partitionOf(region),
    trailArn: arnsIn({ account: owner, region }).trail(name),
    logGroupName: logGroup,
    logGroupArn: here.logGroup(logGroup),
    topicName: topic,
    topicArn: here.topic(topic),
  };
}
