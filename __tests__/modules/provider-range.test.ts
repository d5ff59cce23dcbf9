import type { TerraformStack } from "cdktf";
import { AccessLogBucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Alerts } from "../../modules/alerts";
import { Trail } from "../../modules/trail";
import { ALERTS } from "../support/alerts";
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

describe("alerts on a runtime that the provider refuses before 6.19", () => {
  const alerts = (stack: TerraformStack, runtime: "nodejs22.x" | "nodejs24.x" = "nodejs24.x") =>
    new Alerts(stack, "Alerts", { ...ALERTS, runtime });

  test("make their stack require 6.19, also where a trail requires 6.1", () => {
    const trail = (stack: TerraformStack) =>
      new Trail(stack, "T", {
        ...IN,
        name: "audit",
        bucket: { bucketName: "logs" },
        key: "bucketDefault",
        events: { data: [{ kind: "s3", buckets: "all", where: [{ field: "eventType", equals: ["AwsApiCall"] }] }] },
      });
    expect(versionWith((stack) => [alerts(stack), trail(stack)])).toBe(">= 6.19, < 7.0");
    expect(versionWith((stack) => [trail(stack), alerts(stack)])).toBe(">= 6.19, < 7.0");
    expect(versionWith((stack) => [alerts(stack, "nodejs22.x")])).toBe(">= 5.100, < 7.0");
  });

  test.each(["5.100.0", "~> 5.100", "< 6.19", "6.18.0", "~> 6.18.2", "<= 6.18", ">= 5.100, < 6"])(
    "refuse the app's own version %s",
    (version) => {
      const build = () => versionWith((stack) => [alerts(stack), stack.addOverride(VERSION, version)]);
      expect(build).toThrow(
        `[test/Alerts] runtime "nodejs24.x" requires AWS provider 6.19 or later, but the stack requires "${version}"`,
      );
    },
  );

  test.each(["6.19.0", "~> 6.2", "~> 6.19.1", "< 6.20", "<= 6.19", ">= 5.100"])(
    "accept the app's own version %s",
    (version) => {
      expect(versionWith((stack) => [stack.addOverride(VERSION, version), alerts(stack)])).toBe(version);
    },
  );
});

describe("a trail with a condition on a field that the provider refuses before 6.1", () => {
  const trail = (stack: TerraformStack, field: "eventType" | "eventName" = "eventType") =>
    new Trail(stack, "T", {
      ...IN,
      name: "audit",
      bucket: { bucketName: "logs" },
      key: "bucketDefault",
      events: { data: [{ kind: "s3", buckets: "all", where: [{ field, equals: ["AwsApiCall"] }] }] },
    });

  test("makes its stack require 6.1, whatever constructs surround it", () => {
    const key = (stack: TerraformStack, id: string) => new Key(stack, id, { ...IN, aliases: [id] });
    expect(versionWith((stack) => [key(stack, "a"), trail(stack), key(stack, "b")])).toBe(">= 6.1, < 7.0");
    expect(versionWith((stack) => [trail(stack, "eventName")])).toBe(">= 5.100, < 7.0");
  });

  test.each(["5.100.0", "~> 5.100", ">= 5.100, < 6.0", "< 6", "<= 5.9"])(
    "refuses the app's own version %s",
    (version) => {
      const build = () => versionWith((stack) => [trail(stack), stack.addOverride(VERSION, version)]);
      expect(build).toThrow(
        `events.data[0].where[0].field "eventType" requires AWS provider 6.1 or later, but the stack requires "${version}"`,
      );
    },
  );

  test.each(["6.25.0", "~> 6.0", ">= 5.100", ">= 5.100, < 7"])("accepts the app's own version %s", (version) => {
    expect(versionWith((stack) => [stack.addOverride(VERSION, version), trail(stack)])).toBe(version);
  });

  test("refuses them in network activity events, too", () => {
    const build = () =>
      versionWith((stack) => {
        stack.addOverride(VERSION, "~> 5.100");
        return new Trail(stack, "T", {
          ...IN,
          name: "audit",
          bucket: { bucketName: "logs" },
          key: "bucketDefault",
          events: {
            networkActivity: [
              "kms.amazonaws.com",
              { source: "s3.amazonaws.com", where: [{ field: "vpcEndpointId", equals: ["vpce-1a2b3c"] }] },
            ],
          },
        });
      });
    expect(build).toThrow(
      'events.networkActivity[1].where[0].field "vpcEndpointId" requires AWS provider 6.1 or later',
    );
  });
});
