import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Archive, type ArchiveProps, type ArchiveTrail } from "../../../modules/archive";
import { Trail } from "../../../modules/trail";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const TRUSTED = ["arn:aws:iam::111122223333:role/Security"];
const READER = { roleName: "reader", trustedPrincipals: TRUSTED };
const trailOf = (account: string, options: Partial<ArchiveTrail> = {}): ArchiveTrail => ({
  name: "audit",
  account,
  region: "eu-central-1",
  ...options,
});

function synthArchive(options: Partial<ArchiveProps> = {}, use: (made: Archive) => void = () => undefined) {
  return synthStack((stack) => {
    const location = { account: "111122223333", region: "eu-central-1" };
    use(new Archive(stack, "Archive", { ...location, bucketName: "audit-logs", ...options }));
  });
}

const keyPolicy = (stack: Synthesized) => stack.one("aws_kms_key", "Archive_Key")["policy"];
const logPolicy = (stack: Synthesized) => stack.one("aws_s3_bucket_policy", "Archive_LogBucket")["policy"];
const readPolicy = (stack: Synthesized) => stack.one("aws_iam_policy")["policy"];

describe("trails of other accounts and stacks", () => {
  test("are let into bucket and key by one call each, with log group and topic", () => {
    const stack = synthArchive({}, (archive) => {
      archive.allowTrail(trailOf("222233334444", { cloudWatchLogs: true, deliveryTopic: true }));
      archive.allowTrail(trailOf("444455556666", { region: "us-east-1" }));
    });
    const source = {
      StringEquals: {
        "aws:SourceArn": [
          "arn:aws:cloudtrail:eu-central-1:222233334444:trail/audit",
          "arn:aws:cloudtrail:us-east-1:444455556666:trail/audit",
        ],
      },
    };
    expect(statement(logPolicy(stack), "AWSCloudTrailWrite20150319").Condition).toMatchObject(source);
    expect(statement(keyPolicy(stack), "CloudTrailDescribesKey").Condition).toEqual(source);
    expect(statement(keyPolicy(stack), "CloudWatchLogsEncryptsLogGroups").Condition).toEqual({
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:222233334444:log-group:/aws/cloudtrail/audit",
      },
    });
    expect(statementsOf(keyPolicy(stack)).map(({ Sid }) => Sid)).toContain("CloudTrailPublishesToEncryptedTopic");
  });

  test("are the same by option and by call", () => {
    const byCall = synthArchive({}, (archive) => archive.allowTrail(trailOf("222233334444")));
    expect(synthArchive({ trails: [trailOf("222233334444")] }).json).toEqual(byCall.json);
  });

  test("keep what they were formerly", () => {
    const stack = synthArchive({ trails: [trailOf("222233334444", { formerly: [{ name: "old" }] })] });
    expect(logPolicy(stack)).toContain("222233334444:trail/old");
    expect(keyPolicy(stack)).toContain("222233334444:trail/old");
  });

  test("cannot use the key for a log group or a topic of another Region", () => {
    const trail = trailOf("222233334444", { region: "us-east-1", cloudWatchLogs: true, deliveryTopic: true });
    expect(() => synthArchive({ trails: [trail] })).toThrow(
      new Error(
        ["cloudWatchLogs", "deliveryTopic"]
          .map(
            (option) =>
              `test/Archive: ${option} must be false for audit in us-east-1: the key of test/Archive serves eu-central-1 only`,
          )
          .join("\n"),
      ),
    );
  });

  test("of 60 accounts fit into both policies, with log groups and topics", () => {
    const accounts = Array.from({ length: 60 }, (_, index) => String(100000000000 + index));
    const trails = accounts.map((account) => trailOf(account, { cloudWatchLogs: true, deliveryTopic: true }));
    const stack = synthArchive({ trails });
    expect(statement(logPolicy(stack), "AWSCloudTrailWrite20150319").Resource).toHaveLength(60);
  });

  test("of the same stack need the bucket alone", () => {
    const stack = synthArchive({}, ({ bucket }) => new Trail(bucket, "Trail", { name: "audit", bucket }));
    expect(statementsOf(keyPolicy(stack)).map(({ Sid }) => Sid)).toContain("CloudTrailEncryptsLogs");
  });
});

