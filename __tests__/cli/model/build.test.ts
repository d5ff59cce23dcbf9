import { resolveEnvironment } from "../../../cli/model/build";
import type { Environment } from "../../../cli/model/environment";
import { UserError } from "../../../cli/framework/user-error";
import { readStacks } from "../../../cli/model/read";
import { DENY_PLAIN_HTTP, policy, PROVIDER, trailStack, withStacks } from "../../support/stack-folder";

const build = (...stacks: object[]): Promise<Environment> =>
  withStacks(Object.fromEntries(stacks.map((stack, index) => [`test-${index}`, stack])), (outdir) =>
    resolveEnvironment("test", readStacks(outdir, "test")),
  );

/** A stack of these resources. */
const stackOf = (resource: object, more: object = {}) => ({ provider: PROVIDER, resource, ...more });

const BUCKET = "${aws_s3_bucket.B.id}";
const TRAIL = { name: "audit", s3_bucket_name: "logs" };
const bucketStack = (parts: object, trail: object = {}) =>
  stackOf({ aws_s3_bucket: { B: { bucket: "logs" } }, aws_cloudtrail: { T: { ...TRAIL, ...trail } }, ...parts });

test("the least that holds a trail", async () => {
  const { trails, trail, logBucket, stacks, resources, buckets, ...rest } = await build(trailStack(DENY_PLAIN_HTTP));
  expect(stacks.map(({ name }) => name)).toEqual(["test-0"]);
  expect(resources.map(({ type }) => type)).toEqual(["aws_s3_bucket", "aws_s3_bucket_policy", "aws_cloudtrail"]);
  expect(buckets).toEqual([logBucket]);
  expect(trails).toEqual([trail]);
  expect(trail).toEqual({
    name: "audit",
    arn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit",
    account: "111122223333",
    region: "eu-central-1",
    bucketName: "audit-logs",
    logs: {},
    keyArn: undefined,
    organizationTrail: false,
    logging: false,
    validation: false,
  });
  expect(logBucket).toEqual({
    created: true,
    name: "audit-logs",
    arn: "arn:aws:s3:::audit-logs",
    account: "111122223333",
    region: "eu-central-1",
    policy: { source: "test-0/aws_s3_bucket_policy.Policy", version: "2012-10-17", statements: [DENY_PLAIN_HTTP] },
    blocksPublicAccess: false,
    ownerEnforced: false,
    versioned: false,
    keyArn: undefined,
    objectLock: undefined,
    forceDestroy: false,
  });
  expect(rest).toEqual({
    name: "test",
    isSynthesized: true,
    channels: [],
    findingBuckets: [],
    accessLogBucket: undefined,
    replicaBucket: undefined,
    stateBucket: undefined,
    keys: [],
    identities: [],
    organizationId: undefined,
    accountBlocksPublicAccess: undefined,
  });
});

test("a bucket takes its settings from the resources that name it, and from no others", async () => {
  const flags = { block_public_acls: true, block_public_policy: true, ignore_public_acls: true };
  const parts = (bucket: string) => ({
    aws_s3_bucket_public_access_block: { P: { bucket, ...flags, restrict_public_buckets: true } },
    aws_s3_bucket_ownership_controls: { O: { bucket, rule: { object_ownership: "BucketOwnerEnforced" } } },
    aws_s3_bucket_versioning: { V: { bucket, versioning_configuration: { status: "Enabled" } } },
    aws_s3_bucket_server_side_encryption_configuration: {
      E: { bucket, rule: [{ apply_server_side_encryption_by_default: { kms_master_key_id: "arn:k" } }] },
    },
    aws_s3_bucket_object_lock_configuration: {
      L: { bucket, rule: { default_retention: { mode: "COMPLIANCE", days: 30 } } },
    },
  });
  const set = {
    blocksPublicAccess: true,
    ownerEnforced: true,
    versioned: true,
    keyArn: "arn:k",
    objectLock: { mode: "COMPLIANCE", days: 30 },
  };
  const unset = {
    blocksPublicAccess: false,
    ownerEnforced: false,
    versioned: false,
    keyArn: undefined,
    objectLock: undefined,
  };
  expect((await build(bucketStack(parts(BUCKET)))).logBucket).toMatchObject(set);
  expect((await build(bucketStack(parts("other")))).logBucket).toMatchObject(unset);
});

