import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as modules from "../../modules";
import { synthStack } from "../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const TRUSTED = ["arn:aws:iam::111122223333:role/Ops"];

/** As JavaScript calls: without a look at the types. */
type Untyped = new (scope: Construct, id: string, props: object) => Construct;

/** What apps cannot make: others extend it. */
const ABSTRACT: unknown[] = [modules.BucketBase, modules.KeyBase];

const CONSTRUCTS = (Object.entries(modules) as [string, unknown][]).filter(
  (entry): entry is [string, Untyped] =>
    typeof entry[1] === "function" && entry[1].prototype instanceof Construct && !ABSTRACT.includes(entry[1]),
);

test("there are constructs to look at", () => {
  expect(CONSTRUCTS.map(([name]) => name)).toEqual(
    expect.arrayContaining(["AuditTrail", "ExistingKey", "TrailHealth"]),
  );
});

test.each(CONSTRUCTS)("an option that %s does not know is an error", (_name, Made) => {
  const build = () => synthStack((stack) => new Made(stack, "One", { bogus: 1 }));
  expect(build).toThrow(/^test\/One: bogus is unknown; known keys are /);
});

const TRAIL = { ...IN, name: "audit", bucket: { bucketName: "logs" }, key: "bucketDefault" };
const BUCKET = { ...IN, bucketName: "logs", encryption: "SSE-S3" };
const ARCHIVE = { ...IN, bucketName: "logs" };
const READER = { ...IN, roleName: "reader", trustedPrincipals: TRUSTED };
const transition = { afterDays: 30, storageClass: "GLACIER" };

