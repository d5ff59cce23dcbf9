import { auditedAccounts } from "../../environments/schema/audited";
import type { EnvironmentConfig } from "../../environments/schema";
import { environments } from "../fixtures/environments";
import { synthApp } from "../support/app";
import { statement, statementsOf, type Synthesized } from "../support/synth";

const app = synthApp(environments);

const policyOf = (stack: Synthesized, bucketName: string) => {
  const bucket = stack.all("aws_s3_bucket").find((one) => one["bucket"] === bucketName);
  const policy = stack.all("aws_s3_bucket_policy").find((one) => one["bucket"] === `\${${bucket?.address}.bucket}`);
  return policy?.["policy"];
};

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "%s",
  (name, environment) => {
    const archive = app.stack(`${name}-archive`);
    const trail = app.stack(`${name}-trail`);
    const arnOf = (stack: Synthesized) => (stack.json["output"] as { trail_arn: { value: string } }).trail_arn.value;
    const trailArn = arnOf(trail);
    // The archive account of staging has a trail of its own.
    const trailArns = name === "staging" ? [trailArn, arnOf(app.stack("staging-trail-archive"))] : trailArn;
    const keyPolicy = archive.one("aws_kms_key", "Key")["policy"];
    const bucketPolicy = policyOf(archive, environment.logs.bucketName);

    test("key and bucket let in the trail that the trail stack makes, by the same ARN", () => {
      expect(trailArn).toBe(
        `arn:aws:cloudtrail:eu-central-1:${auditedAccounts(environment.accounts.audited)[0]!.id}:trail/${environment.trail.name}`,
      );
      for (const sid of ["CloudTrailEncryptsLogs", "CloudTrailDescribesKey", "CloudTrailDecryptsBucketKey"]) {
        expect(statement(keyPolicy, sid).Condition?.StringEquals).toEqual({ "aws:SourceArn": trailArns });
      }
      for (const sid of ["AWSCloudTrailAclCheck20150319", "AWSCloudTrailWrite20150319"]) {
        expect(statement(bucketPolicy, sid).Condition?.StringEquals).toMatchObject({ "aws:SourceArn": trailArns });
      }
      expect(trail.one("aws_cloudtrail")).toMatchObject({
        name: environment.trail.name,
        s3_bucket_name: environment.logs.bucketName,
      });
    });

    test("every reader may decrypt, exists before the key names it, and reads with the key and bucket of the archive", () => {
      const roles = archive.all("aws_iam_role").filter(({ address }) => address.includes(".Reader"));
      const users = statement(keyPolicy, "UsersDecryptLogsThroughS3").Principal as { AWS: string | string[] };
      expect([users.AWS].flat()).toEqual(
        environment.readers.map(({ roleName }) => `arn:aws:iam::${environment.accounts.archive.id}:role/${roleName}`),
      );
      expect(archive.one("aws_kms_key", "Key")["depends_on"]).toEqual(
        expect.arrayContaining(roles.map(({ address }) => address)),
      );
      for (const { policy } of archive.all("aws_iam_policy")) {
        expect(statement(policy, "LocateBucket").Resource).toBe(`arn:aws:s3:::${environment.logs.bucketName}`);
        expect(statement(policy, "DecryptLogsThroughS3").Resource).toBe(
          `\${${archive.one("aws_kms_key", "Key").address}.arn}`,
        );
      }
    });

    test("the log bucket's access logs go to the access-log bucket, which lets them in", () => {
      expect(archive.one("aws_s3_bucket_logging")).toMatchObject({ target_bucket: environment.accessLogs.bucketName });
      expect(
        statement(policyOf(archive, environment.accessLogs.bucketName), "S3ServerAccessLogsPolicy").Condition,
      ).toEqual({
        ArnLike: { "aws:SourceArn": `arn:aws:s3:::${environment.logs.bucketName}` },
        StringEquals: { "aws:SourceAccount": environment.accounts.archive.id },
      });
    });

    test("data events never cover a bucket that holds logs or state", () => {
      const selectors = trail.one("aws_cloudtrail")["advanced_event_selector"] as {
        field_selector: { field: string; equals?: string[]; starts_with?: string[]; not_starts_with?: string[] }[];
      }[];
      const { logs, accessLogs, state, replica } = environment as EnvironmentConfig;
      const own = [logs, accessLogs, state, replica].flatMap((bucket) =>
        bucket ? [`arn:aws:s3:::${bucket.bucketName}/`] : [],
      );
      const onObjects = selectors
        .filter(({ field_selector }) => field_selector.some(({ equals }) => equals?.includes("AWS::S3::Object")))
        .map(({ field_selector }) => field_selector.find(({ field }) => field === "resources.ARN"));
      for (const arns of onObjects) {
        const covered = own.filter(
          (arn) =>
            (arns?.starts_with ?? [""]).some((start) => arn.startsWith(start)) &&
            !(arns?.not_starts_with ?? []).some((start) => arn.startsWith(start)),
        );
        expect(covered).toEqual([]);
      }
    });
  },
);

