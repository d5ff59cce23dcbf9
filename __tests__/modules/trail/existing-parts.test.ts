import { ExistingKey, Key } from "../../../modules/key";
import { Archive } from "../../../modules/archive";
import { Trail, topicKeyAccess, topicStatement, trailNames, type TrailProps } from "../../../modules/trail";
import { statementsOf, synthStack } from "../../support/synth";
import { argumentsOf, expectRefusal, KEY_ARN, synthTrail, TRAIL_ARN } from "../../support/trail";

const LOG_GROUP = "arn:aws:logs:eu-central-1:111122223333:log-group:central/audit";
const ROLE = "arn:aws:iam::111122223333:role/service/CloudTrailWrites";
const OWN_TOPIC = "arn:aws:sns:eu-central-1:111122223333:audit-events";
const OTHER_TOPIC = "arn:aws:sns:eu-central-1:999988887777:audit-events";

const HERE = { account: "111122223333", region: "eu-central-1" };

/** A trail with an archive under a key that exists, or under a new one. */
function takenOver(Made: typeof ExistingKey | typeof Key, options: Partial<TrailProps>) {
  return synthStack((scope) => {
    const key =
      Made === Key
        ? new Key(scope, "Key", { ...HERE, aliases: ["audit"] })
        : new ExistingKey(scope, "Key", { ...HERE, arn: KEY_ARN });
    const { bucket } = new Archive(scope, "Archive", { ...HERE, bucketName: "audit-logs", key });
    new Trail(scope, "Trail", { name: "audit", bucket, ...options });
  });
}

function keyStatements(stack: ReturnType<typeof synthStack>) {
  const [carrier] = [...stack.all("aws_kms_key_policy"), ...stack.all("aws_kms_key")];
  return statementsOf(carrier!["policy"]);
}

