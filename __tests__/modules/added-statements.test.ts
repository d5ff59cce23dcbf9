import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { TerraformStack } from "cdktf";
import { Bucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import type { Statement } from "../../modules/policy";
import type { LogFeed } from "../../modules/siem";
import { Trail } from "../../modules/trail";
import { synthAlerts } from "../support/alerts";
import { addFeed } from "../support/log-feed";
import { statementsOf, synthStack } from "../support/synth";

const HERE = { account: "111122223333", region: "eu-central-1" };
const SCANNER = "arn:aws:iam::444455556666:role/Scanner";

function own(service: "sns" | "sqs", Resource: string): Statement {
  const Action = service === "sns" ? "sns:GetTopicAttributes" : "sqs:GetQueueAttributes";
  return { Sid: "ScannerReads", Effect: "Allow", Principal: { AWS: SCANNER }, Action, Resource };
}

describe("a statement of one's own", () => {
  test("is added to the topic and the queue of alerts, which then wait for what it names", () => {
    const stack = synthAlerts({}, (alerts, scope) => {
      const role = new IamRole(scope, "Scanner", { name: "scanner", assumeRolePolicy: "{}" });
      alerts.topic.addStatement(own("sns", alerts.topic.arn), [role]);
      alerts.deadLetters.addStatement(own("sqs", alerts.deadLetters.arn), [role]);
    });
    const carriers = [stack.one("aws_sns_topic_policy"), stack.one("aws_sqs_queue")];
    for (const carrier of carriers) {
      expect(statementsOf(carrier["policy"]).at(-1)).toMatchObject({ Sid: "ScannerReads" });
      expect(carrier["depends_on"]).toContain("aws_iam_role.Scanner");
    }
  });

  test("is added to the topic and the queues of a feed", () => {
    const stack = synthStack((scope) => {
      const subscriber = { name: "lake", via: "topic", accounts: [HERE.account], subscribers: [SCANNER] } as const;
      const [queued] = addFeed(scope, { subscribers: [{}, subscriber] });
      queued!.queue!.addStatement(own("sqs", queued!.queue!.arn));
      const { topic } = scope.node.findChild("Feed") as LogFeed;
      topic!.addStatement(own("sns", topic!.arn));
    });
    const policies = [...stack.all("aws_sns_topic_policy"), ...stack.all("aws_sqs_queue")].map(
      ({ policy }) => statementsOf(policy).at(-1)?.Sid,
    );
    expect(policies.filter((sid) => sid === "ScannerReads")).toHaveLength(2);
  });
});

test.each([
  [undefined, "none"],
  ["s3:GetObject", '"s3:GetObject"'],
  [null, "null"],
])("%j in place of a statement is an error that says what is expected", (given, shown) => {
  const statement = given as unknown as Statement;
  const expected = `statement must be an object with Sid, Effect, Principal, Action and Resource, got ${shown}`;
  synthStack((stack) => {
    const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
    const bucket = new Bucket(stack, "Logs", { ...HERE, bucketName: "logs", encryption: { key } });
    const trail = new Trail(stack, "Trail", { name: "audit", bucket, deliveryTopic: true });
    for (const one of [key, bucket, trail.deliveryTopic!]) {
      expect(() => one.addStatement(statement as Statement & { Resource: "*" })).toThrow(expected);
    }
  });
});

describe("a Deny of one's own", () => {
  const build = (change: Partial<Statement>, addTo: "bucket" | "key") => (stack: TerraformStack) => {
    const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
    const bucket = new Bucket(stack, "Logs", { ...HERE, bucketName: "logs", encryption: { key } });
    new Trail(stack, "Trail", { name: "audit", bucket });
    const deny = { Sid: "Mine", Effect: "Deny", Principal: "*", ...change } as Statement;
    if (addTo === "bucket") bucket.addStatement({ ...deny, Resource: "arn:aws:s3:::logs/*" });
    else key.addStatement({ ...deny, Resource: "*" });
  };
  const exceptServices = { Bool: { "aws:PrincipalIsAWSService": "false" } };

  test.each([
    ["bucket", "s3:*", "s3:PutObject", "deliver"],
    ["key", "kms:GenerateDataKey*", "kms:GenerateDataKey", "encrypt"],
  ] as const)(
    "that stops a trail is an error of the %s, unless it excepts services",
    (addTo, Action, denied, purpose) => {
      expect(() => synthStack(build({ Action }, addTo))).toThrow(
        `statement "Mine" denies CloudTrail ${denied}, which arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit requires to ${purpose}`,
      );
      expect(() => synthStack(build({ Action, Condition: exceptServices }, addTo))).not.toThrow();
    },
  );
});
