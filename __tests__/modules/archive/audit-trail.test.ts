import { AuditTrail, type AuditTrailProps } from "../../../modules/archive";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";

/** The fewest options: what README shows. */
function synthAuditTrail(options: Partial<AuditTrailProps> = {}, use: (made: AuditTrail) => void = () => undefined) {
  return synthStack((stack) =>
    use(
      new AuditTrail(stack, "AuditTrail", {
        account: "111122223333",
        region: "eu-central-1",
        name: "audit",
        bucketName: "example-audit-logs",
        ...options,
      }),
    ),
  );
}

const keyPolicy = (stack: Synthesized) => stack.one("aws_kms_key")["policy"];
const logPolicy = (stack: Synthesized) => stack.one("aws_s3_bucket_policy", "AuditTrail_Archive_LogBucket")["policy"];

describe("the fewest options", () => {
  const stack = synthAuditTrail();

  test("make a key, a log bucket, a bucket for access logs and a trail", () => {
    expect(stack.counts).toMatchObject({ aws_kms_key: 1, aws_s3_bucket: 2, aws_cloudtrail: 1, aws_kms_alias: 1 });
    expect(stack.counts).not.toHaveProperty("aws_iam_role");
    expect(stack.all("aws_s3_bucket").map(({ bucket }) => bucket)).toEqual([
      "example-audit-logs-access-logs",
      "example-audit-logs",
    ]);
  });

  test("let the trail deliver under the key", () => {
    expect(stack.one("aws_cloudtrail")).toMatchObject({
      s3_bucket_name: "example-audit-logs",
      kms_key_id: `\${${stack.one("aws_kms_key").address}.arn}`,
      enable_log_file_validation: true,
      is_multi_region_trail: true,
    });
    const source = { StringEquals: { "aws:SourceArn": TRAIL_ARN } };
    expect(statement(logPolicy(stack), "AWSCloudTrailWrite20150319").Condition).toMatchObject(source);
    expect(statement(keyPolicy(stack), "CloudTrailEncryptsLogs").Condition).toMatchObject(source);
  });

  test("let Terraform destroy nothing that holds logs", () => {
    const guarded = ["aws_kms_key", "aws_s3_bucket", "aws_cloudtrail"].flatMap((type) => stack.all(type));
    for (const one of guarded) expect(one).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });

  test("let nobody read", () => {
    expect(statementsOf(keyPolicy(stack)).map(({ Sid }) => Sid)).not.toContain("UsersDecryptLogsThroughS3");
  });
});

test("the trail's log group and topic use the archive's key", () => {
  const stack = synthAuditTrail({ cloudWatchLogs: {}, deliveryTopic: true });
  const sids = statementsOf(keyPolicy(stack)).map(({ Sid }) => Sid);
  expect(sids).toContain("CloudWatchLogsEncryptsLogGroups");
  expect(sids).toContain("CloudTrailPublishesToEncryptedTopic");
});

test("data events of all buckets leave out log and access-log bucket", () => {
  const stack = synthAuditTrail({ events: { data: [{ kind: "s3", buckets: "all" }] } });
  expect(JSON.stringify(stack.one("aws_cloudtrail")["advanced_event_selector"])).toContain(
    '"not_starts_with":["arn:aws:s3:::example-audit-logs/","arn:aws:s3:::example-audit-logs-access-logs/"]',
  );
});

test("path and boundary reach every role", () => {
  const iam = { path: "/audit/", permissionsBoundary: "arn:aws:iam::111122223333:policy/Boundary" };
  const stack = synthAuditTrail({
    iam,
    cloudWatchLogs: {},
    readers: [{ roleName: "reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Security"] }],
    breakGlass: { roleName: "break-glass", trustedPrincipals: ["arn:aws:iam::111122223333:user/emergency"] },
  });
  expect(stack.counts).toMatchObject({ aws_iam_role: 3 });
  for (const role of stack.all("aws_iam_role")) {
    expect(role).toMatchObject({ path: "/audit/", permissions_boundary: iam.permissionsBoundary });
  }
});

test("every part can be reached and added to", () => {
  const stack = synthAuditTrail({ deliveryTopic: true, cloudWatchLogs: {} }, ({ archive, trail }) => {
    archive.key.allowUsers("arn:aws:iam::222233334444:role/Collector");
    archive.bucket.allowReaders(["arn:aws:iam::222233334444:role/Collector"], { accounts: ["111122223333"] });
    trail.deliveryTopic!.allowSubscribers("222233334444");
    expect(trail.logGroup?.node.path).toBe("test/AuditTrail/Trail/CloudWatchLogs/LogGroup");
  });
  expect(statement(stack.one("aws_sns_topic_policy")["policy"], "AccountsSubscribe").Action).toBe("sns:Subscribe");
});

test("what one of the parts refuses is refused with its path", () => {
  expect(() => synthAuditTrail({ bucketName: "Logs" })).toThrow("test/AuditTrail/Archive/AccessLogBucket: bucketName");
  expect(() => synthAuditTrail({ name: "a" })).toThrow("test/AuditTrail/Trail: name must be 3 to 128 letters");
});

describe("readers limited to accounts", () => {
  const synthesized = (account: string, use?: (made: AuditTrail) => void) => () =>
    synthAuditTrail(
      {
        readers: [
          { roleName: "reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"], accounts: [account] },
        ],
      },
      use,
    );

  test("must be limited to those whose trails deliver", () => {
    expect(synthesized("111122223333")).not.toThrow();
    expect(synthesized("222233334444")).toThrow(
      'readers[0].accounts must be accounts whose trails deliver here (111122223333), got "222233334444"',
    );
  });

  test("may be limited to one whose trail is allowed later", () => {
    const later = ({ archive }: AuditTrail) =>
      archive.allowTrail({ name: "other", account: "222233334444", region: "eu-central-1" });
    expect(synthesized("222233334444", later)).not.toThrow();
  });
});
