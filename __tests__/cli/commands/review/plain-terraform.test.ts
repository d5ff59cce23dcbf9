import { counts } from "../../../../cli/commands/review/formats/headline";
import {
  creates,
  destroys,
  foundIn,
  policyOf,
  reviewOfChanges,
  reviewSmall,
  smallPlan,
  updates,
} from "../../../support/small-plan";
import {
  BUCKET_POLICY,
  deployed,
  ENCRYPT,
  KEY_ARN,
  KEY_POLICY,
  planned,
  ROOT,
  withChange,
} from "../../../support/small-trail";

const ANYBODY = policyOf(ROOT, { ...ENCRYPT, Condition: undefined });
const subjects = (cells: readonly { readonly subject: string }[]) => [...new Set(cells.map(({ subject }) => subject))];

test("a first plan whose key lets nobody else in is no finding", async () => {
  const { verdict, findings, access } = await reviewOfChanges(...planned());
  expect(access.unknown).toBeUndefined();
  expect([verdict, findings.map(({ what }) => what)]).toEqual(["changed", []]);
});

test("a first plan whose key lets others in is gained, though its trail names the key by a reference", async () => {
  const { verdict, access } = await reviewOfChanges(...planned({ key: { policy: ANYBODY } }));
  expect(verdict).toBe("gained");
  expect(subjects(access.gained)).toContain("CloudTrail for a trail of another account");
});

test.each([
  ["is put over the key's own", [destroys("aws_kms_alias", { name: "alias/x" })], KEY_POLICY],
  ["loses a condition", [], ANYBODY],
])("a key policy of its own resource that %s is judged as the key's", async (_, others, policy) => {
  const id = KEY_ARN.split("/")[1];
  const before = { key_id: id, policy: KEY_POLICY };
  const changes = [...deployed({ key: { policy: ANYBODY } }), ...others];
  const { access } = await reviewOfChanges(...changes, updates("aws_kms_key_policy", before, { policy }));
  expect(access.unknown).toBeUndefined();
  expect(access.gained.length > 0).toBe(policy === ANYBODY);
});

test("a key without a policy has AWS's own, and the resource of one sets it", async () => {
  const changes = planned({ key: { policy: undefined } });
  const ofKey = {
    unknown: { key_id: true },
    expressions: { key_id: { references: ["aws_kms_key.one.id", "aws_kms_key.one"] } },
  };
  const open = await reviewOfChanges(...changes, creates("aws_kms_key_policy", { policy: ANYBODY }, ofKey));
  expect(open.verdict).toBe("gained");
  const closed = await reviewOfChanges(...changes, creates("aws_kms_key_policy", { policy: KEY_POLICY }, ofKey));
  expect([closed.verdict, closed.access.unknown]).toEqual(["changed", undefined]);
});

test("a policy in the bucket itself is the bucket's", async () => {
  const inBucket = deployed({ bucket: { policy: BUCKET_POLICY } }).filter(
    ({ type }) => type !== "aws_s3_bucket_policy",
  );
  const { access } = await reviewOfChanges(...inBucket, destroys("aws_kms_alias", { name: "alias/x" }));
  expect(access.unknown).toBeUndefined();
});

test("what repeats the policy of a resource of its own does not outlive it", async () => {
  const changes = deployed({ bucket: { policy: BUCKET_POLICY } }).map((one) =>
    one.type === "aws_s3_bucket_policy" ? destroys(one.type, { ...one.before }) : one,
  );
  const found = await reviewOfChanges(...changes);
  expect(subjects(found.access.lost)).toContain("CloudTrail for this trail");
});

test("a bucket that nobody can tell makes the matrix unknown, and is never called undefined", async () => {
  const trail = creates(
    "aws_cloudtrail",
    { name: "plain", enable_logging: true },
    { unknown: { s3_bucket_name: true }, expressions: { s3_bucket_name: { references: ["var.bucket"] } } },
  );
  const found = await reviewOfChanges(...withChange(planned(), trail));
  expect(found.access.unknown).toBe("small: aws_cloudtrail.one.s3_bucket_name is known only after apply");
  expect(JSON.stringify(found)).not.toContain("undefined");
});

