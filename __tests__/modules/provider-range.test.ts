import type { TerraformStack } from "cdktf";
import { AccessLogBucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Trail } from "../../modules/trail";
import { synthStack } from "../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const VERSION = "terraform.required_providers.aws.version";

function versionWith(build: (stack: TerraformStack) => void): unknown {
  const { terraform } = synthStack(build).json as { terraform: { required_providers: { aws: { version: string } } } };
  return terraform.required_providers.aws.version;
}

test.each<[string, (stack: TerraformStack) => void]>([
  ["key", (stack) => new Key(stack, "Key", { ...IN, aliases: ["audit"] })],
  ["bucket", (stack) => new AccessLogBucket(stack, "Logs", { ...IN, bucketName: "logs" })],
  [
    "trail",
    (stack) => new Trail(stack, "T", { ...IN, name: "audit", bucket: { bucketName: "logs" }, key: "bucketDefault" }),
  ],
])("a %s lets its stack take a range of provider versions", (_, build) => {
  expect(versionWith(build)).toBe(">= 5.100, < 7.0");
});

test("without a construct of this project the bindings pin one version", () => {
  expect(versionWith(() => undefined)).toMatch(/^\d+\.\d+\.\d+$/);
});

test("a version that the app chose stays, whether it was chosen before or after", () => {
  const key = (stack: TerraformStack) => new Key(stack, "Key", { ...IN, aliases: ["audit"] });
  expect(versionWith((stack) => [stack.addOverride(VERSION, "~> 6.20"), key(stack)])).toBe("~> 6.20");
  expect(versionWith((stack) => [key(stack), stack.addOverride(VERSION, "~> 6.20")])).toBe("~> 6.20");
});