/** By construct: its options, the wrong one among them, and what the error says. */
const NESTED: [Untyped, object, string][] = [
  [modules.Trail, { ...TRAIL, multiRegoin: false }, "multiRegoin is unknown; did you mean multiRegion?"],
  [modules.Trail, { ...TRAIL, events: { managment: "none" } }, "events.managment is unknown; did you mean management?"],
  [
    modules.Trail,
    { ...TRAIL, events: { data: [{ kind: "s3", buckets: "all", acess: "write" }] } },
    "events.data[0].acess is unknown; did you mean access?",
  ],
  [
    modules.Trail,
    { ...TRAIL, events: { data: [{ kind: "lambda", functions: "all", buckets: "all" }] } },
    "events.data[0].buckets is unknown; known keys are access, functions, kind, where",
  ],
  [
    modules.Trail,
    { ...TRAIL, events: { data: [{ kind: "s3", buckets: { allBut: [{ bucket: "some", prefx: "a" }] } }] } },
    "events.data[0].buckets.allBut[0].prefx is unknown; did you mean prefix?",
  ],
  [
    modules.Trail,
    { ...TRAIL, events: { data: [{ kind: "s3", buckets: "all", where: [{ field: "eventName", equal: ["a"] }] }] } },
    "events.data[0].where[0].equal is unknown; did you mean equals?",
  ],
  [
    modules.Trail,
    { ...TRAIL, events: { data: [{ kind: "sqs", queues: "all" }] } },
    'events.data[0].kind must be one of "s3", "lambda", "dynamodb", "other", got "sqs"',
  ],
  [
    modules.Trail,
    { ...TRAIL, cloudWatchLogs: true },
    "cloudWatchLogs must be an object with iam, key, logGroupArn, logGroupName, retentionInDays, roleArn, roleName, got true",
  ],
  [
    modules.Trail,
    { ...TRAIL, cloudWatchLogs: { iam: 7 } },
    "cloudWatchLogs.iam must be an object with path, permissionsBoundary, got 7",
  ],
  [
    modules.Trail,
    { ...TRAIL, formerly: ["old"] },
    'formerly[0] must be an object with account, name, organization, prefix, region, got "old"',
  ],
  [
    modules.Trail,
    { ...TRAIL, cloudWatchLogs: { iam: { permissionBoundary: "arn" } } },
    "cloudWatchLogs.iam.permissionBoundary is unknown; did you mean permissionsBoundary?",
  ],
  [
    modules.Trail,
    { ...TRAIL, deliveryTopic: { subscribers: [] } },
    "deliveryTopic.subscribers is unknown; known keys are subscriberAccounts, topicArn",
  ],
  [
    modules.Trail,
    { ...TRAIL, formerly: [{ organization: { id: "o-a1b2c3d4e5", managmentAccount: "1" } }] },
    "formerly[0].organization.managmentAccount is unknown; did you mean managementAccount?",
  ],
  [modules.Key, { ...IN, acount: "1", aliases: ["k"] }, "acount is unknown; did you mean account?"],
  [modules.Key, { ...IN, aliases: ["k"], constructor: "1" }, "constructor is unknown; known keys are "],
  [
    modules.Bucket,
    { ...BUCKET, encryption: { kmsKeyARN: "arn" } },
    "encryption.kmsKeyARN is unknown; did you mean kmsKeyArn?",
  ],
  [
    modules.Bucket,
    { ...BUCKET, lifecycle: { rules: [{ id: "a", prefix: "a/", transition: [transition] }] } },
    "lifecycle.rules[0].transition is unknown; did you mean transitions?",
  ],
  [
    modules.Bucket,
    { ...BUCKET, lifecycle: { transitions: [{ ...transition, days: 30 }] } },
    "lifecycle.transitions[0].days is unknown; known keys are afterDays, storageClass",
  ],
  [
    modules.Bucket,
    { ...BUCKET, objectLock: { mode: "COMPLIANCE", day: 30 } },
    "objectLock.day is unknown; did you mean days?",
  ],
  [
    modules.AccessLogBucket,
    { ...IN, bucketName: "logs", objectLock: { mode: "GOVERNANCE", days: 1 } },
    "objectLock is unknown; known keys are ",
  ],
  [
    modules.LogReaderRole,
    { ...READER, logs: { bucket: "logs" } },
    "logs.bucket is unknown; known keys are accounts, bucketName, bucketRegion, keyArn, organizationId, prefix, regions",
  ],
  [
    modules.LogReaderRole,
    { ...READER, logs: {}, trustedPermissionSets: [{ acount: "111122223333", name: "Audit" }] },
    "trustedPermissionSets[0].acount is unknown; did you mean account?",
  ],
  [
    modules.Archive,
    { ...ARCHIVE, readers: [{ roleName: "r", trustedPrincipals: TRUSTED, requireMFA: false }] },
    "readers[0].requireMFA is unknown; did you mean requireMfa?",
  ],
  [
    modules.Archive,
    { ...ARCHIVE, key: { multiRegoin: true } },
    "key.multiRegoin is unknown; did you mean multiRegion?",
  ],
  [
    modules.Archive,
    { ...ARCHIVE, replica: { region: "eu-west-1", objectLock: {} } },
    "replica.objectLock is unknown; known keys are ",
  ],
  [modules.Archive, { ...ARCHIVE, trails: [{ ...IN, nam: "audit" }] }, "trails[0].nam is unknown; did you mean name?"],
  [modules.AuditTrail, { ...ARCHIVE, name: "audit", trails: [] }, "trails is unknown; known keys are "],
  [
    modules.AuditTrail,
    { ...ARCHIVE, name: "audit", alerts: { email: ["a@example.com"] } },
    "alerts.email is unknown; did you mean emails?",
  ],
  [modules.Alerts, { ...IN, name: "a", watch: { trail: [] } }, "watch.trail is unknown; did you mean trails?"],
  [
    modules.BucketNotifications,
    { bucket: undefined, queues: [{ arn: "arn", filterPrefix: "a" }] },
    "queues[0].filterPrefix is unknown; known keys are arn, events, prefix, suffix",
  ],
].map(([made, options, problem]) => [made as Untyped, options as object, problem as string]);

test.each(NESTED.map(([Made, options, problem]) => [problem, Made, options] as const))(
  "an option in options that is not known is an error with its path: %s",
  (problem, Made, options) => {
    expect(() => synthStack((stack) => new Made(stack, "One", options))).toThrow(`test/One: ${problem}`);
  },
);

test("a construct, a token and free keys are not looked into", () => {
  const build = () =>
    synthStack((stack) => {
      const key = new modules.Key(stack, "Key", { ...IN, aliases: ["k"], tags: { "any:key": "value" } });
      const bucket = new modules.Bucket(stack, "Bucket", { ...IN, bucketName: "logs", encryption: { key } });
      const data = new S3Bucket(stack, "Data", { bucket: "data" });
      new modules.Trail(stack, "Trail", {
        name: "audit",
        bucket,
        events: { data: [{ kind: "s3", buckets: { allBut: [data] } }] },
      });
    });
  expect(build).not.toThrow();
});