describe("readers", () => {
  test("read what the trail records", () => {
    const stack = synthArchive({ trails: [trailOf("222233334444")], readers: [READER] });
    expect(statement(readPolicy(stack), "ReadLogs").Resource).toBe(
      "arn:aws:s3:::audit-logs/AWSLogs/222233334444/CloudTrail*/*",
    );
  });

  test("read every account's logs where several trails deliver, in a policy that does not grow with them", () => {
    const stack = synthArchive({ trails: [trailOf("222233334444"), trailOf("444455556666")], readers: [READER] });
    expect(statement(readPolicy(stack), "ReadLogs").Resource).toBe(
      "arn:aws:s3:::audit-logs/AWSLogs/????????????/CloudTrail*/*",
    );
  });

  test("read all accounts of an organization, below the trail's prefix", () => {
    const organization = { id: "o-a1b2c3d4e5", managementAccount: "222233334444" };
    const stack = synthArchive({
      trails: [trailOf("222233334444", { organization, prefix: "org" })],
      readers: [READER],
    });
    expect(statement(readPolicy(stack), "ReadLogs").Resource).toBe(
      "arn:aws:s3:::audit-logs/org/AWSLogs/o-a1b2c3d4e5/*/CloudTrail*/*",
    );
  });

  test("read less where they say so, and decrypt with the key", () => {
    const readers = [{ ...READER, accounts: ["444455556666"], regions: ["eu-west-1"] }];
    const stack = synthArchive({ trails: [trailOf("222233334444"), trailOf("444455556666")], readers });
    expect(statement(readPolicy(stack), "ReadLogs").Resource).toBe(
      "arn:aws:s3:::audit-logs/AWSLogs/444455556666/CloudTrail*/eu-west-1/*",
    );
    expect(statement(keyPolicy(stack), "UsersDecryptLogsThroughS3").Principal).toEqual({
      AWS: "arn:aws:iam::111122223333:role/reader",
    });
  });

  test("alone read, where that is asked for", () => {
    const options = { trails: [trailOf("222233334444")], readers: [READER] };
    expect(logPolicy(synthArchive(options))).not.toContain("DenyUnnamedReaders");
    expect(logPolicy(synthArchive({ ...options, onlyReaders: true }))).toContain("DenyUnnamedReaders");
  });

  test.each([
    ["no trail", []],
    [
      "trails under several prefixes",
      [trailOf("222233334444"), trailOf("222233334444", { name: "two", prefix: "two" })],
    ],
  ])("must name accounts where there is %s", (_, trails) => {
    expect(() => synthArchive({ trails, readers: [READER] })).toThrow(
      new Error(
        "test/Archive: readers[0].accounts must be given if there are no trails, or if they deliver under several prefixes or " +
          "organizations, got none",
      ),
    );
  });
});

describe("a replica", () => {
  const replicated = (options: Partial<ArchiveProps> = {}, account?: string) =>
    synthStack((stack) => {
      const provider = new AwsProvider(stack, "Second", { region: "eu-west-1", alias: "second" });
      new Archive(stack, "Archive", {
        account: "111122223333",
        region: "eu-central-1",
        bucketName: "audit-logs",
        key: { administrators: TRUSTED },
        objectLock: { mode: "GOVERNANCE", days: 30 },
        replica: { account, region: "eu-west-1", bucketName: "audit-replica", provider },
        ...options,
      });
    });

  test("is made under its own key in its Region, locked as its source", () => {
    const stack = replicated();
    expect(stack.one("aws_kms_key", "Archive_ReplicaKey")["provider"]).toBe("aws.second");
    expect(stack.counts).toMatchObject({ aws_s3_bucket_object_lock_configuration: 2 });
    const replica = stack.one("aws_kms_key", "Archive_ReplicaKey")["policy"];
    expect(statement(replica, "AdministratorsAdministerKey").Principal).toEqual({ AWS: TRUSTED[0] });
    expect(statement(replica, "ReplicationEncryptsReplica").Principal).toEqual({
      AWS: "arn:aws:iam::111122223333:role/audit-logs-replication",
    });
    expect(statement(keyPolicy(stack), "ReplicationDecryptsSource").Principal).toEqual({
      AWS: "arn:aws:iam::111122223333:role/audit-logs-replication",
    });
  });

  test("in another account does not take over the administrators", () => {
    const policy = replicated({}, "999999999999").one("aws_kms_key", "Archive_ReplicaKey")["policy"];
    expect(statementsOf(policy).map(({ Sid }) => Sid)).toEqual(["RootAdministersKey", "ReplicationEncryptsReplica"]);
  });
});

test("buckets can be given up on purpose", () => {
  const stack = synthArchive({ forceDestroy: true });
  for (const bucket of stack.all("aws_s3_bucket")) {
    expect(bucket).toMatchObject({ force_destroy: true });
    expect(bucket).not.toHaveProperty("lifecycle");
  }
});

test("EventBridge, inventory and the account's block are made where asked for", () => {
  const types = ["aws_s3_bucket_notification", "aws_s3_bucket_inventory", "aws_s3_account_public_access_block"];
  const all = synthArchive({ eventBridge: true, inventory: true, blockPublicAccessOfAccount: true });
  for (const type of types) {
    expect(all.counts).toHaveProperty(type, 1);
    expect(synthArchive().counts).not.toHaveProperty(type);
  }
});
