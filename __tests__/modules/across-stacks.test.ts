import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing, type App } from "cdktf";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "../../modules/archive";
import { Trail } from "../../modules/trail";

const REGION = "eu-central-1";
const ARCHIVE = { account: "111122223333", region: REGION };
const TRAIL = { account: "444455556666", region: REGION, name: "payments" };

function stackIn(app: App, name: string, { account, region }: { account: string; region: string }): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [account] });
  return stack;
}

test("a trail in another stack than its archive reads the key from the state of the archive's stack", () => {
  const app = Testing.app();
  const archive = new Archive(stackIn(app, "log-archive", ARCHIVE), "Archive", {
    ...ARCHIVE,
    bucketName: "example-own-logs",
    trails: [TRAIL],
  });
  new Trail(stackIn(app, "payments", TRAIL), "Trail", { ...TRAIL, bucket: archive.bucket, key: archive.key });
  app.synth();
  const text = readFileSync(join(app.outdir, "stacks", "payments", "cdk.tf.json"), "utf8");
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Record<string, unknown>>> };
  const [trail] = Object.values(resource["aws_cloudtrail"]!);
  expect(trail!["kms_key_id"]).toMatch(
    /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-log-archive\.outputs\.[\w-]+\}$/,
  );
});
