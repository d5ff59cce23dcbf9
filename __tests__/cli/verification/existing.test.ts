import { parseArn } from "../../../modules/policy";
import { EXISTING } from "../../../tools/samples/existing";
import { environmentWith } from "../../support/environment";
import { awsError, fakeAws } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { idsOf, NOWHERE, resultOf, verified } from "../../support/verified";

type Answers = Readonly<Record<string, object>>;

const BUCKET = EXISTING.logs.bucketName;
const { outdir, remove } = synthesizedFolder(EXISTING);
afterAll(remove);

/** Verifies an environment against a fake AWS, which denies what it has no answer to. */
const verification = (answers: Answers, folder = outdir, environment: string = EXISTING.name) =>
  verified({
    outdir: folder,
    environment,
    endpoint: NOWHERE,
    roles: ["111122223333", "444455556666"].map((account) => `arn:aws:iam::${account}:role/Verify`),
    connect: ({ roleArn, ...options }) =>
      fakeAws((operation) =>
        operation === "GetCallerIdentity"
          ? { Account: parseArn(roleArn!)!.account }
          : (answers[operation] ?? awsError("AccessDenied", 403)),
      )({ roleArn, ...options }),
  });

const finding = async (answers: Answers, id: string) => resultOf(await verification(answers), id);

const ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

test("the owner's other settings of a bucket are not compared", async () => {
  const { results } = await verification({});
  const ids = results.map(({ check }) => check.id).filter((id) => /^(bucket|key)\./.test(id));
  expect(ids.sort()).toEqual([
    "bucket.logging",
    "bucket.ownership",
    "bucket.policy",
    "bucket.policy-age",
    "bucket.public-access",
    "bucket.region",
    "bucket.versioning",
    "key.alias",
    "key.deletion",
    "key.enabled",
    "key.grants",
    "key.kind",
    "key.manager",
    "key.policy",
    "key.policy-age",
    "key.rotation",
  ]);
  expect(idsOf({ results } as never, "pass")).toEqual([]);
});

describe("what the owner of a bucket must set", () => {
  const place = { ListBuckets: { Buckets: [{ Name: BUCKET, BucketRegion: "eu-central-1" }] } };
  const check = (operation: string, answer: object, id: string) => finding({ ...place, [operation]: answer }, id);

  test("is the public access block", async () => {
    const block = (flags: object) =>
      check("GetPublicAccessBlock", { PublicAccessBlockConfiguration: flags }, "bucket.public-access");
    expect(await block(ALL_ON)).toMatchObject({ state: "pass" });
    expect(await block({ ...ALL_ON, BlockPublicAcls: false })).toMatchObject({ state: "fail" });
  });

  test("is that ACLs are disabled", async () => {
    const rule = (ObjectOwnership: string) =>
      check("GetBucketOwnershipControls", { OwnershipControls: { Rules: [{ ObjectOwnership }] } }, "bucket.ownership");
    expect(await rule("BucketOwnerEnforced")).toMatchObject({ state: "pass" });
    expect(await rule("ObjectWriter")).toMatchObject({ state: "fail", found: "ObjectWriter" });
  });

  test("is versioning", async () => {
    const status = (Status: string) => check("GetBucketVersioning", { Status }, "bucket.versioning");
    expect(await status("Enabled")).toMatchObject({ state: "pass" });
    expect(await status("Suspended")).toMatchObject({ state: "fail", found: "Suspended" });
  });

  test("is where its access logs go", async () => {
    const target = (TargetPrefix: string) =>
      check(
        "GetBucketLogging",
        { LoggingEnabled: { TargetBucket: "existing-access-logs", TargetPrefix } },
        "bucket.logging",
      );
    expect(await target(`${BUCKET}/`)).toMatchObject({ state: "pass" });
    expect(await target("elsewhere/")).toMatchObject({ state: "fail", found: "into existing-access-logs/elsewhere/" });
  });
});

describe("a key that exists", () => {
  const described = (more: object = {}) => ({ DescribeKey: { KeyMetadata: { Arn: EXISTING.key.arn, ...more } } });

  test("is the one that the environment names, and enabled", async () => {
    expect(await finding(described(), "key.alias")).toMatchObject({ state: "pass", found: EXISTING.key.arn });
    expect(await finding(described({ Arn: `${EXISTING.key.arn}0` }), "key.alias")).toMatchObject({ state: "fail" });
    expect(await finding(described({ KeyState: "Enabled" }), "key.enabled")).toMatchObject({ state: "pass" });
    expect(await finding(described({ KeyState: "Disabled" }), "key.enabled")).toMatchObject({ state: "fail" });
  });

  test("rotates, whenever its owner likes", async () => {
    const rotates = (KeyRotationEnabled: boolean) =>
      finding(
        { ...described(), GetKeyRotationStatus: { KeyRotationEnabled, RotationPeriodInDays: 100 } },
        "key.rotation",
      );
    expect(await rotates(true)).toMatchObject({ state: "pass" });
    expect(await rotates(false)).toMatchObject({ state: "fail", found: "off" });
  });

  test("has the environment's policy", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: "Old", Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
    });
    const { state, details } = await finding({ ...described(), GetKeyPolicy: { Policy } }, "key.policy");
    expect(state).toBe("fail");
    expect(details!.join()).toContain("added statement Old");
  });
});

test("a topic of another account is compared as a whole", async () => {
  const TrailARN = "arn:aws:cloudtrail:eu-central-1:444455556666:trail/existing-trail";
  const announces = (SnsTopicARN: string) =>
    finding({ DescribeTrails: { trailList: [{ TrailARN, SnsTopicARN }] } }, "trail.topic");
  const topic = EXISTING.trail.deliveryTopic.topicArn;
  expect(await announces(topic)).toMatchObject({ state: "pass" });
  expect(await announces(topic.replace("777788889999", "999999999999"))).toMatchObject({ state: "fail" });
});

test("the delegated administrator must be registered, without credentials of the management account", async () => {
  const organization = { id: "o-a1b2c3d4e5", managementAccount: "222233334444", delegatedAdministrator: {} };
  const accounts = { audited: { id: "444455556666" } };
  const folder = synthesizedFolder(environmentWith({ organization, accounts, trail: { ofOrganization: true } }));
  const registered = async (...ids: string[]) => {
    const DelegatedAdministrators = ids.map((Id) => ({ Id }));
    const answers = { ListDelegatedAdministrators: { DelegatedAdministrators } };
    return resultOf(await verification(answers, folder.outdir, "test"), "trail.delegated-administrator");
  };
  try {
    expect(await registered("333344445555", "444455556666")).toMatchObject({ state: "pass" });
    expect(await registered("333344445555")).toMatchObject({ state: "fail", found: "333344445555" });
    expect(await registered()).toMatchObject({ state: "fail", found: "no account" });
  } finally {
    folder.remove();
  }
});
