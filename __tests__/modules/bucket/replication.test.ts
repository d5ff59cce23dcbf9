import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Bucket, BucketReplication, ExistingBucket, type BucketReplicationProps } from "../../../modules/bucket";
import { Key } from "../../../modules/key";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const SOURCE_KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
const REPLICA_KEY_ARN = "arn:aws:kms:eu-west-1:444455556666:key/66666666-7777-8888-9999-000000000000";
const ROLE_ARN = "arn:aws:iam::111122223333:role/replicate-logs";

interface Options extends Partial<
  Pick<BucketReplicationProps, "roleName" | "storageClass" | "timeControl" | "metrics" | "iam">
> {
  readonly replicaAccount?: string;
  readonly replicaName?: string;
}

/** The bucket `audit-logs` of eu-central-1, replicated to eu-west-1. */
function synthReplication(options: Options = {}): Synthesized {
  const { replicaAccount = "111122223333", replicaName = "audit-replica", roleName = "replicate-logs" } = options;
  return synthStack((scope) => {
    const source = new Bucket(scope, "Logs", {
      account: "111122223333",
      region: "eu-central-1",
      bucketName: "audit-logs",
      encryption: { kmsKeyArn: SOURCE_KEY_ARN },
    });
    const destination = new Bucket(scope, "Replica", {
      account: replicaAccount,
      region: "eu-west-1",
      bucketName: replicaName,
      encryption: { kmsKeyArn: REPLICA_KEY_ARN },
      provider: new AwsProvider(scope, "Second", { region: "eu-west-1", alias: "second" }),
    });
    const replication = new BucketReplication(scope, "Replication", {
      source,
      destination,
      roleName,
      storageClass: options.storageClass,
      timeControl: options.timeControl,
      metrics: options.metrics,
      iam: options.iam,
    });
    expect(replication.role.arn).toBe(`arn:aws:iam::111122223333:role${options.iam?.path ?? "/"}${roleName}`);
  });
}

const ruleOf = (stack: Synthesized) => {
  const rules = stack.one("aws_s3_bucket_replication_configuration")["rule"] as Record<string, unknown>[];
  expect(rules).toHaveLength(1);
  return rules[0]!;
};

