import { creates, foundIn, OUTSIDER, policyOf, reviewOfChanges, updates } from "../../../support/small-plan";
import { deployed, KEY_POLICY } from "../../../support/small-trail";

const reference = (address: string, attribute: string) => ({ references: [`${address}.${attribute}`, address] });

test.each(["private", "log-delivery-write"])("an ACL that is %s opens nothing, and a public one does", async (acl) => {
  expect(foundIn(await reviewOfChanges(creates("aws_s3_bucket_acl", { bucket: "logs", acl })))).toEqual([]);
  expect(foundIn(await reviewOfChanges(creates("aws_s3_bucket", { bucket: "logs", acl })))).toEqual([]);
  const open = await reviewOfChanges(creates("aws_s3_bucket_acl", { bucket: "logs", acl: "public-read" }));
  expect(open.verdict).toBe("gained");
  const grants = { access_control_policy: [{ grant: [{ permission: "READ" }] }] };
  const granting = await reviewOfChanges(creates("aws_s3_bucket_acl", { bucket: "logs", acl, ...grants }));
  expect(granting.verdict).toBe("gained");
});

test("attaching a policy of the same HCL plan to a role of the same plan is new, not gained", async () => {
  const read = policyOf({ Sid: "Read", Effect: "Allow", Action: "sqs:ReceiveMessage", Resource: "*" });
  const trust = policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
  const changes = [
    creates("aws_iam_policy", { name: "p", policy: read }, { unknown: { arn: true } }),
    creates("aws_iam_role", { name: "r", assume_role_policy: trust }, { unknown: { arn: true } }),
    creates(
      "aws_iam_role_policy_attachment",
      {},
      {
        unknown: { role: true, policy_arn: true },
        expressions: {
          role: reference("aws_iam_role.one", "name"),
          policy_arn: reference("aws_iam_policy.one", "arn"),
        },
      },
    ),
    creates(
      "aws_iam_role_policy",
      { name: "i", policy: read },
      {
        unknown: { role: true },
        expressions: { role: reference("aws_iam_role.one", "id") },
      },
    ),
  ];
  const { findings, policies } = await reviewOfChanges(...changes);
  expect(findings.map(({ what }) => what)).toEqual([]);
  expect(policies.map(({ kind }) => kind)).toEqual(["new", "new", "new"]);
});

test("types that nobody knows are one finding, and a note where nothing is of an audit trail", async () => {
  const others = [creates("aws_instance", {}), creates("aws_instance", {}, { name: "two" }), creates("aws_vpc", {})];
  const what = "unsupported resource types, whose effect on access was not evaluated: aws_instance (2), aws_vpc (1)";
  const foreign = await reviewOfChanges(...others);
  expect([foreign.verdict, foreign.isForeign, foundIn(foreign)]).toEqual(["changed", true, [`changed: ${what}`]]);
  const beside = await reviewOfChanges(...deployed(), ...others);
  expect([beside.verdict, beside.isForeign, foundIn(beside)]).toEqual(["undecided", false, [`undecided: ${what}`]]);
});

test("a key without a trail is judged by its statements: no word of a trail that nobody had", async () => {
  const found = await reviewOfChanges(updates("aws_kms_key", { policy: KEY_POLICY }, { policy: policyOf() }));
  expect(foundIn(found)).toEqual([]);
});

test("new tags of what runs something run nothing", async () => {
  const tagged = updates("aws_lambda_function", { function_name: "alert", tags: {} }, { tags: { a: "b" } });
  expect(foundIn(await reviewOfChanges(tagged))).toEqual([]);
});

test("a service's role that is allowed nothing of the trail lets nobody in, and one that reads logs does", async () => {
  const trust = policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
  const roleWith = (Action: string) => [
    ...deployed(),
    creates("aws_iam_role", { name: "app", assume_role_policy: trust }),
    creates("aws_iam_role_policy", {
      ...{ role: "app", name: "app" },
      policy: policyOf({ Effect: "Allow", Action, Resource: "*" }),
    }),
  ];
  const harmless = await reviewOfChanges(...roleWith("sqs:ReceiveMessage"));
  expect([harmless.verdict, harmless.access.gained]).toEqual(["changed", []]);
  const reading = await reviewOfChanges(...roleWith("kms:Decrypt"));
  expect(reading.access.gained.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(["role/app", "ec2 for an outsider"]),
  );
});

test("a new role of outsiders is gained, whatever it is allowed", async () => {
  const trust = policyOf({ Effect: "Allow", Principal: { AWS: OUTSIDER }, Action: "sts:AssumeRole" });
  const role = creates("aws_iam_role", { name: "partner", assume_role_policy: trust });
  expect((await reviewOfChanges(...deployed(), role)).verdict).toBe("gained");
});
