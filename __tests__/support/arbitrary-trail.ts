import * as fc from "fast-check";
import type { EnvironmentConfig } from "../../environments/schema";
import { isBucketNameOfAnyAge, isLogGroupName, isTrailName } from "../../modules/limits/formats";
import { LOG_RETENTION_DAYS } from "../../modules/limits/numbers";
import { ACCOUNTS, maybe, optional, type TestContext } from "./arbitraries";

type TrailConfig = EnvironmentConfig["trail"];
type Events = NonNullable<TrailConfig["events"]>;
type DataEvents = NonNullable<Events["data"]>[number];
type Recorded = Pick<Events, "selectors" | "data" | "networkActivity">;

const flag = maybe(fc.boolean());
const trailName = fc.stringMatching(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/);
const foreignBucket = fc.stringMatching(/^[A-Za-z0-9._-]{3,80}$/);
const keyPrefix = fc.stringMatching(/^[\w/.-]{0,20}$/);
const resourceName = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const access = maybe(fc.constantFrom("all" as const, "read" as const, "write" as const));

/** The trail's options, each fitting the others and the test context. */
export function arbitraryTrail(on: TestContext): fc.Arbitrary<TrailConfig> {
  const { multiRegion: everywhere, ofOrganization } = on;
  return fc.boolean().chain((delivers) =>
    optional<TrailConfig>({
      // The role that writes to CloudWatch Logs is named for the trail, and role names are short.
      name: trailName.filter((name) => fits(name, delivers ? 48 : 128)),
      ofOrganization: ofOrganization ? fc.constant(true) : maybe(fc.constant(false)),
      formerly: maybe(
        fc.uniqueArray(trailName, { minLength: 1, maxLength: 3 }).map((names) =>
          // Of another length than the trail's own name, and so another name.
          names.map((former) => ({ name: `${`former-${former}`.padEnd(99, "x").slice(0, 99)}x` })),
        ),
      ),
      multiRegion: everywhere ? maybe(fc.constant(true)) : fc.constant(false),
      includeGlobalServiceEvents: everywhere ? maybe(fc.constant(true)) : flag,
      events: maybe(events(on)),
      cloudWatchLogs: delivers ? fc.oneof(newLogGroup, existingLogGroup) : fc.constant(undefined),
      deliveryTopic: fc.oneof(flag, existingTopic(on)),
    }),
  );
}

type CloudWatchLogs = NonNullable<TrailConfig["cloudWatchLogs"]>;

