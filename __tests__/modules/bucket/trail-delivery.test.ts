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

/** AWS's statement that lets trails write into their folders. */
function write(sid: string, trailArn: string | string[], ...folders: string[]): Statement {
  const resources = folders.map((folder) => `arn:aws:s3:::audit-logs/${folder}/*`);
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: resources.length === 1 ? resources[0]! : resources,
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

test("a bucket that denies SSE-S3 refuses a trail's delivery, because digest files request SSE-S3", () => {
  const message =
    "test/Logs: denySseS3 must be false where CloudTrail delivers, because its digest files request SSE-S3, got true " +
    `(delivery of ${TRAIL_ARN})`;
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

  test("under a prefix, which the Sid then names", () => {
    expect(added({ trailArns: [TRAIL_ARN], prefix: "trails/prod" })).toEqual([
      aclCheck(TRAIL_ARN),
      write("AWSCloudTrailWrite20150319trailsZ2fprod", TRAIL_ARN, "trails/prod/AWSLogs/111122223333"),
    ]);
  });

  test("the logs of several accounts, each of whose folders AWS's statement lists", () => {
    const trailArns = [TRAIL_ARN, trailOf("444455556666"), trailOf("777788889999", "all-events")];
    expect(added({ trailArns })).toEqual([
      aclCheck(trailArns),
      write(
        "AWSCloudTrailWrite20150319",
        trailArns,
        "AWSLogs/111122223333",
        "AWSLogs/444455556666",
        "AWSLogs/777788889999",
      ),
    ]);
  });

  test("the logs of an organization, into the folders of the management account and of the organization", () => {
    expect(added({ trailArns: [TRAIL_ARN], organizationId: "o-a1b2c3d4e5" })).toEqual([
      aclCheck(TRAIL_ARN),
      write("AWSCloudTrailWrite20150319", TRAIL_ARN, "AWSLogs/111122223333"),
      write("AWSCloudTrailOrganizationWrite20150319", TRAIL_ARN, "AWSLogs/o-a1b2c3d4e5"),
    ]);
  });
});

describe("several deliveries", () => {
  const member = trailOf("444455556666");

  test("in one call or in several are the same", () => {
    const separately = statementsWith([{ trailArns: [TRAIL_ARN] }, { trailArns: [member] }]);
    expect(separately).toEqual(statementsWith([{ trailArns: [TRAIL_ARN, member] }]));
  });

  test("of the same trail are one", () => {
    const delivery = { trailArns: [TRAIL_ARN] };
    expect(statementsWith([delivery, delivery])).toEqual(statementsWith([delivery]));
    expect(statementsWith([{ trailArns: [member, member] }])).toEqual(statementsWith([{ trailArns: [member] }]));
  });

  test("under prefixes of their own stay apart, and nobody forges logs under either", () => {
    const data = trailOf("111122223333", "data-events");
    const organization = { trailArns: [TRAIL_ARN], prefix: "organization", organizationId: "o-a1b2c3d4e5" };
    const statements = statementsWith([organization, { trailArns: [data], prefix: "data" }]);
    expect(statements).toMatchObject([
      aclCheck([TRAIL_ARN, data]),
      write("AWSCloudTrailWrite20150319organization", TRAIL_ARN, "organization/AWSLogs/111122223333"),
      write("AWSCloudTrailOrganizationWrite20150319organization", TRAIL_ARN, "organization/AWSLogs/o-a1b2c3d4e5"),
      write("AWSCloudTrailWrite20150319data", data, "data/AWSLogs/111122223333"),
      {
        Sid: "DenyForgedLogs",
        Resource: ["arn:aws:s3:::audit-logs/organization/AWSLogs/*", "arn:aws:s3:::audit-logs/data/AWSLogs/*"],
      },
    ]);
  });

  test("of an organization and of a member account's own trail: only the former writes for the organization", () => {
    expect(added({ trailArns: [TRAIL_ARN], organizationId: "o-a1b2c3d4e5" }, { trailArns: [member] })).toEqual([
      aclCheck([TRAIL_ARN, member]),
      write("AWSCloudTrailWrite20150319", [TRAIL_ARN, member], "AWSLogs/111122223333", "AWSLogs/444455556666"),
      write("AWSCloudTrailOrganizationWrite20150319", TRAIL_ARN, "AWSLogs/o-a1b2c3d4e5"),
    ]);
  });

  test.each([
    ["in two Regions", [TRAIL_ARN, TRAIL_ARN.replace("eu-central-1", "us-east-1")]],
    ["that differ in punctuation", [trailOf("111122223333", "data-events"), trailOf("111122223333", "data.events")]],
  ])("of one account's trails %s share its folder", (_, trailArns) => {
    expect(added({ trailArns })).toEqual([
      aclCheck(trailArns),
      write("AWSCloudTrailWrite20150319", trailArns, "AWSLogs/111122223333"),
    ]);
  });

  test("under prefixes that differ in punctuation have Sids of their own", () => {
    const prefixes = ["a-b", "a.b", "aZ2db", "a/b"];
    const sids = added(...prefixes.map((prefix) => ({ trailArns: [TRAIL_ARN], prefix }))).map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(1 + prefixes.length);
  });

  test("keep their Sids when another is allowed before them", () => {
    const data = { trailArns: [TRAIL_ARN], prefix: "data" };
    const sids = (...deliveries: TrailDelivery[]) => added(...deliveries).map(({ Sid }) => Sid);
    expect(sids({ trailArns: [member], prefix: "first" }, data)).toEqual(expect.arrayContaining(sids(data)));
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
      `prefix must be 1 to 200 letters, digits and !_.'()-/ without a slash at either end or the folder AWSLogs, which CloudTrail adds, got "${prefix}"`,
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

  test("of several accounts' trails for one organization, and says how to allow them", () => {
    expectRefusal(
      { trailArns: [TRAIL_ARN, trailOf("444455556666")], organizationId: "o-a1b2c3d4e5" },
      "organizationId requires that all trails are of the management account, got trails of accounts 111122223333, " +
        "444455556666; allow the other accounts' trails in a call without organizationId",
    );
  });

  test("with every problem named", () => {
    expectRefusal(
      { trailArns: [], prefix: "/", organizationId: "acme" },
      "trailArns must name at least one trail, got none",
      `prefix must be 1 to 200 letters, digits and !_.'()-/ without a slash at either end or the folder AWSLogs, which CloudTrail adds, got "/"`,
      'organizationId must be an organization id like "o-a1b2c3d4e5", got "acme"',
    );
  });
});

describe("the 20 KB of a bucket policy", () => {
  const accounts = (count: number) =>
    Array.from({ length: count }, (_, index) => trailOf(String(100000000000 + index), "prod-audit-trail"));

  test("hold the trails of 60 accounts", () => {
    expect(added({ trailArns: accounts(60) })).toHaveLength(2);
  });

  test("do not hold those of 120: an error at synth", () => {
    const tooLarge = /\n {2}\[test\/Logs\] bucket policy must be at most 20480 bytes, got 2\d{4}\n/;
    expect(() => added({ trailArns: accounts(120) })).toThrow(tooLarge);
  });
});
