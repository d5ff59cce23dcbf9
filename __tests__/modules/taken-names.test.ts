import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing, type App } from "cdktf";
import { BreakGlassRole, LogReaderRole } from "../../modules/access";
import { AuditTrail } from "../../modules/archive";
import { AccountPublicAccessBlock, Bucket, ExistingBucket } from "../../modules/bucket";
import { ExistingKey, Key } from "../../modules/key";
import { Trail } from "../../modules/trail";

const HERE = { account: "111122223333", region: "eu-central-1" };
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const ADMINISTRATOR = "arn:aws:iam::111122223333:role/Administrator";
const LOGS = { bucketName: "logs", bucketRegion: HERE.region, keyArn: KEY_ARN, accounts: [HERE.account] };

function stackOf(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "Aws", { region: HERE.region });
  return stack;
}

/** What both stacks of an app report. */
function problemsOf(build: (first: TerraformStack, second: TerraformStack) => void): string[] {
  const app = Testing.app();
  build(stackOf(app, "first"), stackOf(app, "second"));
  return app.node.findAll().flatMap((one) => one.node.validate().map((problem) => `${one.node.path}: ${problem}`));
}

const addBucket = (stack: TerraformStack, id: string, bucketName: string) =>
  new Bucket(stack, id, { ...HERE, bucketName, encryption: "SSE-S3" });
const addTrail = (stack: TerraformStack, id: string, name: string, options: object = {}) =>
  new Trail(stack, id, { ...HERE, name, bucket: { bucketName: "logs" }, key: "bucketDefault", ...options });
const addReader = (stack: TerraformStack, roleName: string) =>
  new LogReaderRole(stack, "Reader", { ...HERE, roleName, trustedPrincipals: [ADMINISTRATOR], logs: LOGS });

test.each<[string, (first: TerraformStack, second: TerraformStack) => void, string]>([
  [
    "trails of one name",
    (first, second) => void [addTrail(first, "A", "audit"), addTrail(second, "B", "audit")],
    'second/B: name must differ from name of first/A, because the name of a trail is unique in account 111122223333 and Region eu-central-1; got "audit"',
  ],
  [
    "log groups of one name",
    (first) => {
      const cloudWatchLogs = { logGroupName: "audit", key: "serviceDefault" };
      addTrail(first, "A", "audit", { cloudWatchLogs });
      addTrail(first, "B", "other", { cloudWatchLogs });
    },
    'first/B/CloudWatchLogs: logGroupName must differ from logGroupName of first/A/CloudWatchLogs, because the name of a log group is unique in account 111122223333 and Region eu-central-1; got "audit"',
  ],
  [
    "an alias of two keys",
    (first, second) => {
      new Key(first, "A", { ...HERE, aliases: ["one", "shared"] });
      new Key(second, "B", { ...HERE, aliases: ["shared", "two"] });
    },
    'second/B: aliases must differ from aliases of first/A, because the name of an alias is unique in account 111122223333 and Region eu-central-1; got "shared"',
  ],
  [
    "roles whose names differ in case",
    (first, second) => {
      addReader(first, "reader");
      const role = { ...HERE, roleName: "READER", bucketNames: ["logs"], trustedPrincipals: [ADMINISTRATOR] };
      new BreakGlassRole(second, "Glass", role);
    },
    'second/Glass: roleName must differ from roleName of first/Reader, because the name of a role is unique in account 111122223333; got "READER"',
  ],
  [
    "owners of a bucket's policy",
    (first, second) => {
      addBucket(first, "A", "logs");
      new ExistingBucket(second, "B", { ...HERE, bucketName: "logs" });
    },
    'second/B: bucketName must differ from bucketName of first/A, because a bucket of partition aws and its policy have one owner: pass that construct on; got "logs"',
  ],
  [
    "owners of a key's policy",
    (first, second) => {
      new ExistingKey(first, "A", { ...HERE, arn: KEY_ARN });
      new ExistingKey(second, "B", { ...HERE, arn: KEY_ARN });
    },
    `second/B: arn must differ from arn of first/A, because the policy of a key has one owner: pass that construct on; got "${KEY_ARN}"`,
  ],
  [
    "owners of an account's public access block",
    (first, second) => {
      new AccountPublicAccessBlock(first, "A", { account: HERE.account });
      new AccountPublicAccessBlock(second, "B", { account: HERE.account });
    },
    'second/B: account must differ from account of first/A, because an account has one public access block; got "111122223333"',
  ],
])("two %s are an error that names both", (_, build, problem) => {
  expect(problemsOf(build)).toEqual([problem]);
});

test.each<[string, (first: TerraformStack, second: TerraformStack) => void]>([
  [
    "Regions",
    (first, second) => void [addTrail(first, "A", "audit"), addTrail(second, "B", "audit", { region: "us-east-1" })],
  ],
  [
    "accounts",
    (first, second) =>
      void [addTrail(first, "A", "audit"), addTrail(second, "B", "audit", { account: "444455556666" })],
  ],
  [
    "names",
    (first, second) => {
      new AuditTrail(first, "A", { ...HERE, name: "one", bucketName: "one-logs" });
      new AuditTrail(second, "B", { ...HERE, name: "two", bucketName: "two-logs" });
    },
  ],
  [
    "versions of the app, of which one is removed",
    (first) => {
      addBucket(first, "A", "logs");
      first.node.tryRemoveChild("A");
      addBucket(first, "B", "logs");
    },
  ],
  ["apps", (first) => void [addBucket(first, "A", "logs"), addBucket(stackOf(Testing.app(), "other"), "B", "logs")]],
])("other %s are no clash", (_, build) => {
  expect(problemsOf(build)).toEqual([]);
});