/** The calls of constructs that take options. */
const CALLS: [string, (stack: TerraformStack) => void, string][] = [
  [
    "key.allowService",
    (stack) => key(stack).allowService(untyped({ sid: "A", service: "sns.amazonaws.com", actions: [], sourceArn: "" })),
    "test/Key: A: sourceArn is unknown; did you mean sourceArns?",
  ],
  [
    "key.grant",
    (stack) => key(stack).grant(untyped({ name: "A", operations: [], granteePrincipal: TRUSTED[0], context: {} })),
    "test/Key: grant A: context is unknown; known keys are ",
  ],
  [
    "key.addStatement",
    (stack) => key(stack).addStatement(untyped({ Sid: "A", Conditions: {} })),
    'test/Key: statement "A": Conditions is unknown; did you mean Condition?',
  ],
  [
    "bucket.addStatement",
    (stack) => bucket(stack).addStatement(untyped({ Sid: "A", Principal: { AWSs: "*" } })),
    'test/Bucket: statement "A": Principal.AWSs is unknown; did you mean AWS?',
  ],
  [
    "bucket.allowTrailDelivery",
    (stack) => bucket(stack).allowTrailDelivery(untyped({ trailArns: [], prefx: "a" })),
    "test/Bucket: prefx is unknown; did you mean prefix?",
  ],
  [
    "bucket.allowReaders",
    (stack) => bucket(stack).allowReaders(TRUSTED, untyped({ accounts: "all", region: "eu-central-1" })),
    "test/Bucket: region is unknown; did you mean regions?",
  ],
  [
    "archive.allowTrail",
    (stack) => new modules.Archive(stack, "A", ARCHIVE).allowTrail(untyped({ ...IN, name: "audit", prefx: "a" })),
    "test/A: trail.prefx is unknown; did you mean prefix?",
  ],
  [
    "allowTrail",
    (stack) => modules.allowTrail(untyped({ bucket: bucket(stack) }), untyped({ ...IN, name: "audit", prefx: "a" })),
    "test/Bucket: trail.prefx is unknown; did you mean prefix?",
  ],
];

test.each(CALLS)("an option that %s does not know is an error", (_call, build, problem) => {
  expect(() => synthStack(build)).toThrow(problem);
});

function key(stack: TerraformStack) {
  return new modules.Key(stack, "Key", { ...IN, aliases: ["k"] });
}

function bucket(stack: TerraformStack) {
  return new modules.Bucket(stack, "Bucket", { ...IN, bucketName: "logs", encryption: "SSE-S3" });
}

function untyped<Options>(options: object): Options {
  return options as Options;
}

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const NEITHER = "must be a key of this app or { arn } of another one";

