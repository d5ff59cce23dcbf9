import { EXISTING } from "../../tools/samples/existing";
import { environmentWith } from "../support/environment";
import { statementsOf } from "../support/synth";
import { stacksOf } from "../support/stacks-in-memory";

const { archive, trail, alerts } = stacksOf(EXISTING);
const sids = (policy: unknown) => statementsOf(policy).map(({ Sid }) => Sid);

describe("an environment that brings what exists", () => {
  test("creates neither the bucket nor the key, and sets their policies", () => {
    expect(archive.all("aws_kms_key")).toEqual([]);
    expect(archive.all("aws_s3_bucket").map(({ bucket }) => bucket)).toEqual(["existing-access-logs"]);
    expect(archive.one("aws_kms_key_policy")).toMatchObject({ key_id: EXISTING.key.arn });
    expect(sids(archive.one("aws_kms_key_policy")["policy"])).toEqual([
      "RootAdministersKey",
      "AdministratorsAdministerKey",
      "CloudTrailEncryptsLogs",
      "CloudTrailDescribesKey",
      "CloudTrailDecryptsBucketKey",
      "UsersDecryptLogsThroughS3",
      "CloudWatchLogsEncryptsLogGroups",
      "CloudTrailPublishesToEncryptedTopic",
    ]);
    const policy = archive.all("aws_s3_bucket_policy").find(({ bucket }) => bucket === "company.audit.logs");
    expect(sids(policy?.["policy"])).toContain("DenyForgedLogs");
    expect(archive.json["output"]).toMatchObject({ key_arn: { value: EXISTING.key.arn } });
  });

  test("lets the existing log group and topic go on using the key", () => {
    const statements = statementsOf(archive.one("aws_kms_key_policy")["policy"]);
    const conditionOf = (sid: string) => statements.find(({ Sid }) => Sid === sid)?.Condition;
    expect(conditionOf("CloudWatchLogsEncryptsLogGroups")).toEqual({
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:444455556666:log-group:company/audit",
      },
    });
    expect(conditionOf("CloudTrailPublishesToEncryptedTopic")).toEqual({
      ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:444455556666:trail/existing-trail" },
      StringEquals: {
        "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-central-1:777788889999:audit-events",
      },
    });
  });

  test("lets no existing log group or topic use a new key, which none can have", () => {
    const { existing: _, arn: __, ...key } = { ...EXISTING.key, alias: "new-key" };
    const { archive: own } = stacksOf({ ...EXISTING, key });
    const found = sids(own.one("aws_kms_key")["policy"]);
    expect(found.filter((sid) => /LogGroups|EncryptedTopic/.test(sid))).toEqual([]);
  });

  test("takes the access logs that the owner sends", () => {
    const policy = archive.all("aws_s3_bucket_policy").find(({ bucket }) => bucket !== "company.audit.logs");
    expect(statementsOf(policy?.["policy"])).toContainEqual(
      expect.objectContaining({
        Sid: "S3ServerAccessLogsPolicy",
        Condition: expect.objectContaining({
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::company.audit.logs" },
        }) as object,
      }),
    );
  });

  test("delivers to the log group, with the role, and announces on the topic", () => {
    expect(trail.counts).toEqual({ aws_cloudtrail: 1 });
    expect(trail.one("aws_cloudtrail")).toMatchObject({
      s3_bucket_name: "company.audit.logs",
      cloud_watch_logs_group_arn: "arn:aws:logs:eu-central-1:444455556666:log-group:company/audit:*",
      cloud_watch_logs_role_arn: "arn:aws:iam::444455556666:role/service/CloudTrailWrites",
      sns_topic_name: "arn:aws:sns:eu-central-1:777788889999:audit-events",
    });
    expect(trail.json["output"]).toMatchObject({
      log_group_name: { value: "company/audit" },
      delivery_topic_arn: { value: "arn:aws:sns:eu-central-1:777788889999:audit-events" },
    });
  });

  test("has alerts about the log group and its role, and alarms that read the log group", () => {
    const ofTrail = JSON.stringify(alerts[0]!.json);
    expect(ofTrail).toContain("CloudTrailWrites");
    expect(ofTrail).not.toContain("existing-trail-cloudwatch-logs");
    const [filter] = alerts[0]!.all("aws_cloudwatch_log_metric_filter");
    expect(filter).toMatchObject({ log_group_name: "company/audit" });
  });
});

test("an existing log group without a role gets one, with the environment's path", () => {
  const { trail: own } = stacksOf(
    environmentWith({
      iam: { path: "/audit/" },
      trail: { cloudWatchLogs: { existing: true, logGroupName: "company/audit" } },
    }),
  );
  expect(own.counts).toEqual({ aws_cloudtrail: 1, aws_iam_role: 1, aws_iam_role_policy: 1 });
  expect(own.one("aws_cloudtrail")["cloud_watch_logs_role_arn"]).toBe(
    "arn:aws:iam::111122223333:role/audit/test-trail-cloudwatch-logs",
  );
});

test("the delegated administrator is registered in the management account before its trail is created", () => {
  const { trail: own } = stacksOf(
    environmentWith({
      organization: {
        id: "o-a1b2c3d4e5",
        managementAccount: "222233334444",
        delegatedAdministrator: { assumeRole: "arn:aws:iam::222233334444:role/Deploy" },
      },
      trail: { ofOrganization: true },
    }),
  );
  const { address, ...registration } = own.one("aws_cloudtrail_organization_delegated_admin_account");
  expect(registration).toMatchObject({ account_id: "111122223333", provider: "aws.management" });
  expect(own.one("aws_cloudtrail")["depends_on"]).toContain(address);
  expect(own.json["provider"]).toMatchObject({
    aws: [
      {},
      {
        alias: "management",
        allowed_account_ids: ["222233334444"],
        assume_role: [{ role_arn: "arn:aws:iam::222233334444:role/Deploy" }],
      },
    ],
  });
});

test("a name prefix begins every name that derives from the environment's", () => {
  const stacks = (namePrefix: string | undefined) =>
    stacksOf(
      environmentWith({
        name: "abcdefgh-ijklmno",
        ...(namePrefix !== undefined && { namePrefix }),
        replica: { region: "eu-west-1", bucketName: "the-replica", keyAlias: "the-replica" },
        alerts: { emails: ["security@example.com"] },
      }),
    );
  const names = ({ state, archive: own, alerts: all }: ReturnType<typeof stacks>) =>
    [state, own, ...all].flatMap((stack) =>
      ["aws_kms_alias", "aws_iam_role", "aws_sns_topic", "aws_lambda_function", "aws_cloudwatch_event_rule"].flatMap(
        (type) => stack.all(type).map((one) => String(one["name"] ?? one["function_name"])),
      ),
    );
  const plain = names(stacks(undefined));
  const prefixed = names(stacks("acme-audit-"));
  expect(prefixed).toEqual(plain.map((name) => name.replace("abcdefgh-ijklmno", "acme-audit-abcdefgh-ijklmno")));
  expect(plain.filter((name) => name.includes("abcdefgh-ijklmno")).length).toBeGreaterThan(10);
  expect(prefixed.filter((name) => name.length > 64)).toEqual([]);
});
