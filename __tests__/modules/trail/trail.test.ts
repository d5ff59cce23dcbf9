import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformVariable } from "cdktf";
import { Trail } from "../../../modules/trail";
import { synthStack } from "../../support/synth";
import { argumentsOf, expectRefusal, KEY_ARN, synthTrail, TRAIL_ARN, trailOf } from "../../support/trail";

const DEFAULTS = {
  name: "audit",
  s3_bucket_name: "audit-logs",
  kms_key_id: KEY_ARN,
  enable_logging: true,
  enable_log_file_validation: true,
  is_multi_region_trail: true,
  include_global_service_events: true,
  is_organization_trail: false,
  advanced_event_selector: [
    {
      name: "Management events selector",
      field_selector: [{ field: "eventCategory", equals: ["Management"] }],
    },
  ],
};

describe("a trail with no options", () => {
  test("records all management events of all Regions, encrypted and validated", () => {
    expect(trailOf()).toEqual(DEFAULTS);
  });

  test("is the only resource", () => {
    expect(synthTrail().counts).toEqual({ aws_cloudtrail: 1 });
  });

  test("knows its ARN before it exists", () => {
    synthStack((stack) => {
      const props = { name: "audit", account: "111122223333", region: "eu-central-1" };
      const trail = new Trail(stack, "Trail", { ...props, bucket: { bucketName: "audit-logs" }, key: "bucketDefault" });
      expect(trail.arn).toBe(TRAIL_ARN);
    });
  });
});

describe("each option of a trail", () => {
  test("prefix is the folder in the bucket", () => {
    expect(trailOf({ prefix: "trails/prod" })).toEqual({ ...DEFAULTS, s3_key_prefix: "trails/prod" });
  });

  test("bucketDefault leaves the encryption to the bucket", () => {
    const { kms_key_id: _, ...withoutKey } = DEFAULTS;
    expect(trailOf({ key: "bucketDefault" })).toEqual(withoutKey);
  });

  test("multiRegion can be given up, and the global services with it", () => {
    expect(trailOf({ multiRegion: false })).toEqual({ ...DEFAULTS, is_multi_region_trail: false });
    expect(trailOf({ multiRegion: false, includeGlobalServiceEvents: false })).toEqual({
      ...DEFAULTS,
      is_multi_region_trail: false,
      include_global_service_events: false,
    });
  });

  test("insights are one block each", () => {
    const insights = ["ApiCallRateInsight", "ApiErrorRateInsight"] as const;
    expect(trailOf({ events: { insights } })).toEqual({
      ...DEFAULTS,
      insight_selector: [{ insight_type: "ApiCallRateInsight" }, { insight_type: "ApiErrorRateInsight" }],
    });
  });

  test("preventDestroy keeps the trail from every plan", () => {
    expect(trailOf({ preventDestroy: true })).toEqual({ ...DEFAULTS, lifecycle: { prevent_destroy: true } });
    expect(trailOf({ preventDestroy: false })).toEqual(DEFAULTS);
  });

  test("tags reach the trail and all that is made with it", () => {
    const tags = { owner: "security" };
    const stack = synthTrail({ tags, cloudWatchLogs: {}, deliveryTopic: true });
    for (const type of ["aws_cloudtrail", "aws_cloudwatch_log_group", "aws_iam_role", "aws_sns_topic"]) {
      expect(stack.one(type)).toMatchObject({ tags });
    }
  });

  test("provider is that of the trail and of all that is made with it", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Audited", { region: "eu-central-1", alias: "audited" });
      new Trail(scope, "Trail", {
        name: "audit",
        account: "444455556666",
        region: "eu-central-1",
        bucket: { bucketName: "audit-logs" },
        key: { arn: KEY_ARN },
        cloudWatchLogs: {},
        deliveryTopic: true,
        provider,
      });
    });
    const types = Object.keys(stack.counts);
    expect(types.sort()).toEqual([
      "aws_cloudtrail",
      "aws_cloudwatch_log_group",
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_sns_topic",
      "aws_sns_topic_policy",
    ]);
    for (const type of types) expect(stack.one(type)).toMatchObject({ provider: "aws.audited" });
  });
});