/** What JavaScript gives instead of what the types demand, and what the error says. */
const MISTYPED: [string, (stack: TerraformStack) => unknown, string][] = [
  [
    "no options",
    (stack) => new (modules.Trail as Untyped)(stack, "One", untyped(undefined!)),
    "test/One: name is required, got none\ntest/One: bucket is required, got none",
  ],
  [
    "a bucket by its mere name",
    (stack) => trail(stack, { bucket: "logs" }),
    'test/One: bucket must be a bucket of this app or { bucketName } of another one, got "logs"',
  ],
  [
    "a resource as a bucket",
    (stack) => trail(stack, { bucket: new S3Bucket(stack, "Data", {}) }),
    "got the construct test/Data",
  ],
  ["a key by its mere ARN", (stack) => trail(stack, { key: KEY_ARN }), `test/One: key ${NEITHER}, got "${KEY_ARN}"`],
  [
    "a key by its alias",
    (stack) => trail(stack, { key: { arn: "alias/logs" } }),
    'test/One: key.arn must be an ARN like "arn:aws:kms:...:key/...", got "alias/logs"',
  ],
  [
    "a log group's key by its mere ARN",
    (stack) => trail(stack, { cloudWatchLogs: { key: KEY_ARN } }),
    `test/One: cloudWatchLogs.key ${NEITHER}, got "${KEY_ARN}"`,
  ],
  [
    "former trails that are no list",
    (stack) => trail(stack, { formerly: { name: "former" } }),
    "test/One: formerly must be a list, got an object with name",
  ],
  [
    "data events that are no list",
    (stack) => trail(stack, { events: { data: { kind: "s3" } } }),
    "test/One: events.data must be a list, got an object with kind",
  ],
  [
    "an unknown encryption",
    (stack) => made(stack, modules.Bucket, { ...BUCKET, encryption: "aws:kms" }),
    'test/One: encryption must be { key }, { kmsKeyArn } or "SSE-S3", got "aws:kms"',
  ],
  [
    "an encryption by the key's mere ARN",
    (stack) => made(stack, modules.Bucket, { ...BUCKET, encryption: { key: KEY_ARN } }),
    `test/One: encryption.key ${NEITHER}, got "${KEY_ARN}"`,
  ],
  [
    "access logs to a mere name",
    (stack) => made(stack, modules.Bucket, { ...BUCKET, accessLogs: { target: "logs" } }),
    'test/One: accessLogs.target must be a bucket of this app, got "logs"',
  ],
  [
    "an existing bucket's key by its mere ARN",
    (stack) => made(stack, modules.ExistingBucket, { ...IN, bucketName: "logs", key: KEY_ARN }),
    `test/One: key ${NEITHER}`,
  ],
  [
    "an archive's key by its mere ARN",
    (stack) => made(stack, modules.Archive, { ...ARCHIVE, key: KEY_ARN }),
    `test/One: key must be a key of this app or its options, got "${KEY_ARN}"`,
  ],
  [
    "one alias that is no list",
    (stack) => made(stack, modules.Key, { ...IN, aliases: "logs" }),
    'test/One: aliases must be a list, got "logs"',
  ],
  [
    "one trail that is no list",
    (stack) => bucket(stack).allowTrailDelivery(untyped({ trailArns: "audit" })),
    'test/Bucket: trailArns must be a list, got "audit"',
  ],
  [
    "one reader that is no list",
    (stack) => bucket(stack).allowReaders(untyped({}), { accounts: "all" }),
    "test/Bucket: readers must be a list, got an object with no properties",
  ],
  [
    "readers without a scope",
    (stack) => bucket(stack).allowReaders(TRUSTED, untyped(undefined!)),
    'test/Bucket: the readers\' scope must have accounts, or accounts: "all", got none',
  ],
  [
    "a topic by a word",
    (stack) => trail(stack, { deliveryTopic: "yes" }),
    'test/One: deliveryTopic must be true, false or an object with any of subscriberAccounts, topicArn, got "yes"',
  ],
  [
    "a switch by a word",
    (stack) => trail(stack, { multiRegion: "no" }),
    'test/One: multiRegion must be true or false, got "no"',
  ],
  [
    "protection by a word",
    (stack) => made(stack, modules.Bucket, { ...BUCKET, forceDestroy: "false" }),
    'test/One: forceDestroy must be true or false, got "false"',
  ],
  ["a trail's name by a number", (stack) => trail(stack, { name: 5 }), "test/One: name must be text, got 5"],
  [
    "one administrator that is no list",
    (stack) => made(stack, modules.Key, { ...IN, aliases: ["logs"], administrators: TRUSTED[0] }),
    `test/One: administrators must be a list, got "${TRUSTED[0]}"`,
  ],
  [
    "one kind of insights that is no list",
    (stack) => trail(stack, { events: { insights: "ApiCallRateInsight" } }),
    'test/One: events.insights must be a list, got "ApiCallRateInsight"',
  ],
  [
    "one reader of an archive that is no list",
    (stack) => made(stack, modules.Archive, { ...ARCHIVE, readers: { roleName: "reader" } }),
    "test/One: readers must be a list, got an object with roleName",
  ],
  [
    "one trail of an archive that is no list",
    (stack) => made(stack, modules.Archive, { ...ARCHIVE, trails: { ...IN, name: "audit" } }),
    "test/One: trails must be a list, got an object with account, region, name",
  ],
  [
    "null",
    (stack) => trail(stack, { cloudWatchLogs: null }),
    "test/One: cloudWatchLogs must be left out where it has no value, got null",
  ],
  [
    "a copy elsewhere without its provider",
    (stack) => made(stack, modules.Archive, { ...ARCHIVE, replica: { region: "eu-west-1", bucketName: "copies" } }),
    "test/One: replica.provider must be a provider of the copy's account and Region (eu-west-1), got none",
  ],
  [
    "a statement without a Sid",
    (stack) =>
      bucket(stack).addStatement(
        untyped({ Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" }),
      ),
    "Sid must be letters and digits only",
  ],
];

test.each(MISTYPED)("%s is an error that says what is expected", (_mistake, build, problem) => {
  expect(() => synthStack((stack) => void build(stack))).toThrow(problem);
});

function made(stack: TerraformStack, Made: unknown, options: object): Construct {
  return new (Made as Untyped)(stack, "One", options);
}

function trail(stack: TerraformStack, options: object): Construct {
  return made(stack, modules.Trail, { ...TRAIL, ...options });
}
