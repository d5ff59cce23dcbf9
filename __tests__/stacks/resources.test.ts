import { auditedAccounts } from "../../environments/schema/audited";
import type { EnvironmentConfig } from "../../environments/schema";
import { alerted, environments, prod } from "../fixtures/environments";
import { synthApp } from "../support/app";
import { environmentWith } from "../support/environment";

const app = synthApp(environments);

const BUCKET = {
  aws_s3_bucket: 1,
  aws_s3_bucket_lifecycle_configuration: 1,
  aws_s3_bucket_ownership_controls: 1,
  aws_s3_bucket_policy: 1,
  aws_s3_bucket_public_access_block: 1,
  aws_s3_bucket_server_side_encryption_configuration: 1,
  aws_s3_bucket_versioning: 1,
};

function times(count: number, counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([type, one]) => [type, one * count]));
}

/** Of the alerts of one account, besides rules, targets, permissions and alarms. */
const ALERTS = {
  aws_iam_role: 3,
  aws_iam_role_policy: 3,
  aws_kms_alias: 1,
  aws_kms_key: 1,
  aws_sns_topic: 1,
  aws_sns_topic_policy: 1,
  aws_sns_topic_subscription: 1,
  aws_sqs_queue: 1,
};

const STATE = { ...BUCKET, aws_kms_key: 1, aws_kms_alias: 1 };

/** Everything that each stack makes: a resource more or less is a change that someone must have meant. */
const EXPECTED: Record<string, Record<string, number>> = {
  "dev-state": STATE,
  "staging-state": STATE,
  "prod-state": STATE,
  "dev-archive": {
    ...times(2, BUCKET),
    aws_s3_bucket_logging: 1,
    aws_kms_key: 1,
    aws_kms_alias: 1,
    aws_iam_role: 1,
    aws_iam_policy: 1,
    aws_iam_role_policy_attachment: 1,
  },
  "staging-archive": {
    ...times(2, BUCKET),
    aws_s3_bucket_logging: 1,
    aws_s3_bucket_object_lock_configuration: 1,
    aws_s3_bucket_notification: 1,
    aws_kms_key: 1,
    aws_kms_alias: 1,
    aws_iam_role: 2,
    aws_iam_policy: 1,
    aws_iam_role_policy_attachment: 1,
    aws_iam_role_policy: 1,
  },
  "prod-archive": {
    ...times(3, BUCKET),
    aws_s3_bucket_logging: 1,
    aws_s3_bucket_object_lock_configuration: 2,
    aws_s3_bucket_notification: 1,
    aws_s3_bucket_inventory: 1,
    aws_s3_bucket_replication_configuration: 1,
    aws_s3_account_public_access_block: 1,
    aws_kms_key: 2,
    aws_kms_alias: 2,
    aws_iam_role: 4,
    aws_iam_policy: 2,
    aws_iam_role_policy_attachment: 2,
    aws_iam_role_policy: 2,
  },
  "dev-trail": { aws_cloudtrail: 1 },
  "staging-trail": { aws_cloudtrail: 1, aws_cloudwatch_log_group: 1, aws_iam_role: 1, aws_iam_role_policy: 1 },
  "staging-trail-archive": { aws_cloudtrail: 1 },
  "prod-trail": {
    aws_cloudtrail: 1,
    aws_cloudwatch_log_group: 1,
    aws_iam_role: 1,
    aws_iam_role_policy: 1,
    aws_sns_topic: 1,
    aws_sns_topic_policy: 1,
  },
  "prod-alerts": {
    ...ALERTS,
    aws_cloudwatch_event_rule: 20,
    aws_cloudwatch_event_target: 20,
    aws_cloudwatch_log_group: 2,
    aws_cloudwatch_log_metric_filter: 34,
    aws_cloudwatch_metric_alarm: 21,
    aws_lambda_function: 2,
    aws_lambda_function_event_invoke_config: 2,
    aws_lambda_permission: 15,
  },
  "prod-alerts-archive": {
    ...ALERTS,
    aws_cloudwatch_event_rule: 27,
    aws_cloudwatch_event_target: 27,
    aws_cloudwatch_log_group: 1,
    aws_cloudwatch_metric_alarm: 4,
    aws_lambda_function: 1,
    aws_lambda_function_event_invoke_config: 1,
    aws_lambda_permission: 16,
  },
};