describe("replication within an account", () => {
  const stack = synthReplication();

  test("adds a role with its permissions and one configuration", () => {
    const { aws_iam_role, aws_iam_role_policy, aws_s3_bucket_replication_configuration, aws_s3_bucket } = stack.counts;
    expect({ aws_iam_role, aws_iam_role_policy, aws_s3_bucket_replication_configuration, aws_s3_bucket }).toEqual({
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
      aws_s3_bucket_replication_configuration: 1,
      aws_s3_bucket: 2,
    });
  });

  test("copies every object under the replica's key, and no deletion", () => {
    expect(ruleOf(stack)).toEqual({
      id: "AllObjects",
      status: "Enabled",
      priority: 1,
      filter: { prefix: "" },
      delete_marker_replication: { status: "Disabled" },
      source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
      destination: {
        bucket: "arn:aws:s3:::audit-replica",
        encryption_configuration: { replica_kms_key_id: REPLICA_KEY_ARN },
      },
    });
  });

  test("is set on the source, with the role", () => {
    expect(stack.one("aws_s3_bucket_replication_configuration")).toMatchObject({
      bucket: "audit-logs",
      role: `\${${stack.one("aws_iam_role").address}.arn}`,
    });
  });

  test("lets the role write into the destination", () => {
    const allowed = statementsOf(stack.one("aws_s3_bucket_policy", "Replica")["policy"]).slice(-4, -2);
    expect(allowed).toEqual([
      {
        Sid: "ReplicationWritesCopies",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: "arn:aws:s3:::audit-replica/*",
      },
      {
        Sid: "ReplicationReadsVersioning",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: "s3:GetBucketVersioning",
        Resource: "arn:aws:s3:::audit-replica",
      },
    ]);
  });

  test("lets nobody else write there", () => {
    const denied = statementsOf(stack.one("aws_s3_bucket_policy", "Replica")["policy"]).slice(-2);
    expect(denied).toEqual([
      {
        Sid: "DenyOtherReplication",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: "arn:aws:s3:::audit-replica/*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": ROLE_ARN } },
      },
      {
        Sid: "DenyDirectWrites",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::audit-replica/*",
      },
    ]);
  });

  test("does not let the role into the source's policy", () => {
    const statements = statementsOf(stack.one("aws_s3_bucket_policy", "Logs")["policy"]);
    expect(statements.filter(({ Effect }) => Effect === "Allow")).toEqual([]);
  });
});

describe("the order in which AWS needs the pieces", () => {
  const stack = synthReplication();
  const expected = stack.one("aws_s3_bucket_replication_configuration")["depends_on"] as string[];

  test.each([
    ["the source's versioning", stack.one("aws_s3_bucket_versioning", "Logs").address],
    ["the destination's, without which S3 refuses it", stack.one("aws_s3_bucket_versioning", "Replica").address],
    ["the role's permissions", stack.one("aws_iam_role_policy").address],
    ["the destination's policy", stack.one("aws_s3_bucket_policy", "Replica").address],
  ])("the configuration waits for %s", (_name, address) => {
    expect(expected).toContain(address);
  });

  test("the destination's policy waits for the role that it names, the source's for its own bucket only", () => {
    const block = (idStart: string) => stack.one("aws_s3_bucket_public_access_block", idStart).address;
    expect(stack.one("aws_s3_bucket_policy", "Replica")["depends_on"]).toEqual([
      block("Replica"),
      stack.one("aws_iam_role").address,
    ]);
    expect(stack.one("aws_s3_bucket_policy", "Logs")["depends_on"]).toEqual([block("Logs")]);
  });
});

test("replication to another account makes that account the owner of the copies", () => {
  expect(ruleOf(synthReplication({ replicaAccount: "444455556666" }))["destination"]).toEqual({
    bucket: "arn:aws:s3:::audit-replica",
    account: "444455556666",
    access_control_translation: { owner: "Destination" },
    encryption_configuration: { replica_kms_key_id: REPLICA_KEY_ARN },
  });
});

test("copies go into the storage class that was asked for", () => {
  expect(ruleOf(synthReplication({ storageClass: "GLACIER_IR" }))["destination"]).toMatchObject({
    storage_class: "GLACIER_IR",
  });
});

test.each<[string, (bucket: ExistingBucket) => void, string[]]>([
  [
    "a trail delivers into",
    (bucket) => bucket.allowTrailDelivery({ trailArns: ["arn:aws:cloudtrail:eu-west-1:444455556666:trail/audit"] }),
    ["s3:PutObject"],
  ],
  ["access logs arrive in", (bucket) => bucket.allowAccessLogsOf("arn:aws:s3:::other", "logs/"), ["s3:PutObject"]],
  ["inventories arrive in", (bucket) => bucket.allowInventoryOf("arn:aws:s3:::other", "lists/"), ["s3:PutObject"]],
])("a destination that %s is written into directly too, and by no other replication", (_, allow, forging) => {
  const stack = synthStack((scope) => {
    const location = { account: "444455556666", region: "eu-west-1" };
    const bucket = new ExistingBucket(scope, "Replica", { ...location, bucketName: "audit-replica" });
    bucket.allowReplicationBy(ROLE_ARN);
    allow(bucket);
  });
  const statements = statementsOf(stack.one("aws_s3_bucket_policy")["policy"]);
  const actionsOf = (sid: string) => [statements.find(({ Sid }) => Sid === sid)?.Action ?? []].flat();
  expect(actionsOf("DenyOtherReplication")).toEqual(["s3:ReplicateObject", "s3:ReplicateTags"]);
  expect(actionsOf("DenyForgedLogs")).toEqual(forging);
  expect(actionsOf("DenyDirectWrites")).toEqual([]);
});

test("a role that is known by ARN only is not awaited", () => {
  const stack = synthStack((scope) => {
    const location = { account: "444455556666", region: "eu-west-1" };
    new ExistingBucket(scope, "Replica", { ...location, bucketName: "audit-replica" }).allowReplicationBy(ROLE_ARN);
  });
  const policy = stack.one("aws_s3_bucket_policy");
  expect(policy["depends_on"] ?? []).toEqual([]);
  expect(statementsOf(policy["policy"]).at(-4)?.Principal).toEqual({ AWS: ROLE_ARN });
});

test("the source's provider reaches role, permissions and configuration", () => {
  const stack = synthStack((scope) => {
    const provider = new AwsProvider(scope, "Other", { region: "eu-central-1", alias: "other" });
    const location = { account: "111122223333", region: "eu-central-1" };
    const encryption = { kmsKeyArn: SOURCE_KEY_ARN };
    const source = new Bucket(scope, "Logs", { ...location, bucketName: "audit-logs", encryption, provider });
    const key = { arn: SOURCE_KEY_ARN };
    const destination = new ExistingBucket(scope, "Replica", { ...location, bucketName: "audit-replica", key });
    new BucketReplication(scope, "Replication", {
      source,
      destination,
      roleName: "replicate-logs",
      provider,
    });
  });
  for (const type of ["aws_iam_role", "aws_iam_role_policy", "aws_s3_bucket_replication_configuration"]) {
    expect(stack.one(type)["provider"]).toBe("aws.other");
  }
});

describe("the keys and the destination", () => {
  test("of this app let the role in without another call", () => {
    const stack = synthStack((scope) => {
      const location = { account: "111122223333", region: "eu-central-1" };
      const [one, two] = ["One", "Two"].map((id) => new Key(scope, id, { ...location, aliases: [id] })) as [Key, Key];
      const bucket = (id: string, key: Key) =>
        new Bucket(scope, id, { ...location, bucketName: id.toLowerCase(), encryption: { key } });
      const [source, other, destination] = [bucket("Logs", one), bucket("More", one), bucket("Replica", two)];
      new BucketReplication(scope, "Replication", { source, destination, roleName: "replicate-logs" });
      new BucketReplication(scope, "Second", { source: other, destination, roleName: "replicate-more" });
    });
    const roles = ["logs", "more"].map((name) => `arn:aws:iam::111122223333:role/replicate-${name}`);
    const policyOf = (type: string, id: string) => stack.one(type, id)["policy"];
    expect(statement(policyOf("aws_kms_key", "One"), "ReplicationDecryptsSource")).toMatchObject({
      Principal: { AWS: roles },
      Condition: {
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["logs", "logs/*", "more", "more/*"].map(
            (name) => `arn:aws:s3:::${name}`,
          ),
        },
      },
    });
    expect(statement(policyOf("aws_kms_key", "Two"), "ReplicationEncryptsReplica").Principal).toEqual({ AWS: roles });
    const replica = policyOf("aws_s3_bucket_policy", "Replica");
    expect(statement(replica, "ReplicationWritesCopies").Principal).toEqual({ AWS: roles });
    expect(statement(replica, "DenyOtherReplication").Condition).toEqual({
      ArnNotEquals: { "aws:PrincipalArn": roles },
    });
  });
});

describe("what replication refuses", () => {
  test("buckets without a key of their own", () => {
    const build = () =>
      synthStack((scope) => {
        const location = { account: "111122223333", region: "eu-central-1" };
        const source = new Bucket(scope, "Logs", { ...location, bucketName: "audit-logs", encryption: "SSE-S3" });
        const destination = new ExistingBucket(scope, "Replica", { ...location, bucketName: "audit-replica" });
        new BucketReplication(scope, "Replication", { source, destination, roleName: "replicate-logs" });
      });
    expect(build).toThrow(
      new Error(
        "test/Replication: source must be encrypted with a key, got test/Logs under SSE-S3\n" +
          "test/Replication: destination must be encrypted with a key, got test/Replica without",
      ),
    );
  });

  test("the bucket itself as destination", () => {
    expect(() => synthReplication({ replicaName: "audit-logs" })).toThrow(
      new Error('test/Replication: destination must be another bucket, got "audit-logs"'),
    );
  });

  test.each(["", "a".repeat(65), "replicate logs", "path/replicate"])('a role named "%s"', (roleName) => {
    expect(() => synthReplication({ roleName })).toThrow(
      new Error(`test/Replication: roleName must be 1 to 64 letters, digits and +=,.@_-, got "${roleName}"`),
    );
  });

  test("but not a role name of 64 characters", () => {
    const roleName = "a".repeat(64);
    expect(synthReplication({ roleName }).one("aws_iam_role")["name"]).toBe(roleName);
  });
});

describe("an option of replication", () => {
  const destinationOf = (options: Options) =>
    ruleOf(synthReplication(options))["destination"] as Record<string, unknown>;

  test("has S3 copy within 15 minutes, with the metrics that this takes", () => {
    expect(destinationOf({ timeControl: true })).toMatchObject({
      replication_time: { status: "Enabled", time: { minutes: 15 } },
      metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
    });
    expect(() => synthReplication({ timeControl: true, metrics: false })).toThrow(
      new Error("test/Replication: metrics must be true with timeControl, got false"),
    );
  });

  test("has S3 count what waits, without time control", () => {
    const { metrics, replication_time } = destinationOf({ metrics: true });
    expect([metrics, replication_time]).toEqual([{ status: "Enabled" }, undefined]);
    expect(destinationOf({})).not.toHaveProperty("metrics");
  });

  test("gives the role a path and a boundary, and every policy names it by its ARN", () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/Boundary";
    const stack = synthReplication({ iam: { path: "/audit/", permissionsBoundary } });
    expect(stack.one("aws_iam_role")).toMatchObject({ path: "/audit/", permissions_boundary: permissionsBoundary });
    expect(JSON.stringify(stack.one("aws_s3_bucket_policy", "Replica"))).toContain("role/audit/replicate-logs");
    expect(JSON.stringify(stack.json)).not.toContain("role/replicate-logs");
    const foreign = { permissionsBoundary: "arn:aws:iam::999999999999:policy/Boundary" };
    expect(() => synthReplication({ iam: foreign })).toThrow(
      "test/Replication: iam.permissionsBoundary must be the ARN of",
    );
  });
});
