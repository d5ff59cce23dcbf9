import { Fn, TerraformVariable } from "cdktf";
import { ExistingBucket, type TrailDelivery } from "../../../modules/bucket";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const trailOf = (account: string, name = "audit") => `arn:aws:cloudtrail:eu-central-1:${account}:trail/${name}`;
const TRAIL_ARN = trailOf("111122223333");
const DENIALS = 4;

/** What these deliveries allow in the policy of the bucket `audit-logs`. */
function added(...deliveries: TrailDelivery[]): Statement[] {
  return statementsWith(deliveries).filter(({ Effect }) => Effect === "Allow");
}

/** What these deliveries add to the policy of the bucket `audit-logs`. */
function statementsWith(deliveries: readonly TrailDelivery[]): Statement[] {
  const stack = synthStack((scope) => {
    const location = { account: "111122223333", region: "eu-central-1" };
    const bucket = new ExistingBucket(scope, "Logs", { ...location, bucketName: "audit-logs" });
    deliveries.forEach((delivery) => bucket.allowTrailDelivery(delivery));
  });
  return statementsOf(stack.one("aws_s3_bucket_policy")["policy"]).slice(DENIALS);
}

/** AWS's statement that lets a trail see the bucket's ACL. */
function aclCheck(trailArn: string | string[]): Statement {
  return {
    Sid: "AWSCloudTrailAclCheck20150319",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:GetBucketAcl",
    Resource: "arn:aws:s3:::audit-logs",
    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
  };
}