test("prod records the organization: its folder, its log streams, its trail flag", () => {
  const write = statement(
    policyOf(app.stack("prod-archive"), "example-prod-audit-logs"),
    "AWSCloudTrailOrganizationWrite20150319",
  );
  expect(write.Resource).toBe("arn:aws:s3:::example-prod-audit-logs/AWSLogs/o-a1b2c3d4e5/*");
  expect(app.stack("prod-trail").one("aws_cloudtrail")["is_organization_trail"]).toBe(true);
  const [streams] = statementsOf(app.stack("prod-trail").one("aws_iam_role_policy")["policy"]);
  expect(streams?.Resource).toContain(
    "arn:aws:logs:eu-central-1:777788889999:log-group:/aws/cloudtrail/prod-audit-trail:log-stream:o-a1b2c3d4e5_*",
  );
});

test("the archive's key serves the log group and topic that the trail stack makes", () => {
  const policy = app.stack("prod-archive").one("aws_kms_key", "Key")["policy"];
  const { name } = app.stack("prod-trail").one("aws_cloudwatch_log_group");
  expect(statement(policy, "CloudWatchLogsEncryptsLogGroups").Condition).toEqual({
    ArnEquals: {
      "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:777788889999:log-group:${name as string}`,
    },
  });
  const topic = app.stack("prod-trail").one("aws_sns_topic");
  expect(statement(policy, "CloudTrailPublishesToEncryptedTopic").Condition?.StringEquals).toEqual({
    "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:eu-central-1:777788889999:${topic["name"] as string}`,
  });
  expect(topic["kms_master_key_id"]).toBe("${data.terraform_remote_state.ArchiveState.outputs.key_arn}");
});

test("staging and dev keys serve no topic, and dev's no log group", () => {
  const sids = (name: string) =>
    statementsOf(app.stack(`${name}-archive`).one("aws_kms_key", "Key")["policy"]).map(({ Sid }) => Sid);
  expect(sids("staging")).not.toContain("CloudTrailPublishesToEncryptedTopic");
  expect(sids("dev")).not.toContain("CloudWatchLogsEncryptsLogGroups");
});

test("the replica in its Region is encrypted by its own key, locked as its source, and fed by the replication role alone", () => {
  const archive = app.stack("prod-archive");
  const key = archive.one("aws_kms_key", "ReplicaKey");
  const role = "arn:aws:iam::555555555555:role/prod-audit-log-replication";
  expect(key["provider"]).toBe("aws.replica");
  expect(statementsOf(key["policy"]).map(({ Sid }) => Sid)).toEqual([
    "RootAdministersKey",
    "AdministratorsAdministerKey",
    "ReplicationEncryptsReplica",
  ]);
  expect(statement(archive.one("aws_kms_key", "Key")["policy"], "ReplicationDecryptsSource").Principal).toEqual({
    AWS: role,
  });
  expect(statement(policyOf(archive, "example-prod-audit-logs-replica"), "ReplicationWritesCopies").Principal).toEqual({
    AWS: role,
  });
  const locks = archive.all("aws_s3_bucket_object_lock_configuration").map(({ rule }) => rule);
  expect(locks[0]).toEqual(locks[1]);
  const onReplica = Object.values(archive.json["resource"] as object).flatMap((all: object) =>
    Object.entries(all).filter(([id]) => id.startsWith("ReplicaBucket_")),
  ) as [string, { provider?: string }][];
  expect(onReplica).toHaveLength(8);
  expect(onReplica.map(([, { provider }]) => provider)).toEqual(onReplica.map(() => "aws.replica"));
});

test("the break-glass role is the only exception to the denial of deletions", () => {
  const deny = statement(policyOf(app.stack("prod-archive"), "example-prod-audit-logs"), "DenyDeletion");
  expect(deny.Condition).toEqual({
    ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::555555555555:role/prod-audit-break-glass" },
  });
  const dev = statement(policyOf(app.stack("dev-archive"), "example-dev-audit-logs"), "DenyDeletion");
  expect(dev.Condition).toBeUndefined();
});

const COMMON = ["DenyInsecureTransport", "DenyOldTls", "DenyCustomerProvidedKeys"];
const KEYED = [...COMMON, "DenyWrongEncryptionKey", "DenyDeletion"];
const STATE = [...COMMON, "DenyWrongEncryptionKey", "DenyS3ManagedKeys", "DenyDeletion"];
const DELIVERY = ["AWSCloudTrailAclCheck20150319", "AWSCloudTrailWrite20150319"];