test("two buckets whose names AWS makes up are two", async () => {
  const module = (name: string) => [
    creates("aws_s3_bucket", {}, { module: `module.${name}.`, unknown: { bucket: true } }),
    creates(
      "aws_s3_bucket_versioning",
      { versioning_configuration: [{ status: "Enabled" }] },
      {
        module: `module.${name}.`,
        unknown: { bucket: true },
        expressions: { bucket: { references: ["aws_s3_bucket.one.id", "aws_s3_bucket.one"] } },
      },
    ),
  ];
  expect(foundIn(await reviewOfChanges(...module("a"), ...module("b")))).toEqual([]);
  const [bucket, versioning] = module("a");
  const twice = await reviewOfChanges(bucket!, versioning!, { ...versioning!, name: "two" });
  expect(twice.findings.map(({ protection }) => protection)).toEqual(["set-twice", "set-twice"]);
});

test("the policy of a new bucket in a module is new, not broadened", async () => {
  const module = "module.b.";
  const bucket = creates("aws_s3_bucket", {}, { module, unknown: { bucket: true } });
  const expressions = { bucket: { references: ["aws_s3_bucket.one.id", "aws_s3_bucket.one"] } };
  const policy = creates(
    "aws_s3_bucket_policy",
    { policy: BUCKET_POLICY },
    { module, unknown: { bucket: true }, expressions },
  );
  const { policies } = await reviewOfChanges(bucket, policy);
  expect(policies.map(({ address, kind }) => [address, kind])).toEqual([
    ["small/module.b.aws_s3_bucket_policy.one", "new"],
  ]);
});

test("a second policy of a bucket is reported where it is imported, too", async () => {
  const plan = smallPlan([
    ...deployed(),
    updates("aws_s3_bucket_policy", { bucket: "plain-logs" }, {}, { name: "two" }),
  ]);
  const imported = plan.resource_changes.at(-1)!;
  Object.assign(imported.change, { actions: ["no-op"], importing: { id: "plain-logs" } });
  expect((await reviewSmall(plan)).findings.map(({ protection }) => protection)).toEqual(["set-twice"]);
});

test("a provider without an account says what to do", async () => {
  const plan = smallPlan(planned());
  const { aws } = plan.configuration.provider_config;
  Reflect.deleteProperty(aws.expressions, "allowed_account_ids");
  expect((await reviewSmall(plan)).access.unknown).toBe(
    "small: nothing shows the account and the Region of aws_cloudtrail.one; give its provider region and allowed_account_ids, or add --account ID and --region REGION",
  );
  const role = { role_arn: { constant_value: "arn:aws:iam::111122223333:role/deploy" } };
  Object.assign(aws.expressions, { assume_role: [role] });
  expect((await reviewSmall(plan)).access.unknown).toBeUndefined();
});

test("a key that an alias names is the trail's key", async () => {
  const alias = { name: "alias/logs", target_key_id: KEY_ARN.split("/")[1] };
  const changes = deployed({ trail: { kms_key_id: "alias/logs" } });
  const key = changes.find(({ type }) => type === "aws_kms_key")!;
  const opened = { ...key, actions: ["update"], after: { ...key.after, policy: ANYBODY } };
  const found = await reviewOfChanges(...withChange(changes, opened), {
    type: "aws_kms_alias",
    actions: ["no-op"],
    before: alias,
    after: alias,
  });
  expect(subjects(found.access.gained)).toContain("CloudTrail for a trail of another account");
});

test("a key id of one letter is not found in other words", async () => {
  const arn = "arn:aws:kms:eu-central-1:111122223333:key/k";
  const changes = deployed({ key: { arn, key_id: "k" }, trail: { kms_key_id: arn } });
  const { access, findings } = await reviewOfChanges(...changes, destroys("aws_kms_alias", { name: "alias/x" }));
  expect([access.unknown, findings]).toEqual([undefined, []]);
});

test("a plan without a trail says in its line what to give", async () => {
  const before = { bucket: "logs", policy: BUCKET_POLICY };
  const open = policyOf({ Sid: "All", Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" });
  const review = await reviewOfChanges(updates("aws_s3_bucket_policy", before, { policy: open }));
  expect(counts(review)).toMatch(
    /^access cannot be computed: the plan has no trail \(aws_cloudtrail\); give the plan that has it as well, and --environment NAME, which joins them, 1 policy\. /,
  );
});

test("a first plan that names the only instance of a resource by all of them is judged", async () => {
  const whole = (references: object) =>
    Object.fromEntries(
      Object.entries(references as Record<string, { references: string[] }>).map(([argument, { references: all }]) => {
        return [argument, { references: [all.at(-1)!] }];
      }),
    );
  const changes = planned().map((change) => ({ ...change, expressions: whole(change.expressions ?? {}) }));
  const { verdict, access, findings } = await reviewOfChanges(...changes);
  expect([verdict, access.unknown, findings]).toEqual(["changed", undefined, []]);
});
