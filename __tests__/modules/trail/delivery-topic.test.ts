import { Key } from "../../../modules/key";
import { Trail, topicKeyAccess, type DeliveryTopic, type TrailIdentity } from "../../../modules/trail";
import { statement, statementsOf, synthStack } from "../../support/synth";
import { argumentsOf, KEY_ARN, synthTrail, TRAIL_ARN, trailOf } from "../../support/trail";

const TOPIC_ARN = "arn:aws:sns:eu-central-1:111122223333:audit-deliveries";

describe("delivery notices", () => {
  test("are not made unless asked for", () => {
    expect(synthTrail({ deliveryTopic: false }).counts).toEqual({ aws_cloudtrail: 1 });
    expect(trailOf()).not.toHaveProperty("sns_topic_name");
  });

  test("make a topic and its policy, one of each", () => {
    expect(synthTrail({ deliveryTopic: true }).counts).toEqual({
      aws_cloudtrail: 1,
      aws_sns_topic: 1,
      aws_sns_topic_policy: 1,
    });
  });

  test("give the trail the topic's name, not its ARN, which the provider would show as a change for ever", () => {
    const stack = synthTrail({ deliveryTopic: true });
    expect(stack.one("aws_cloudtrail")).toMatchObject({
      sns_topic_name: `\${${stack.one("aws_sns_topic").address}.name}`,
    });
  });

  test("are encrypted under the trail's key", () => {
    expect(argumentsOf(synthTrail({ deliveryTopic: true }).one("aws_sns_topic"))).toEqual({
      name: "audit-deliveries",
      kms_master_key_id: KEY_ARN,
    });
  });

  test("are published by this trail alone, over TLS alone", () => {
    const stack = synthTrail({ deliveryTopic: true });
    const { arn, policy } = stack.one("aws_sns_topic_policy");
    expect(arn).toBe(`\${${stack.one("aws_sns_topic").address}.arn}`);
    expect(statementsOf(policy)).toEqual([
      {
        Sid: "AWSCloudTrailSNSPolicy20131101",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "sns:Publish",
        Resource: TOPIC_ARN,
        Condition: { StringEquals: { "aws:SourceArn": TRAIL_ARN } },
      },
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: TOPIC_ARN,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("of a trail with periods in its name go to a topic without", () => {
    const stack = synthTrail({ name: "org.audit", deliveryTopic: true });
    expect(stack.one("aws_sns_topic")).toMatchObject({ name: "org-audit-deliveries" });
    const { policy } = stack.one("aws_sns_topic_policy");
    expect(statement(policy, "AWSCloudTrailSNSPolicy20131101")).toMatchObject({
      Resource: "arn:aws:sns:eu-central-1:111122223333:org-audit-deliveries",
      Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/org.audit" } },
    });
  });
});

describe("the key statement for an encrypted topic", () => {
  const renderedFor = (trail: TrailIdentity) => {
    const stack = synthStack((scope) => {
      const key = new Key(scope, "Key", { account: trail.account, region: trail.region, aliases: ["audit"] });
      key.allowService(topicKeyAccess(trail));
    });
    return statement(stack.one("aws_kms_key")["policy"], "CloudTrailPublishesToEncryptedTopic");
  };

  test("lets CloudTrail encrypt messages of this topic for this trail", () => {
    expect(renderedFor({ name: "audit", account: "111122223333", region: "eu-central-1" })).toEqual({
      Sid: "CloudTrailPublishesToEncryptedTopic",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        ArnLike: { "aws:SourceArn": TRAIL_ARN },
        StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": TOPIC_ARN },
      },
    });
  });

  test("names the management account's trail and the topic where it is made, for an organization", () => {
    const organization = { id: "o-a1b2c3d4e5", managementAccount: "999999999999" };
    const trail = { name: "org.audit", account: "444455556666", region: "us-gov-west-1", organization };
    expect(renderedFor(trail).Condition).toEqual({
      ArnLike: { "aws:SourceArn": "arn:aws-us-gov:cloudtrail:us-gov-west-1:999999999999:trail/org.audit" },
      StringEquals: {
        "kms:EncryptionContext:aws:sns:topicArn": "arn:aws-us-gov:sns:us-gov-west-1:444455556666:org-audit-deliveries",
      },
    });
  });
});

describe("the topic's own policy", () => {
  function synthTopic(use: (topic: DeliveryTopic) => void) {
    return synthStack((stack) => {
      const options = { name: "audit", account: "111122223333", region: "eu-central-1", deliveryTopic: true };
      use(
        new Trail(stack, "Trail", { ...options, bucket: { bucketName: "audit-logs" }, key: { arn: KEY_ARN } })
          .deliveryTopic!,
      );
    });
  }

  test("lets other accounts subscribe, each once, however often they are named", () => {
    const stack = synthTopic((topic) => {
      topic.allowSubscribers("222233334444", "444455556666");
      topic.allowSubscribers("222233334444");
    });
    expect(statement(stack.one("aws_sns_topic_policy")["policy"], "AccountsSubscribe")).toEqual({
      Sid: "AccountsSubscribe",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::222233334444:root", "arn:aws:iam::444455556666:root"] },
      Action: "sns:Subscribe",
      Resource: TOPIC_ARN,
    });
  });

  test("lets nobody subscribe unasked, and refuses what is no account", () => {
    const policy = synthTopic(() => undefined).one("aws_sns_topic_policy")["policy"];
    expect(statementsOf(policy).map(({ Sid }) => Sid)).toEqual([
      "AWSCloudTrailSNSPolicy20131101",
      "DenyInsecureTransport",
    ]);
    expect(() => synthTopic((topic) => topic.allowSubscribers("*"))).toThrow(
      new Error('test/Trail/DeliveryTopic: subscribers must be account ids of 12 digits, got "*"'),
    );
  });

  test("takes a statement of one's own, but none for everyone", () => {
    const own = {
      Sid: "ScannerReads",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:role/Scanner" },
      Action: "sns:GetTopicAttributes",
      Resource: TOPIC_ARN,
    } as const;
    const stack = synthTopic((topic) => topic.addStatement(own));
    expect(statementsOf(stack.one("aws_sns_topic_policy")["policy"]).at(-1)).toEqual(own);
    expect(() => synthTopic((topic) => topic.addStatement({ ...own, Principal: "*" }))).toThrow(
      'test/Trail/DeliveryTopic: statement "ScannerReads": Principal must name who is allowed',
    );
    expect(() => synthTopic((topic) => topic.addStatement({ ...own, Sid: "DenyInsecureTransport" }))).toThrow(
      'topic policy has more than one statement with Sid "DenyInsecureTransport"',
    );
  });
});