test.each(["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"])(
  "public access is not blocked without %s",
  async (off) => {
    const flags = { block_public_acls: true, block_public_policy: true, ignore_public_acls: true };
    const block = { bucket: BUCKET, ...flags, restrict_public_buckets: true, [off]: false };
    const { logBucket } = await build(bucketStack({ aws_s3_bucket_public_access_block: { P: block } }));
    expect(logBucket.blocksPublicAccess).toBe(false);
  },
);

test("the trail's own settings", async () => {
  const { trail } = await build(
    bucketStack(
      {},
      {
        s3_key_prefix: "all",
        kms_key_id: "arn:k",
        is_organization_trail: true,
        enable_logging: true,
        enable_log_file_validation: true,
      },
    ),
  );
  expect(trail).toMatchObject({
    logs: { prefix: "all" },
    keyArn: "arn:k",
    organizationTrail: true,
    logging: true,
    validation: true,
  });
});

test("a key in another stack, with its policy and an ARN of its own", async () => {
  const statement = { Sid: "Admin", Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" };
  const { keys } = await build(trailStack(), stackOf({ aws_kms_key: { Key: { policy: policy(statement) } } }));
  expect(keys).toEqual([
    {
      created: true,
      grants: [],
      arn: "arn:aws:kms:eu-central-1:111122223333:key/test-1.aws_kms_key.Key",
      account: "111122223333",
      region: "eu-central-1",
      policy: { source: "test-1/aws_kms_key.Key", version: "2012-10-17", statements: [statement] },
    },
  ]);
});

test("access-log, replica and state bucket are found by what points at them", async () => {
  const bucket = (name: string) => ({ bucket: name });
  const environment = await build({
    ...stackOf({
      aws_s3_bucket: { B: bucket("logs"), A: bucket("access"), R: bucket("replica"), S: bucket("state") },
      aws_cloudtrail: { T: TRAIL },
      aws_s3_bucket_logging: {
        Other: { bucket: "access", target_bucket: "state" },
        Logging: { bucket: BUCKET, target_bucket: "${aws_s3_bucket.A.bucket}" },
      },
      aws_s3_bucket_replication_configuration: {
        Copy: { bucket: BUCKET, rule: [{ destination: { bucket: "${aws_s3_bucket.R.arn}" } }] },
      },
    }),
    terraform: { backend: { s3: { bucket: "state", key: "k" } } },
  });
  expect(environment.accessLogBucket?.name).toBe("access");
  expect(environment.replicaBucket?.name).toBe("replica");
  expect(environment.stateBucket?.name).toBe("state");
});

test("roles and users hold their inline and attached policies", async () => {
  const read = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const list = { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: "*" };
  const trust = { Sid: "Trust", Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" };
  const { identities } = await build(
    trailStack(),
    stackOf({
      aws_iam_role: { Reader: { name: "reader", assume_role_policy: policy(trust) } },
      aws_iam_role_policy: { Inline: { role: "${aws_iam_role.Reader.name}", policy: policy(read) } },
      aws_iam_policy: { List: { name: "list", policy: policy(list) } },
      aws_iam_role_policy_attachment: { A: { role: "reader", policy_arn: "${aws_iam_policy.List.arn}" } },
      aws_iam_user_policy_attachment: { U: { user: "ann", policy_arn: "${aws_iam_policy.List.arn}" } },
    }),
  );
  const inline = { source: "test-1/aws_iam_role_policy.Inline", version: "2012-10-17", statements: [read] };
  const attached = { source: "test-1/aws_iam_policy.List", version: "2012-10-17", statements: [list] };
  expect(identities).toEqual([
    {
      arn: "arn:aws:iam::111122223333:role/reader",
      account: "111122223333",
      policies: [inline, attached],
      trust: { source: "test-1/aws_iam_role.Reader", version: "2012-10-17", statements: [trust] },
    },
    { arn: "arn:aws:iam::111122223333:user/ann", account: "111122223333", policies: [attached], trust: undefined },
  ]);
});

test("an Object Lock is read as a plan writes it, in lists of one", async () => {
  const rule = [{ default_retention: [{ mode: "COMPLIANCE", days: null, years: 2 }] }];
  const { logBucket } = await build(
    bucketStack({
      aws_s3_bucket_policy: { P: { bucket: BUCKET, policy: policy() } },
      aws_s3_bucket_object_lock_configuration: { L: { bucket: BUCKET, rule } },
    }),
  );
  expect(logBucket.objectLock).toEqual({ mode: "COMPLIANCE", days: 730 });
});

test("a policy may hold one statement without a list around it", async () => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: DENY_PLAIN_HTTP });
  const { logBucket } = await build(bucketStack({ aws_s3_bucket_policy: { P: { bucket: BUCKET, policy: text } } }));
  expect(logBucket.policy?.statements).toEqual([DENY_PLAIN_HTTP]);
});