describe("a log group that exists", () => {
  const stack = synthTrail({ cloudWatchLogs: { logGroupArn: LOG_GROUP } });

  test("is taken as it is, and a role that writes into it alone is made", () => {
    expect(stack.counts).toEqual({ aws_cloudtrail: 1, aws_iam_role: 1, aws_iam_role_policy: 1 });
    expect(stack.one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: `${LOG_GROUP}:*`,
      cloud_watch_logs_role_arn: "arn:aws:iam::111122223333:role/audit-cloudwatch-logs",
    });
    expect(statementsOf(stack.one("aws_iam_role_policy")["policy"])).toMatchObject([
      { Resource: `${LOG_GROUP}:log-stream:111122223333_CloudTrail_eu-central-1*` },
    ]);
    expect(argumentsOf(stack.one("aws_iam_role_policy"))).not.toHaveProperty("depends_on");
  });

  test("comes with its role where that exists too: nothing is made", () => {
    const both = synthTrail({ cloudWatchLogs: { logGroupArn: LOG_GROUP, roleArn: ROLE } });
    expect(both.counts).toEqual({ aws_cloudtrail: 1 });
    expect(both.one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: `${LOG_GROUP}:*`,
      cloud_watch_logs_role_arn: ROLE,
    });
  });

  const LOGS = "CloudWatchLogsEncryptsLogGroups";

  test.each([
    ["a key that the app takes over", ExistingKey, {}, true],
    ["a key that the app takes over, unless it has no key", ExistingKey, { key: "serviceDefault" } as const, false],
    ["no new key, which it cannot use yet", Key, {}, false],
  ])("keeps the use of %s", (_, Made, options, isAllowed) => {
    const made = takenOver(Made, { cloudWatchLogs: { logGroupArn: LOG_GROUP, ...options } });
    const found = keyStatements(made).filter(({ Sid }) => Sid === LOGS);
    expect(found.map(({ Condition }) => Condition)).toEqual(
      isAllowed ? [{ ArnEquals: { "kms:EncryptionContext:aws:logs:arn": LOG_GROUP } }] : [],
    );
  });

  test("uses the key of this app that the options name", () => {
    const made = synthStack((scope) => {
      const other = new Key(scope, "Key", { ...HERE, aliases: ["log-group"] });
      const cloudWatchLogs = { logGroupArn: LOG_GROUP, key: other };
      new Trail(scope, "Trail", {
        ...HERE,
        name: "audit",
        bucket: { bucketName: "logs" },
        key: "bucketDefault",
        cloudWatchLogs,
      });
    });
    expect(keyStatements(made).map(({ Sid }) => Sid)).toContain(LOGS);
  });

  test("cannot use a key of another Region", () => {
    const key = { arn: KEY_ARN.replace("eu-central-1", "eu-west-1") };
    const problem = `cloudWatchLogs.key must be in Region eu-central-1 of the log group, got ${key.arn} in eu-west-1`;
    expectRefusal({ cloudWatchLogs: { logGroupArn: LOG_GROUP, key } }, [problem]);
  });

  test("a role alone may exist", () => {
    const made = synthTrail({ cloudWatchLogs: { roleArn: ROLE } });
    expect(made.counts).toEqual({ aws_cloudtrail: 1, aws_cloudwatch_log_group: 1 });
  });

  test.each([
    [{ logGroupArn: `${LOG_GROUP}:*` }, `logGroupArn must not end with ":*", got "${LOG_GROUP}:*"`],
    [
      { logGroupArn: LOG_GROUP.replace("111122223333", "999988887777") },
      "logGroupArn must be in account 111122223333 and Region eu-central-1 of the trail, got " +
        '"arn:aws:logs:eu-central-1:999988887777:log-group:central/audit"',
    ],
    [
      { logGroupArn: LOG_GROUP, retentionInDays: 30 },
      "retentionInDays must not be given with logGroupArn: the owner sets it",
    ],
    [
      { logGroupArn: LOG_GROUP, logGroupName: "other" },
      "logGroupName must not be given with logGroupArn: the owner sets it",
    ],
    [{ roleArn: ROLE, roleName: "writes" }, "roleName must not be given with roleArn: the owner sets it"],
    [{ logGroupName: "a b" }, 'logGroupName must be letters, digits and "_./#-", not beginning with "aws/", got "a b"'],
  ])("%j is refused", (cloudWatchLogs, problem) => {
    const problems = problem.includes("must not end")
      ? [`logGroupArn must be an ARN like "arn:aws:logs:...:log-group:...", got "${LOG_GROUP}:*"`, problem]
      : [problem];
    expectRefusal({ cloudWatchLogs }, problems, "test/Trail/CloudWatchLogs");
  });
});

