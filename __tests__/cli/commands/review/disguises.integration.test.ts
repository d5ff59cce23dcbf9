import { kindsOf, PlanJson, reviewOf } from "../../../support/disguised";

const BUCKET = "example-full-audit-logs";
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const EVERYTHING = JSON.stringify({ Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }] });
const QUEUE = "arn:aws:sqs:eu-central-1:999999999999:evil";
const LOG_GROUP = "/aws/cloudtrail/full-audit-trail";

type Edit = (archive: PlanJson, trail: PlanJson) => void;

const reviewed = (edit: Edit) => {
  const [archive, trail] = ["full-archive", "full-trail"].map((stack) => new PlanJson("no-change-full", stack));
  edit(archive!, trail!);
  return reviewOf({ "full-archive": archive!, "full-trail": trail! });
};
const without = (sid: string) => (statements: Record<string, unknown>[]) => {
  const index = statements.findIndex((statement) => statement["Sid"] === sid);
  statements.splice(index, 1);
};
const change = (sid: string, changes: object) => (statements: Record<string, unknown>[]) =>
  void Object.assign(
    statements.find((statement) => statement["Sid"] === sid)!,
    changes,
  );

const LOST: readonly (readonly [string, Edit])[] = [
  ["the key policy without CloudTrail", (plan) => plan.policy("aws_kms_key.Key_", without("CloudTrailEncryptsLogs"))],
  [
    "a Deny of all uploads",
    (plan) =>
      plan.policy("aws_s3_bucket_policy.LogBucket", (statements) => {
        const Resource = `arn:aws:s3:::${BUCKET}/*`;
        statements.push({ Sid: "Freeze", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource });
      }),
  ],
  [
    "a role that CloudTrail cannot take",
    (_, trail) => {
      const role = trail.find("aws_iam_role.Trail_CloudWatchLogs").change.before!;
      const text = (role["assume_role_policy"] as string).replace('"Allow"', '"Deny"');
      trail.update("aws_iam_role.Trail_CloudWatchLogs", { assume_role_policy: text });
    },
  ],
  [
    "a topic policy that denies",
    (_, trail) =>
      trail.policy("aws_sns_topic_policy.", (statements) => {
        statements.push({ Sid: "No", Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: "*" });
      }),
  ],
];

test.each(LOST)("%s ends the delivery, though nobody gains", async (_, edit) => {
  const found = await reviewed(edit);
  expect(found.access.gained).toEqual([]);
  expect(kindsOf(found)).toContain("weakened delivery-lost");
});

