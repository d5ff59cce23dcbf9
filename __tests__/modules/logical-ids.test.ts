import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformResource, type App, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { computeMatrix } from "../../cli/access/compute";
import { LogReaderPolicy } from "../../modules/access";
import { AuditTrail } from "../../modules/archive";
import { Bucket } from "../../modules/bucket";
import { Key, ReplicaKey } from "../../modules/key";
import { LogQuery } from "../../modules/query";
import { EventPush, LogFeed, LogFeedSubscriber } from "../../modules/siem";
import { FindingAlerts, FindingForwarder, ThreatAdministrator, ThreatDetector } from "../../modules/threats";
import { fleetOf } from "../support/fleet";
import { environmentOf } from "../support/matrix";
import { synthStack } from "../support/synth";

const ACCOUNT = "111122223333";
const TRUSTED = [`arn:aws:iam::${ACCOUNT}:role/SecurityEngineers`];
const IN = { account: ACCOUNT, region: "eu-central-1" };

/** Every kind of resource that the modules make. */
function everything(stack: TerraformStack): void {
  const usEast1 = new AwsProvider(stack, "UsEast1", { region: "us-east-1", alias: "us_east_1" });
  const euWest1 = new AwsProvider(stack, "EuWest1", { region: "eu-west-1", alias: "eu_west_1" });
  const { archive, alerts } = new AuditTrail(stack, "AuditTrail", {
    ...IN,
    name: "audit",
    bucketName: "example-audit-logs",
    key: { multiRegion: true },
    objectLock: { mode: "GOVERNANCE", days: 30 },
    readers: [{ roleName: "reader", trustedPrincipals: TRUSTED }],
    breakGlass: { roleName: "break-glass", trustedPrincipals: TRUSTED },
    inventory: true,
    eventBridge: true,
    blockPublicAccessOfAccount: true,
    cloudWatchLogs: {},
    deliveryTopic: true,
    alerts: { emails: ["security@example.com"], cis: true, global: { region: "us-east-1", provider: usEast1 } },
    replica: { region: "eu-west-1", bucketName: "example-replica", provider: euWest1 },
  });
  const feed = new LogFeed(stack, "Feed", {
    name: "audit-feed",
    notifications: archive.notifications!,
    alerts: alerts!,
  });
  const reads = { feed, accounts: [ACCOUNT], trustedPrincipals: TRUSTED };
  new LogFeedSubscriber(stack, "Splunk", { ...reads, name: "splunk" });
  new LogFeedSubscriber(stack, "Snowflake", { ...reads, name: "snowflake", via: "topic", subscribers: TRUSTED });
  new EventPush(stack, "Push", {
    name: "audit-push",
    alerts: alerts!,
    logGroupName: "/aws/cloudtrail/audit",
    destination: { kind: "splunk", url: "https://splunk.example.com" },
    secretArn: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:splunk`,
    failures: { bucketName: "example-failures" },
  });
  new ThreatDetector(stack, "Threats", { ...IN, organization: true, export: { bucketName: "example-findings" } });
  new ThreatAdministrator(stack, "Administrator", { administrator: ACCOUNT });
  new FindingAlerts(stack, "Findings", { alerts: alerts! });
  new FindingForwarder(stack, "FindingsThere", { alerts: alerts!, region: "us-east-1", provider: usEast1 });
  new LogQuery(stack, "Query", {
    ...IN,
    name: "audit-query",
    logs: { bucketName: archive.bucket.bucketName, accounts: [ACCOUNT], regions: [IN.region] },
    results: { bucketName: "example-results" },
    readers: archive.readers,
  });
  archive.key.grant({
    name: "Backup",
    granteePrincipal: TRUSTED[0]!,
    operations: ["Decrypt"],
    encryptionContextSubset: { purpose: "backup" },
  });
  new ReplicaKey(stack, "ReplicaKey", {
    ...IN,
    region: "eu-west-1",
    primaryKeyArn: archive.key.arn,
    aliases: ["replica"],
    provider: euWest1,
  });
  new LogReaderPolicy(stack, "Reading", {
    policyName: "reading",
    logs: {
      bucketName: archive.bucket.bucketName,
      bucketRegion: IN.region,
      keyArn: archive.key.arn,
      accounts: [ACCOUNT],
    },
    users: ["auditor"],
  });
}

/** Gives every resource another id, as an app does after the constructs are made. */
function renameAll(scope: IConstruct): void {
  const resources = scope.node.findAll().filter((one) => TerraformResource.isTerraformResource(one));
  resources.forEach((resource, index) => resource.overrideLogicalId(`renamed_${index}_`));
}

test("every resource takes another logical id, and what refers to it follows", () => {
  const plain = synthStack(everything).json;
  const renamed = synthStack((stack) => {
    everything(stack);
    renameAll(stack);
  }).json;
  const ids = (json: typeof plain) =>
    Object.values(json["resource"] as Record<string, Record<string, { "//": { metadata: { uniqueId: string } } }>>)
      .flatMap((resources) => Object.values(resources))
      .map((resource) => resource["//"].metadata.uniqueId);
  const [before, after] = [ids(plain), ids(renamed)];
  expect(before.length).toBeGreaterThan(80);
  expect(after.filter((id) => !id.startsWith("renamed_"))).toEqual([]);
  const followed = after.reduce((text, id, index) => text.replaceAll(id, before[index]!), JSON.stringify(renamed));
  expect(JSON.parse(followed)).toEqual(plain);
  expect(before.filter((id) => JSON.stringify(renamed).includes(id))).toEqual([]);
});

test("a bucket that has had another address moves to the id that the app chose", () => {
  const stack = synthStack((scope) => {
    const key = new Key(scope, "Key", { ...IN, aliases: ["logs"] });
    const bucket = new Bucket(scope, "Logs", { ...IN, bucketName: "logs", encryption: { key } });
    const resource = bucket.node.findChild("Bucket") as S3Bucket;
    resource.overrideLogicalId("logs");
    resource.moveFromId("aws_s3_bucket.legacy");
    key.policyResource.overrideLogicalId("logs");
  });
  expect(stack.json["moved"]).toEqual([{ from: "aws_s3_bucket.legacy", to: "aws_s3_bucket.logs" }]);
  expect(stack.one("aws_s3_bucket_versioning")).toMatchObject({ bucket: "${aws_s3_bucket.logs.bucket}" });
  expect(stack.one("aws_s3_bucket_policy")).toMatchObject({ bucket: "${aws_s3_bucket.logs.bucket}" });
  expect(JSON.stringify(stack.one("aws_s3_bucket_server_side_encryption_configuration"))).toContain(
    "${aws_kms_key.logs.arn}",
  );
  expect(stack.one("aws_kms_alias")).toMatchObject({ target_key_id: "${aws_kms_key.logs.key_id}" });
});

test("the access matrix is the same whatever the ids of the resources are", () => {
  const environment = fleetOf(1);
  const decisions = (change?: (app: App) => void) =>
    computeMatrix(environmentOf(environment, change)).cells.map((row) => row.map(({ decision }) => decision));
  const plain = decisions();
  expect(plain.flat()).toContain("allowed");
  expect(decisions(renameAll)).toEqual(plain);
});