describe("a topic that exists", () => {
  test.each([
    ["in the trail's account and Region goes by its name", OWN_TOPIC, "audit-events"],
    ["in another account goes by its ARN", OTHER_TOPIC, OTHER_TOPIC],
    ["in another Region goes by its ARN", OWN_TOPIC.replace("central", "west"), OWN_TOPIC.replace("central", "west")],
  ])("%s, and nothing is made", (_, topicArn, name) => {
    const stack = synthTrail({ deliveryTopic: { topicArn } });
    expect(stack.counts).toEqual({ aws_cloudtrail: 1 });
    expect(stack.one("aws_cloudtrail")).toMatchObject({ sns_topic_name: name });
  });

  test("is of the trail's partition", () => {
    const topicArn = OTHER_TOPIC.replace("arn:aws:", "arn:aws-us-gov:");
    const problem = `deliveryTopic.topicArn must be in partition aws of the trail, got "${topicArn}"`;
    expectRefusal({ deliveryTopic: { topicArn } }, [problem]);
  });

  test("may go with a trail that has no key of its own", () => {
    expect(synthTrail({ key: "bucketDefault", deliveryTopic: { topicArn: OTHER_TOPIC } }).counts).toEqual({
      aws_cloudtrail: 1,
    });
  });

  const ALLOWED = "CloudTrailPublishesToEncryptedTopic";

  test.each([
    ["keeps the use of a key that the app takes over", ExistingKey, OWN_TOPIC, true],
    ["of another account keeps it too", ExistingKey, OTHER_TOPIC, true],
    ["of another Region cannot use it", ExistingKey, OWN_TOPIC.replace("central", "west"), false],
    ["gets no use of a new key", Key, OWN_TOPIC, false],
  ])("%s", (_, Made, topicArn, isAllowed) => {
    const found = keyStatements(takenOver(Made, { deliveryTopic: { topicArn } })).filter(({ Sid }) => Sid === ALLOWED);
    expect(found.map(({ Condition }) => Condition)).toEqual(
      isAllowed
        ? [
            {
              ArnLike: { "aws:SourceArn": TRAIL_ARN },
              StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn },
            },
          ]
        : [],
    );
  });

  test("keeps the use of the key for the trail before it was renamed, too", () => {
    const renamed = { formerly: [{ name: "audit-before" }], deliveryTopic: { topicArn: OWN_TOPIC } };
    const [found] = keyStatements(takenOver(ExistingKey, renamed)).filter(({ Sid }) => Sid === ALLOWED);
    expect(found?.Condition?.ArnLike).toEqual({ "aws:SourceArn": [TRAIL_ARN, `${TRAIL_ARN}-before`] });
  });

  test("tells its owner what its policy and its key's must say", () => {
    expect(topicStatement(OTHER_TOPIC, TRAIL_ARN)).toEqual({
      Sid: "AWSCloudTrailSNSPolicy20131101",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "sns:Publish",
      Resource: OTHER_TOPIC,
      Condition: { StringEquals: { "aws:SourceArn": [TRAIL_ARN] } },
    });
    const trail = { name: "audit", account: "111122223333", region: "eu-central-1" };
    expect(topicKeyAccess(trail, OTHER_TOPIC)).toMatchObject({
      sourceArns: [trailNames(trail).trailArn],
      encryptionContext: { "aws:sns:topicArn": OTHER_TOPIC },
    });
  });

  test.each([
    [
      { topicArn: "audit-events" },
      'deliveryTopic.topicArn must be an ARN like "arn:aws:sns:...:...", got "audit-events"',
    ],
    [
      { topicArn: OTHER_TOPIC, subscriberAccounts: ["222233334444"] },
      "deliveryTopic.subscriberAccounts must not be given with topicArn: the topic's owner decides who subscribes",
    ],
  ])("%j is refused", (deliveryTopic, problem) => {
    expectRefusal({ deliveryTopic }, [problem]);
  });
});

test("accounts that may subscribe can be given with the trail", () => {
  const stack = synthTrail({ deliveryTopic: { subscriberAccounts: ["222233334444"] } });
  expect(statementsOf(stack.one("aws_sns_topic_policy")["policy"]).at(-1)).toMatchObject({
    Sid: "AccountsSubscribe",
    Principal: { AWS: "arn:aws:iam::222233334444:root" },
  });
});

test("an archive takes a key that exists", () => {
  const stack = synthStack((scope) => {
    const here = { account: "111122223333", region: "eu-central-1" };
    const key = new ExistingKey(scope, "Key", { ...here, arn: KEY_ARN });
    new Archive(scope, "Archive", {
      ...here,
      bucketName: "audit-logs",
      key,
      trails: [{ ...here, name: "audit" }],
      readers: [{ roleName: "reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Security"] }],
    });
  });
  expect(stack.counts).not.toHaveProperty("aws_kms_key");
  expect(statementsOf(stack.one("aws_kms_key_policy")["policy"]).map(({ Sid }) => Sid)).toEqual([
    "RootAdministersKey",
    "CloudTrailEncryptsLogs",
    "CloudTrailDescribesKey",
    "CloudTrailDecryptsBucketKey",
    "UsersDecryptLogsThroughS3",
  ]);
});