test("the organization is the one that a bucket policy names", async () => {
  const statement = { ...DENY_PLAIN_HTTP, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } };
  expect((await build(trailStack(statement))).organizationId).toBe("o-a1b2c3d4e5");
});

test("trails of several accounts, each with its own topic and log group, the archive account's last", async () => {
  const in_ = (account: string, resource: object) => ({
    provider: { aws: [{ region: "eu-central-1", allowed_account_ids: [account] }] },
    resource,
  });
  const own = {
    aws_cloudtrail: {
      T: { ...TRAIL, sns_topic_name: "told", cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.G.arn}:*" },
    },
    aws_sns_topic: { S: { name: "told" } },
    aws_cloudwatch_log_group: { G: { name: "events" } },
  };
  const { trail, trails } = await build(
    bucketStack({}),
    in_("222233334444", own),
    in_("333344445555", { aws_cloudtrail: { T: TRAIL } }),
  );
  expect(trails.map(({ account }) => account)).toEqual(["111122223333", "222233334444", "333344445555"]);
  expect(trail).toBe(trails[1]);
  expect(trails.map(({ topic, logGroupArn }) => [topic?.arn, logGroupArn])).toEqual([
    [undefined, undefined],
    ["arn:aws:sns:eu-central-1:222233334444:told", "arn:aws:logs:eu-central-1:222233334444:log-group:events"],
    [undefined, undefined],
  ]);
});

describe("refuses", () => {
  const withPolicy = (text: unknown) =>
    bucketStack({ aws_s3_bucket_policy: { Policy: { bucket: BUCKET, policy: text } } });

  test.each([
    [
      "stacks without a trail",
      stackOf({}),
      "test must contain a trail, found none; run npm run synth, which writes all its stacks",
    ],
    [
      "trails of two buckets",
      stackOf({ aws_cloudtrail: { A: TRAIL, B: { ...TRAIL, name: "other", s3_bucket_name: "other-logs" } } }),
      "test must have one log bucket, its trails deliver into logs, other-logs; keep the trails of one",
    ],
    [
      "a trail whose bucket is elsewhere",
      stackOf({ aws_cloudtrail: { A: TRAIL } }),
      "test: the trail's bucket logs has no policy in these stacks",
    ],
    ["a policy that is missing", withPolicy(undefined), "policy is missing; it must be a policy as JSON"],
    [
      "a policy that is not JSON",
      withPolicy("{Statement}"),
      "policy cannot be read as a policy: the policy is not JSON",
    ],
  ])("%s", async (_, stack, problem) => {
    const message = problem.startsWith("test") ? problem : `test-0/aws_s3_bucket_policy.Policy: ${problem}`;
    await expect(build(stack)).rejects.toThrow(new UserError(message));
  });
});