const groupName = fc.stringMatching(/^[A-Za-z0-9_./#-]{1,60}$/).filter(isLogGroupName);

const newLogGroup = optional<Exclude<CloudWatchLogs, { existing: true }>>({
  retentionInDays: fc.constantFrom(...LOG_RETENTION_DAYS),
  logGroupName: maybe(groupName),
});

const existingLogGroup = optional<
  Pick<Extract<CloudWatchLogs, { existing: true }>, "existing" | "logGroupName" | "roleName">
>({
  existing: fc.constant(true),
  logGroupName: groupName,
  roleName: maybe(fc.stringMatching(/^([A-Za-z0-9+=,.@_-]{1,9}\/)?[A-Za-z0-9+=,.@_-]{1,30}$/)),
});

function existingTopic({ partition, regions }: TestContext) {
  return fc
    .tuple(fc.constantFrom(...ACCOUNTS), resourceName)
    .map(([owner, name]) => ({ topicArn: `arn:${partition}:sns:${regions[0]}:${owner}:${name}` }));
}

function fits(name: string, length: number): boolean {
  return name.length <= length && isTrailName(name);
}

function events(on: TestContext): fc.Arbitrary<Events> {
  return fc.oneof(basic(on), advanced(on)).chain((recorded) => {
    const recordsMore = (recorded.data ?? []).length + (recorded.networkActivity ?? []).length > 0;
    const fewer = ["read", "write", ...(recordsMore ? (["none"] as const) : [])] as const;
    const management = on.isProtected ? fc.constant("all" as const) : fc.constantFrom("all" as const, ...fewer);
    return maybe(management).chain((given = "all") =>
      optional<Events>({
        ...asConstants(recorded),
        management: given === "all" ? maybe(fc.constant(given)) : fc.constant(given),
        excludeManagementSources:
          on.isProtected || given === "none"
            ? maybe(fc.constant([]))
            : maybe(fc.subarray(["kms.amazonaws.com" as const, "rdsdata.amazonaws.com" as const])),
        insights: maybe(fc.subarray(insightsOf(given))),
      }),
    );
  });
}

function asConstants({ selectors, data, networkActivity }: Recorded) {
  return { selectors: fc.constant(selectors), data: fc.constant(data), networkActivity: fc.constant(networkActivity) };
}

function insightsOf(management: Events["management"]): NonNullable<Events["insights"]>[number][] {
  if (management === "none") return [];
  return management === "read" ? ["ApiErrorRateInsight"] : ["ApiErrorRateInsight", "ApiCallRateInsight"];
}

/** At most five selectors with the one of management events, no bucket left out, no other resource types. */
function basic(on: TestContext): fc.Arbitrary<Recorded> {
  return optional<Recorded>({
    selectors: fc.constant("basic"),
    // All management events alone are what a trail records without selectors: there is no basic form of it.
    data: fc.array(fc.oneof(s3(fc.array(recorded(on), SOME), NONE), lambda(on, NONE), dynamodb(on, NONE)), {
      minLength: 1,
      maxLength: 4,
    }),
    networkActivity: fc.constant(undefined),
  });
}

function advanced(on: TestContext): fc.Arbitrary<Recorded> {
  const some = fc.array(recorded(on), SOME);
  const buckets = fc.oneof(fc.constant("all" as const), some, fc.record({ allBut: some }));
  const activity = fc.oneof(
    fc.constantFrom("s3.amazonaws.com", "kms.amazonaws.com"),
    optional<NetworkActivity>({ source: fc.constantFrom("s3.amazonaws.com", "kms.amazonaws.com"), where: ofNetwork }),
  );
  return optional<Recorded>({
    selectors: maybe(fc.constant("advanced")),
    data: maybe(
      fc.array(fc.oneof(s3(buckets, where), lambda(on, where), dynamodb(on, where), other(on)), { maxLength: 5 }),
    ),
    networkActivity: maybe(fc.array(activity, { maxLength: 2 })),
  });
}

const SOME = { minLength: 1, maxLength: 3 };

type S3Buckets = Extract<DataEvents, { kind: "s3" }>["buckets"];
type S3Bucket = Extract<S3Buckets, readonly unknown[]>[number];
type Where = DataEvents["where"];
type NetworkActivity = Exclude<NonNullable<Events["networkActivity"]>[number], string>;

const NONE = fc.constant(undefined);
const values = maybe(fc.array(fc.stringMatching(/^[\w:/.*-]{1,20}$/), SOME));

/** Conditions on different fields, each with an operator. */
function conditions<Field extends string>(fields: readonly Field[]) {
  const operators = {
    ...{ equals: values, startsWith: values, endsWith: values },
    ...{ notEquals: values, notStartsWith: values, notEndsWith: values },
  };
  return fc.subarray([...fields], { maxLength: 2 }).chain((some) =>
    fc.tuple(
      ...some.map((field) =>
        optional<{ [Operator in keyof typeof operators]?: string[] | undefined }>(operators)
          .filter((given) => Object.keys(given).length > 0)
          .map((given) => ({ field, ...given })),
      ),
    ),
  );
}

const where = maybe(conditions(["eventName", "eventSource", "eventType", "userIdentity.arn"])) as fc.Arbitrary<Where>;
const ofNetwork = maybe(conditions(["eventName", "vpcEndpointId"])) as fc.Arbitrary<NetworkActivity["where"]>;

function s3(buckets: fc.Arbitrary<S3Buckets>, conditioned: fc.Arbitrary<Where>): fc.Arbitrary<DataEvents> {
  return optional<Extract<DataEvents, { kind: "s3" }>>({
    kind: fc.constant("s3"),
    buckets,
    access,
    where: conditioned,
  });
}

/** Foreign buckets, whose names like to begin as those of log buckets do. */
function recorded({ bucketNames }: TestContext): fc.Arbitrary<S3Bucket> {
  const near = fc
    .constantFrom(...bucketNames)
    .chain((name) => fc.constantFrom(`${name}s`, name.slice(0, -1), `${name}.old`));
  const foreign = fc
    .oneof(near, foreignBucket)
    .filter((name) => isBucketNameOfAnyAge(name) && !bucketNames.includes(name));
  return fc.oneof(foreign, optional<{ bucket: string; prefix: string }>({ bucket: foreign, prefix: keyPrefix }));
}

function lambda(on: TestContext, conditioned: fc.Arbitrary<Where>): fc.Arbitrary<DataEvents> {
  return optional<Extract<DataEvents, { kind: "lambda" }>>({
    kind: fc.constant("lambda"),
    functions: allOr(arn(on, "lambda", "function:")),
    access,
    where: conditioned,
  });
}

function dynamodb(on: TestContext, conditioned: fc.Arbitrary<Where>): fc.Arbitrary<DataEvents> {
  return optional<Extract<DataEvents, { kind: "dynamodb" }>>({
    kind: fc.constant("dynamodb"),
    tables: allOr(arn(on, "dynamodb", "table/")),
    access,
    where: conditioned,
  });
}

function other(on: TestContext): fc.Arbitrary<DataEvents> {
  return optional<Extract<DataEvents, { kind: "other" }>>({
    kind: fc.constant("other"),
    resourceType: fc.constantFrom("AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::AccessPoint"),
    arns: allOr(fc.oneof(arn(on, "sqs", ""), fc.constant(`arn:${on.partition}:sns:`))),
    access,
    where,
  });
}

function allOr(arns: fc.Arbitrary<string>): fc.Arbitrary<"all" | string[]> {
  return fc.oneof(fc.constant("all" as const), fc.array(arns, SOME));
}

function arn({ partition, regions }: TestContext, service: string, start: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...regions), fc.constantFrom(...ACCOUNTS), resourceName)
    .map(([region, account, name]) => `arn:${partition}:${service}:${region}:${account}:${start}${name}`);
}
