import { environments } from "../fixtures/environments";
import { synthApp } from "../support/app";

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
  "prod-trail": {
    aws_cloudtrail: 1,
    aws_cloudwatch_log_group: 1,
    aws_iam_role: 1,
    aws_iam_role_policy: 1,
    aws_sns_topic: 1,
    aws_sns_topic_policy: 1,
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

    test("keeps what holds logs from being destroyed exactly when it is protected", () => {
      const guarded = PRECIOUS.flatMap(all).map(({ lifecycle }) => lifecycle);
      const expected: unknown = environment.protected ? { prevent_destroy: true } : undefined;
      expect(guarded).toEqual(guarded.map(() => expected));
      expect(all("aws_s3_bucket").map(({ force_destroy }) => force_destroy)).toEqual(
        all("aws_s3_bucket").map(() => !environment.protected),
      );
    });

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
      const { archive, audited } = environment.accounts;
      for (const [kind, access] of Object.entries({ state: archive, archive, trail: audited })) {
        const [provider] = (app.stack(`${name}-${kind}`).json["provider"] as { aws: object[] }).aws;
        expect(provider).toMatchObject({ region: environment.region, allowed_account_ids: [access.id] });
        expect((provider as Record<string, unknown>)["assume_role"]).toEqual(
          "assumeRole" in access ? [{ role_arn: access.assumeRole }] : undefined,
        );
      }
    });
  },
);