test.each([
  ["dev-archive", "example-dev-audit-logs", [...KEYED, ...DELIVERY, "DenyForgedLogs"]],
  [
    "dev-archive",
    "example-dev-audit-access-logs",
    [...COMMON, "DenyDeletion", "S3ServerAccessLogsPolicy", "DenyForgedLogs"],
  ],
  ["dev-state", "example-dev-audit-state", STATE],
  ["prod-state", "example-prod-audit-state", STATE],
  [
    "prod-archive",
    "example-prod-audit-logs",
    [
      ...KEYED,
      "DenyOutsideOrganization",
      "DenyUnnamedReaders",
      "DenyUnnamedReplication",
      ...DELIVERY,
      "AWSCloudTrailOrganizationWrite20150319",
      "DenyForgedLogs",
    ],
  ],
  [
    "prod-archive",
    "example-prod-audit-access-logs",
    [
      ...COMMON,
      "DenyDeletion",
      "DenyOutsideOrganization",
      "S3ServerAccessLogsPolicy",
      "S3InventoryPolicy",
      "DenyForgedLogs",
    ],
  ],
  [
    "prod-archive",
    "example-prod-audit-logs-replica",
    [
      ...KEYED,
      "DenyOutsideOrganization",
      "DenyUnnamedReaders",
      "DenyUnnamedReplication",
      "ReplicationWritesCopies",
      "ReplicationReadsVersioning",
      "DenyOtherReplication",
      "DenyDirectWrites",
    ],
  ],
])("in %s the policy of %s holds exactly these statements", (stack, bucket, sids) => {
  expect(statementsOf(policyOf(app.stack(stack), bucket)).map(({ Sid }) => Sid)).toEqual(sids);
});

test("Terraform may delete its lock files in the state bucket, but no version of a state", () => {
  const deny = statement(policyOf(app.stack("prod-state"), "example-prod-audit-state"), "DenyDeletion");
  expect(deny.Action).toEqual(["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"]);
});

test("a trail that records all buckets leaves out the log buckets of other environments too", () => {
  const elsewhere = ["example-dev-audit-logs", "example-staging-audit-state"];
  const [prod] = environments.filter(({ name }) => name === "prod");
  const trail = synthApp([prod!], false, elsewhere).stack("prod-trail").one("aws_cloudtrail");
  expect(JSON.stringify(trail["advanced_event_selector"])).toContain("arn:aws:s3:::example-dev-audit-logs/");
  expect(JSON.stringify(trail["advanced_event_selector"])).toContain("arn:aws:s3:::example-staging-audit-state/");
});

describe("a trail that was renamed", () => {
  const [staging] = environments.filter(({ name }) => name === "staging");
  const renamed = (formerly?: NonNullable<EnvironmentConfig["trail"]["formerly"]>) =>
    synthApp([{ ...staging!, trail: { ...staging!.trail, name: "renamed", formerly } }]);

  test("keeps its former permissions in the archive, which is deployed before the trail is replaced", () => {
    const app = renamed([{ name: "staging-audit-trail" }]);
    const archive = app.stack("staging-archive");
    // The archive account's trail has the same name, and was renamed too.
    const sources = ["123456789012", "444455556666"].flatMap((account) =>
      ["renamed", "staging-audit-trail"].map((name) => `arn:aws:cloudtrail:eu-central-1:${account}:trail/${name}`),
    );
    const source = { StringEquals: { "aws:SourceArn": sources } };
    const bucket = policyOf(archive, "example-staging-audit-logs");
    expect(statement(bucket, "AWSCloudTrailWrite20150319").Condition).toMatchObject(source);
    expect(statement(archive.one("aws_kms_key", "Key")["policy"], "CloudTrailEncryptsLogs").Condition).toMatchObject(
      source,
    );
    const groups = statement(archive.one("aws_kms_key", "Key")["policy"], "CloudWatchLogsEncryptsLogGroups").Condition;
    expect(JSON.stringify(groups)).toContain("log-group:/aws/cloudtrail/staging-audit-trail");
    expect(app.manifest.stacks["staging-trail"]!.dependencies).toEqual(["staging-archive"]);
    expect(app.stack("staging-trail").one("aws_cloudtrail")).toMatchObject({
      name: "renamed",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("loses them once the entry is taken out", () => {
    expect(JSON.stringify(renamed().stack("staging-archive").json)).not.toContain("trail/staging-audit-trail");
  });

  test("keeps its log group under the name it has", () => {
    const { trail } = staging!;
    const logGroupName = "/aws/cloudtrail/staging-audit-trail";
    const cloudWatchLogs = { ...trail.cloudWatchLogs!, logGroupName };
    const app = synthApp([{ ...staging!, trail: { ...trail, name: "renamed", cloudWatchLogs } }]);
    expect(app.stack("staging-trail").one("aws_cloudwatch_log_group")).toMatchObject({ name: logGroupName });
    expect(app.stack("staging-trail").one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: `arn:aws:logs:eu-central-1:123456789012:log-group:${logGroupName}:*`,
    });
    const key = app.stack("staging-archive").one("aws_kms_key", "Key")["policy"];
    expect(JSON.stringify(statement(key, "CloudWatchLogsEncryptsLogGroups").Condition)).toContain(logGroupName);
  });
});