describe("logging and log file validation cannot be switched off", () => {
  const EVERY_WEAKENING = {
    key: "bucketDefault",
    multiRegion: false,
    includeGlobalServiceEvents: false,
    events: { management: "none", networkActivity: ["s3.amazonaws.com"] },
    preventDestroy: false,
  } as const;

  test("not by all weakenings together", () => {
    expect(trailOf(EVERY_WEAKENING)).toMatchObject({ enable_logging: true, enable_log_file_validation: true });
  });

  test("not by options that only an untyped caller can give", () => {
    const untyped = { name: "audit", enableLogging: false, enableLogFileValidation: false, isMultiRegionTrail: false };
    expect(() => trailOf(untyped)).toThrow(
      /^test\/Trail: enableLogging is unknown; .*\ntest\/Trail: enableLogFileValidation is unknown; .*\ntest\/Trail: isMultiRegionTrail is unknown; /,
    );
    expect(trailOf({ name: "audit" })).toEqual(DEFAULTS);
  });
});

describe("what AWS refuses is refused at synth", () => {
  test("a multi-Region trail without global service events", () => {
    expectRefusal({ includeGlobalServiceEvents: false }, [
      "includeGlobalServiceEvents must be true for a multi-Region trail, got false",
    ]);
    expectRefusal({ multiRegion: true, includeGlobalServiceEvents: false }, [
      "includeGlobalServiceEvents must be true for a multi-Region trail, got false",
    ]);
  });

  test("delivery notices without a customer key", () => {
    expectRefusal({ deliveryTopic: true, key: "bucketDefault" }, ['deliveryTopic requires key, got "bucketDefault"']);
  });

  test.each([
    ["is empty", ""],
    ["is a slash", "/"],
    ["begins with a slash", "/trails"],
    ["ends with a slash", "trails/"],
    ["has 201 characters", "a".repeat(201)],
  ])("a prefix that %s: the log folder would be another than the one left out of the data events", (_, prefix) => {
    expectRefusal({ prefix }, [
      `prefix must be 1 to 200 letters, digits and !_.'()-/ without a slash at either end or the folder AWSLogs, which CloudTrail adds, got "${prefix}"`,
    ]);
  });

  test("a prefix of 200 characters is taken", () => {
    expect(trailOf({ prefix: "a".repeat(200) })).toMatchObject({ s3_key_prefix: "a".repeat(200) });
  });

  test("all problems are reported at once, each with the construct's path", () => {
    const problems = {
      name: "au",
      organization: { id: "r-1", managementAccount: "1" },
      includeGlobalServiceEvents: false,
      key: "bucketDefault",
      deliveryTopic: true,
      events: { management: "none" },
    } as const;
    expectRefusal(problems, [
      'name must be 3 to 128 letters, digits, and single periods, underscores or dashes between them, not an IP address, got "au"',
      'organization.id must be an organization id like "o-a1b2c3d4e5", got "r-1"',
      'organization.managementAccount must be 12 digits, got "1"',
      "includeGlobalServiceEvents must be true for a multi-Region trail, got false",
      'deliveryTopic requires key, got "bucketDefault"',
      "events must record something, got no management, data or network activity events",
    ]);
  });
});

test("a key and a name that only Terraform knows are taken as they come", () => {
  const stack = synthStack((scope) => {
    const name = new TerraformVariable(scope, "name", { type: "string" }).stringValue;
    const arn = new TerraformVariable(scope, "key", { type: "string" }).stringValue;
    const identity = { name, account: "111122223333", region: "eu-central-1" };
    new Trail(scope, "Trail", { ...identity, bucket: { bucketName: "audit-logs" }, key: { arn } });
  });
  expect(argumentsOf(stack.one("aws_cloudtrail"))).toMatchObject({ name: "${var.name}", kms_key_id: "${var.key}" });
});
