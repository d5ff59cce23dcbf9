import type { WatchedKind } from "./watched";

/**
 * How a value names what is watched, other than by being equal: it begins or ends with it, or is a `part` of it, whose
 * own name follows after a colon.
 */
type Relation = "prefix" | "suffix" | "part";

/** One condition on a field of a CloudTrail record. `[]` marks a list, any item of which may meet it. */
export type Test =
  | { readonly field: string; readonly watched: WatchedKind; readonly as?: Relation }
  | { readonly field: string; readonly equals: string }
  /** Absent, or anything else. */
  | { readonly field: string; readonly not: string }
  | { readonly field: string; readonly absent: true };

/** Which calls concern something: those whose records meet every test of one of the alternatives. */
export interface Scope {
  readonly title: string;
  readonly alternatives: readonly (readonly Test[])[];
}

/** A request parameter that names a watched resource. */
function parameter(name: string, watched: WatchedKind, as?: Relation) {
  return [{ field: `requestParameters.${name}`, watched, ...(as && { as }) }];
}

/** Where the records of each service name the resource that they concern. */
export const SCOPES = {
  trail: {
    title: "the trail, by name or ARN",
    alternatives: [parameter("name", "trails"), parameter("trailName", "trails")],
  },
  key: {
    // The request may name the key by its id, ARN or alias; only this is always the ARN.
    title: "a key",
    alternatives: [[{ field: "resources[].ARN", watched: "keys" }]],
  },
  bucket: { title: "a bucket", alternatives: [parameter("bucketName", "buckets")] },
  role: { title: "a role", alternatives: [parameter("roleName", "roles")] },
  policy: { title: "a reader's policy", alternatives: [parameter("policyArn", "policies")] },
  breakGlassRole: { title: "the break-glass role", alternatives: [parameter("roleArn", "breakGlassRoles")] },
  logGroup: {
    title: "a log group",
    // The identifier is the name or the ARN.
    alternatives: [parameter("logGroupName", "logGroups"), parameter("logGroupIdentifier", "logGroups", "suffix")],
  },
  eventRule: {
    title: "a rule of the alerts or of a SIEM's feed",
    alternatives: [parameter("name", "eventRules", "prefix"), parameter("rule", "eventRules", "prefix")],
  },
  function: {
    title: "the function of the alerts",
    alternatives: [parameter("functionName", "functions"), parameter("functionName", "functions", "part")],
  },
  topic: {
    title: "a topic or one of its subscriptions",
    alternatives: [parameter("topicArn", "topics"), parameter("subscriptionArn", "topics", "part")],
  },
  queue: {
    title: "a queue of the alerts or of a SIEM",
    // The address of the queue, whose host has several forms.
    alternatives: [parameter("queueUrl", "queues", "suffix")],
  },
  alarm: {
    title: "an alarm",
    alternatives: [parameter("alarmName", "alarms", "prefix"), parameter("alarmNames[]", "alarms", "prefix")],
  },
  account: { title: "the account", alternatives: [[]] },
  root: {
    title: "the root user, not AWS on its behalf",
    alternatives: [
      [
        { field: "userIdentity.type", equals: "Root" },
        { field: "userIdentity.invokedBy", absent: true },
        { field: "eventType", not: "AwsServiceEvent" },
      ],
    ],
  },
  signInWithoutMfa: {
    title: "an IAM user who signed in without MFA",
    alternatives: [
      [
        { field: "userIdentity.type", equals: "IAMUser" },
        { field: "responseElements.ConsoleLogin", equals: "Success" },
        { field: "additionalEventData.MFAUsed", not: "Yes" },
      ],
    ],
  },
} as const satisfies Record<string, Scope>;

export type ScopeName = keyof typeof SCOPES;

/** The kinds of watched resources that a scope names. */
export function kindsOf(scope: ScopeName): WatchedKind[] {
  const { alternatives }: Scope = SCOPES[scope];
  return alternatives.flat().flatMap((test) => ("watched" in test ? test.watched : []));
}