const WEAKENED: readonly (readonly [string, string, Edit])[] = [
  [
    "a second setting of the bucket",
    "weakened set-twice",
    (plan) =>
      plan.make("aws_s3_bucket_versioning", { bucket: BUCKET, versioning_configuration: [{ status: "Suspended" }] }),
  ],
  [
    "a setting in the bucket itself",
    "weakened set-in-bucket",
    (plan) => plan.update("aws_s3_bucket.LogBucket", { versioning: [{ enabled: false }] }),
  ],
  [
    "another role for CloudWatch Logs",
    "weakened log-group-changed",
    (_, trail) => trail.update("aws_cloudtrail.", { cloud_watch_logs_role_arn: "arn:aws:iam::111122223333:role/no" }),
  ],
  [
    "the alias of another key",
    "weakened key-changed",
    (plan) => plan.update("aws_kms_alias.Key_", { target_key_id: "11111111-2222-4333-8444-555555555555" }),
  ],
  [
    "a policy of AWS under the name of one that is made here",
    "gained",
    (plan) => {
      plan.make("aws_iam_policy", { name: "AdministratorAccess", path: "/", policy: EVERYTHING });
      plan.make("aws_iam_role_policy_attachment", { role: "full-audit-log-reader", policy_arn: ADMIN });
    },
  ],
  [
    "an attachment of all policies at once",
    "gained",
    (plan) => plan.make("aws_iam_role_policy_attachments_exclusive", { role_name: "reader", policy_arns: [ADMIN] }),
  ],
  [
    "a policy that is marked sensitive",
    "gained",
    (plan) =>
      plan.make(
        "aws_iam_role_policy",
        { name: "x", role: "full-audit-log-reader", policy: EVERYTHING },
        { after_sensitive: { policy: true } },
      ),
  ],
  [
    "a policy whose whole values are sensitive",
    "gained",
    (plan) => {
      plan.policy("aws_s3_bucket_policy.LogBucket", without("DenyOldTls"));
      Object.assign(plan.find("aws_s3_bucket_policy.LogBucket").change, { after_sensitive: true });
    },
  ],
  [
    "variables that mean another thing in the older version",
    "undecided",
    (plan) => {
      const { change: one } = plan.find("aws_s3_bucket_policy.LogBucket");
      const text = (one.before!["policy"] as string).replace("/AWSLogs/", "/AWSLogs/${aws:username}/");
      Object.assign(one.before!, { policy: text });
      plan.update("aws_s3_bucket_policy.LogBucket", { policy: text.replace("2012-10-17", "2008-10-17") });
    },
  ],
  [
    "an attachment that denied",
    "gained",
    (plan) => {
      const { change: one } = plan.find("aws_iam_role_policy_attachment.");
      Object.assign(one.before!, { policy_arn: "arn:aws:iam::aws:policy/AWSDenyAll" });
      Object.assign(one, { actions: ["delete"], after: null });
    },
  ],
  [
    "a subscription of another account",
    "gained",
    (_, trail) =>
      trail.make("aws_cloudwatch_log_subscription_filter", {
        log_group_name: LOG_GROUP,
        destination_arn: "arn:aws:logs:eu-central-1:999999999999:destination:evil",
      }),
  ],
  [
    "a notification to another account",
    "gained",
    (plan) => plan.make("aws_s3_bucket_notification", { bucket: BUCKET, queue: [{ queue_arn: QUEUE }] }),
  ],
  [
    "an inventory in a bucket that nobody here makes",
    "gained",
    (plan) =>
      plan.make("aws_s3_bucket_inventory", {
        bucket: BUCKET,
        destination: [{ bucket: [{ bucket_arn: "arn:aws:s3:::evil" }] }],
      }),
  ],
  [
    "a type that runs anything",
    "gained",
    (plan) => plan.make("aws_cloudcontrolapi_resource", { type_name: "A::B::C" }),
  ],
  ["a type that nobody knows", "undecided", (plan) => plan.make("aws_instance", { ami: "x" })],
  ["a plan of which Terraform left something out", "undecided", (plan) => (plan.json["complete"] = false)],
  [
    "a narrowing beside a role of another account",
    "gained",
    (plan) =>
      plan.policy(
        "aws_kms_key.Key_",
        change("AdministratorsAdministerKey", {
          Principal: { AWS: "arn:aws:iam::999999999999:role/Evil" },
          Action: "kms:PutKeyPolicy",
        }),
      ),
  ],
  [
    "a Deny for all but one",
    "gained",
    (plan) =>
      plan.policy(
        "aws_s3_bucket_policy.LogBucket",
        change("DenyDeletion", {
          Principal: undefined,
          NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/Cleaner" },
        }),
      ),
  ],
];

test.each(WEAKENED)("%s is reported: %s", async (_, kind, edit) => {
  expect(kindsOf(await reviewed(edit))).toContain(kind);
});

test.each<[string, Edit]>([
  [
    "a subscription within the account",
    (_, trail) =>
      trail.make("aws_cloudwatch_log_subscription_filter", {
        log_group_name: LOG_GROUP,
        destination_arn: "arn:aws:kinesis:eu-central-1:111122223333:stream/siem",
      }),
  ],
  ["tags", (plan) => plan.update("aws_s3_bucket.LogBucket", { tags: { a: "b" } })],
  [
    "everyone in other words",
    (plan) => plan.policy("aws_s3_bucket_policy.LogBucket", change("DenyOldTls", { Principal: { AWS: ["*"] } })),
  ],
  [
    "a higher bound of TLS",
    (plan) =>
      plan.policy(
        "aws_s3_bucket_policy.LogBucket",
        change("DenyOldTls", { Condition: { NumericLessThan: { "s3:TlsVersion": "1.3" } } }),
      ),
  ],
])("%s is no finding", async (_, edit) => {
  expect((await reviewed(edit)).findings).toEqual([]);
});

test("a name that means another thing to JavaScript is refused", async () => {
  const open = { bucket: BUCKET, policy: EVERYTHING };
  await expect(reviewed((plan) => plan.make("aws_s3_bucket_policy", open, {}, "__proto__"))).rejects.toThrow(
    "full-archive.json is not a plan that can be reviewed: it has a resource called aws_s3_bucket_policy.__proto__",
  );
});

test("what a plan keeps no template of, as with HCL, comes from the synthesized stack", async () => {
  const plan = new PlanJson("first-apply-without-source-arn", "local-archive");
  const { root_module: root } = plan.json["configuration"] as {
    root_module: { resources: { expressions: Record<string, { constant_value?: string; references?: string[] }> }[] };
  };
  const templates = root.resources.flatMap(({ expressions }) =>
    expressions["policy"]?.references ? [expressions["policy"]] : [],
  );
  expect(templates.length).toBeGreaterThan(1);
  for (const template of templates) Reflect.deleteProperty(template, "constant_value");
  const { access } = await reviewOf({ "local-archive": plan });
  expect([access.unknown, access.gained.length > 0]).toEqual([undefined, true]);
});