/** AWS's statement that lets a trail write into one folder. */
function write(sid: string, trailArn: string, folder: string): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::audit-logs/${folder}/*`,
    Condition: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
  };
}

function expectRefusal(delivery: TrailDelivery, ...problems: string[]): void {
  const message = problems.map((problem) => `test/Logs: ${problem}`).join("\n");
  expect(() => added(delivery)).toThrow(new Error(message));
}

test.each([
  [undefined, "AWSLogs"],
  ["trails/prod", "trails/prod/AWSLogs"],
])("nobody but AWS services writes where the logs lie, under the prefix %s", (prefix, folder) => {
  expect(statementsWith([{ trailArns: [TRAIL_ARN], prefix }]).at(-1)).toEqual({
    Sid: "DenyForgedLogs",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:ReplicateObject"],
    Resource: `arn:aws:s3:::audit-logs/${folder}/*`,
    Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
  });
});

test("a bucket that denies SSE-S3 takes no delivery, since digest files ask for it", () => {
  const message =
    "test/Logs: denySseS3 must be false where CloudTrail delivers, whose digest files ask for SSE-S3, got true";
  expect(() =>
    synthStack((scope) => {
      const location = { account: "111122223333", region: "eu-central-1" };
      const onlyKeys = ["arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555"];
      const bucket = new ExistingBucket(scope, "Logs", {
        ...location,
        bucketName: "audit-logs",
        onlyKeys,
        denySseS3: true,
      });
      bucket.allowTrailDelivery({ trailArns: [TRAIL_ARN] });
    }),
  ).toThrow(new Error(message));
});

describe("CloudTrail delivers", () => {
  test("nothing where no trail was let in", () => {
    expect(added()).toEqual([]);
  });

  test("the logs of one trail, by AWS's two statements", () => {
    expect(added({ trailArns: [TRAIL_ARN] })).toEqual([
      aclCheck(TRAIL_ARN),
      write("AWSCloudTrailWrite20150319", TRAIL_ARN, "AWSLogs/111122223333"),
    ]);
  });

  test("under a prefix", () => {
    expect(added({ trailArns: [TRAIL_ARN], prefix: "trails/prod" })).toEqual([
      aclCheck(TRAIL_ARN),
      write("AWSCloudTrailWrite20150319", TRAIL_ARN, "trails/prod/AWSLogs/111122223333"),
    ]);
  });

  test("the logs of several accounts, each into its own folder only", () => {
    const trailArns = [TRAIL_ARN, trailOf("444455556666"), trailOf("777788889999", "all-events")];
    expect(added({ trailArns })).toEqual([
      aclCheck(trailArns),
      write("AWSCloudTrailWrite20150319", trailArns[0]!, "AWSLogs/111122223333"),
      write("AWSCloudTrailWrite20150319444455556666audit", trailArns[1]!, "AWSLogs/444455556666"),
      write("AWSCloudTrailWrite20150319777788889999allevents", trailArns[2]!, "AWSLogs/777788889999"),
    ]);
  });

  test("the logs of an organization, into the folders of the management account and of the organization", () => {
    expect(added({ trailArns: [TRAIL_ARN], organizationId: "o-a1b2c3d4e5", prefix: "org" })).toEqual([
      aclCheck(TRAIL_ARN),
      write("AWSCloudTrailWrite20150319", TRAIL_ARN, "org/AWSLogs/111122223333"),
      write("AWSCloudTrailOrganizationWrite20150319", TRAIL_ARN, "org/AWSLogs/o-a1b2c3d4e5"),
    ]);
  });
});

describe("a delivery is refused", () => {
  test("without a trail", () => {
    expectRefusal({ trailArns: [] }, "trailArns must name at least one trail, got none");
  });

  test("of something that is no trail", () => {
    const topic = "arn:aws:sns:eu-central-1:111122223333:audit";
    const problem = `trailArns must be an ARN like "arn:aws:cloudtrail:...:trail/...", got "${topic}"`;
    expectRefusal({ trailArns: [TRAIL_ARN, topic] }, problem);
  });

  test("of something that is no ARN, and is not called a token", () => {
    expectRefusal(
      { trailArns: ["audit"] },
      'trailArns must be an ARN like "arn:aws:cloudtrail:...:trail/...", got "audit"',
    );
  });

  test("of a trail whose ARN is not known yet", () => {
    const unknown = Fn.join("", ["arn:aws:cloudtrail:", "eu-central-1"]);
    expectRefusal({ trailArns: [unknown] }, "trailArns must be known at synth, got a token");
  });

  test("of a trail of which only the account is not known yet", () => {
    const build = () =>
      synthStack((scope) => {
        const account = new TerraformVariable(scope, "account", { type: "string" }).stringValue;
        const bucket = new ExistingBucket(scope, "Logs", {
          account: "111122223333",
          region: "eu-central-1",
          bucketName: "audit-logs",
        });
        bucket.allowTrailDelivery({ trailArns: [trailOf(account)] });
      });
    expect(build).toThrow(new Error("test/Logs: trailArns must be known at synth, got a token"));
  });

  test.each(["", "/trails", "trails/", "/", "a".repeat(201)])('under the prefix "%s"', (prefix) => {
    expectRefusal(
      { trailArns: [TRAIL_ARN], prefix },
      `prefix must be 1 to 200 letters, digits and !_.'()-/ without a slash at either end, got "${prefix}"`,
    );
  });

  test.each(["a", "a/b", "a".repeat(200)])("but not under the prefix %s", (prefix) => {
    expect(added({ trailArns: [TRAIL_ARN], prefix })[1]?.Resource).toBe(
      `arn:aws:s3:::audit-logs/${prefix}/AWSLogs/111122223333/*`,
    );
  });

  test("for something that is no organization", () => {
    expectRefusal(
      { trailArns: [TRAIL_ARN], organizationId: "acme" },
      'organizationId must be an organization id like "o-a1b2c3d4e5", got "acme"',
    );
  });

  test("of several trails for one organization", () => {
    expectRefusal(
      { trailArns: [TRAIL_ARN, trailOf("444455556666")], organizationId: "o-a1b2c3d4e5" },
      "organizationId takes a single organization trail, got 2 trails",
    );
  });

  test("with every problem named", () => {
    expectRefusal(
      { trailArns: [], prefix: "/", organizationId: "acme" },
      "trailArns must name at least one trail, got none",
      `prefix must be 1 to 200 letters, digits and !_.'()-/ without a slash at either end, got "/"`,
      'organizationId must be an organization id like "o-a1b2c3d4e5", got "acme"',
    );
  });
});

describe("at synth", () => {
  /** CDKTF puts its own words before and after. */
  const failure = (...problems: string[]) => `\n  ${problems.map((one) => `[test/Logs] ${one}`).join("\n  ")}\n`;
  const repeated = (sid: string) => `bucket policy has more than one statement with Sid "${sid}"; Sids must be unique`;

  test("a delivery that was allowed twice is an error", () => {
    const delivery = { trailArns: [TRAIL_ARN] };
    expect(() => added(delivery, delivery)).toThrow(
      failure(repeated("AWSCloudTrailAclCheck20150319"), repeated("AWSCloudTrailWrite20150319")),
    );
  });

  const other = trailOf("444455556666");
  test.each([[[other, other]], [[TRAIL_ARN, other, other]]])("a trail named twice is an error: %j", (trailArns) => {
    expect(() => added({ trailArns })).toThrow(/AWSCloudTrailWrite20150319|trailArns/);
  });

  test("more trails than fit into the 20 KB of a bucket policy are an error", () => {
    const trailArns = Array.from({ length: 60 }, (_, index) => trailOf("444455556666", `trail${index}`));
    const tooLarge = /\n {2}\[test\/Logs\] bucket policy must be at most 20480 bytes, got 2\d{4}\n/;
    expect(() => added({ trailArns })).toThrow(tooLarge);
    expect(added({ trailArns: trailArns.slice(0, 40) })).toHaveLength(41);
  });
});