test("the app makes these stacks and no others", () => {
  expect(app.stackNames).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))("%s makes exactly its resources", (name, expected) => {
  expect(app.stack(name).counts).toEqual(expected);
});

const PRECIOUS = ["aws_kms_key", "aws_s3_bucket", "aws_cloudtrail", "aws_cloudwatch_log_group"];

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "%s",
  (name, environment) => {
    const stacks = app.stackNames.filter((stack) => stack.startsWith(`${name}-`)).map((stack) => app.stack(stack));
    const all = (type: string) => stacks.flatMap((stack) => stack.all(type));

    test("blocks public access to every bucket by all four flags", () => {
      const blocks = all("aws_s3_bucket_public_access_block");
      expect(blocks).toHaveLength(all("aws_s3_bucket").length);
      for (const block of blocks) {
        expect(block).toMatchObject({
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        });
      }
    });

    test("works in the configured accounts only, through the configured roles", () => {
      const { archive } = environment.accounts;
      const [audited] = auditedAccounts(environment.accounts.audited);
      for (const [kind, access] of Object.entries({ state: archive, archive, trail: audited! })) {
        const [provider] = (app.stack(`${name}-${kind}`).json["provider"] as { aws: object[] }).aws;
        expect(provider).toMatchObject({ region: environment.region, allowed_account_ids: [access.id] });
        expect((provider as Record<string, unknown>)["assume_role"]).toEqual(
          "assumeRole" in access ? [{ role_arn: access.assumeRole }] : undefined,
        );
      }
    });
  },
);

describe("what Terraform refuses to destroy", () => {
  const KEPT = { prevented: [true], forced: [false] };
  const GIVEN_UP = { prevented: [undefined], forced: [true] };

  function settings(environment: EnvironmentConfig, kind: string) {
    const stack = synthApp([environment]).stack(`${environment.name}-${kind}`);
    const prevented = PRECIOUS.flatMap((type) => stack.all(type)).map(({ lifecycle }) => lifecycle as never);
    return {
      prevented: unique(prevented.map((lifecycle?: { prevent_destroy: unknown }) => lifecycle?.prevent_destroy)),
      forced: unique(stack.all("aws_s3_bucket").map(({ force_destroy }) => force_destroy)),
    };
  }

  test("protected: everything", () => {
    expect(["state", "archive"].map((kind) => settings(prod, kind))).toEqual([KEPT, KEPT]);
    expect(settings(prod, "trail").prevented).toEqual([true]);
    expect(["alerts", "alerts-archive"].map((kind) => settings(alerted, kind).prevented)).toEqual([[true], [true]]);
  });

  test("unprotected: keys and buckets of archive, replica and state store", () => {
    const replica = { region: "eu-west-1", bucketName: "test-replica", keyAlias: "test-replica" };
    const environment = environmentWith({ replica });
    expect(["state", "archive"].map((kind) => settings(environment, kind))).toEqual([KEPT, KEPT]);
    expect(settings(environment, "trail").prevented).toEqual([undefined]);
    expect(settings({ ...alerted, protected: false }, "alerts").prevented).toEqual([undefined]);
  });

  test("unprotected with logs.forceDestroy: the state store alone", () => {
    const environment = environmentWith({ logs: { forceDestroy: true } });
    expect(["state", "archive"].map((kind) => settings(environment, kind))).toEqual([KEPT, GIVEN_UP]);
  });
});

test("every key outlives the buckets that it encrypts", () => {
  const [state, archive] = ["prod-state", "prod-archive"].map((name) => app.stack(name));
  const key = (id: string) => [archive!.one("aws_kms_key", id).address];
  expect(state!.one("aws_s3_bucket")["depends_on"]).toEqual([state!.one("aws_kms_key").address]);
  expect(archive!.one("aws_s3_bucket", "LogBucket_")["depends_on"]).toEqual(key("Key_"));
  expect(archive!.one("aws_s3_bucket", "ReplicaBucket_")["depends_on"]).toEqual(key("ReplicaKey_"));
});

function unique(values: readonly unknown[]): unknown[] {
  return [...new Set(values)];
}
