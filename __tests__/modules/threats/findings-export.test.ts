import type { Caller, Context } from "../../../cli/policy/evaluate";
import { decisionOn, principal, service } from "../../support/evaluated";
import { statement } from "../../support/synth";
import { synthDetector } from "../../support/threats";

const ACCOUNT = "111122223333";
const DETECTOR = `arn:aws:guardduty:eu-central-1:${ACCOUNT}:detector/12abc34d567e8fa901bc2d34e56789f0`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const OBJECT = `arn:aws:s3:::audit-findings/AWSLogs/${ACCOUNT}/GuardDuty/eu-central-1/2026/11/27/a.jsonl.gz`;
const GUARDDUTY = service("guardduty.amazonaws.com", DETECTOR);

const stack = synthDetector({ export: { bucketName: "audit-findings" } });

/** As AWS stores it, once Terraform knows the ids. */
function stored(policy: unknown): string {
  return String(policy)
    .replaceAll(/\$\{aws_guardduty_detector\.\w+\.arn\}/g, DETECTOR)
    .replaceAll(/\$\{aws_kms_key\.\w+\.arn\}/g, KEY);
}

const bucketPolicy = stored(stack.one("aws_s3_bucket_policy")["policy"]);
const keyPolicy = stored(stack.one("aws_kms_key")["policy"]);
const CONTEXT: Context = { "s3:TlsVersion": "1.3" };

describe("into the bucket, by the policy evaluator", () => {
  const writes = (caller: Caller, context: Context = {}) =>
    decisionOn(caller, "s3:PutObject", OBJECT, bucketPolicy, { ...CONTEXT, ...context });

  test("only GuardDuty writes, for this detector alone", () => {
    expect(writes(GUARDDUTY)).toBe("allowed");
    expect(writes(service("guardduty.amazonaws.com", `${DETECTOR}0`))).toBe("denied");
    expect(writes(service("guardduty.amazonaws.com", DETECTOR, "444455556666"))).toBe("denied");
    expect(writes(service("cloudtrail.amazonaws.com", DETECTOR))).toBe("denied");
    expect(writes(principal(`arn:aws:iam::${ACCOUNT}:role/Administrator`))).toBe("denied explicitly");
  });

  test("under its own key", () => {
    const named = (key: string) => writes(GUARDDUTY, { "s3:x-amz-server-side-encryption-aws-kms-key-id": key });
    expect(named(KEY)).toBe("allowed");
    expect(named(`${KEY}0`)).toBe("denied explicitly");
  });

  test("GuardDuty locates the bucket, and neither reads nor deletes", () => {
    const bucket = "arn:aws:s3:::audit-findings";
    expect(decisionOn(GUARDDUTY, "s3:GetBucketLocation", bucket, bucketPolicy, CONTEXT)).toBe("allowed");
    for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]) {
      expect(decisionOn(GUARDDUTY, action, OBJECT, bucketPolicy, CONTEXT)).not.toBe("allowed");
    }
  });
});

test("the key encrypts for this detector, and decrypts for nobody", () => {
  const may = (caller: Caller, action: string) => decisionOn(caller, action, KEY, keyPolicy);
  expect(may(GUARDDUTY, "kms:GenerateDataKey")).toBe("allowed");
  expect(may(GUARDDUTY, "kms:Decrypt")).toBe("denied");
  expect(may(service("guardduty.amazonaws.com", `${DETECTOR}0`), "kms:GenerateDataKey")).toBe("denied");
  expect(may(principal(`arn:aws:iam::${ACCOUNT}:role/Administrator`), "kms:Decrypt")).toBe("denied");
});

test("readers decrypt through S3 in the Region alone, and read if IAM lets them", () => {
  const reader = `arn:aws:iam::${ACCOUNT}:role/Analyst`;
  const read = synthDetector({ export: { bucketName: "audit-findings", readers: [reader] } });
  const policy = stored(read.one("aws_kms_key")["policy"]);
  const decrypts = (caller: Caller, region: string) =>
    decisionOn(caller, "kms:Decrypt", KEY, policy, {
      "kms:ViaService": `s3.${region}.amazonaws.com`,
      "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::audit-findings",
    });
  expect(decrypts(principal(reader), "eu-central-1")).toBe("allowed");
  expect(decrypts(principal(reader), "us-east-1")).toBe("denied");
  expect(decrypts(principal(`arn:aws:iam::${ACCOUNT}:role/Administrator`), "eu-central-1")).toBe("denied");
  expect(read.one("aws_s3_bucket_policy")["policy"]).not.toContain(reader);
});

test("the destination waits for both policies, which GuardDuty tests", () => {
  const key = stack.one("aws_kms_key").address;
  expect(stack.one("aws_guardduty_publishing_destination")).toMatchObject({
    destination_arn: "arn:aws:s3:::audit-findings",
    kms_key_arn: `\${${key}.arn}`,
    depends_on: [stack.one("aws_s3_bucket_policy").address, key],
  });
});

test("bucket and key survive every plan, unless the bucket may be emptied", () => {
  const kept = (options: object) => {
    const { all } = { all: synthDetector({ export: { bucketName: "audit-findings", ...options } }) };
    return ["aws_s3_bucket", "aws_kms_key"].map((type) => all.one(type)["lifecycle"]);
  };
  expect(kept({})).toEqual([{ prevent_destroy: true }, { prevent_destroy: true }]);
  expect(kept({ forceDestroy: true })).toEqual([undefined, undefined]);
});

test.each([
  ["eu-central-1", "guardduty.amazonaws.com"],
  ["ap-northeast-3", "guardduty.amazonaws.com"],
  ["us-gov-west-1", "guardduty.amazonaws.com"],
  ["me-south-1", "guardduty.me-south-1.amazonaws.com"],
  ["eu-south-2", "guardduty.eu-south-2.amazonaws.com"],
])("in %s, GuardDuty is %s", (region, name) => {
  const there = synthDetector({ region, export: { bucketName: "audit-findings" } });
  const policies = [there.one("aws_s3_bucket_policy")["policy"], there.one("aws_kms_key")["policy"]];
  expect(statement(policies[0], "GuardDutyWritesFindings").Principal).toEqual({ Service: name });
  expect(statement(policies[0], "GuardDutyLocatesBucket").Principal).toEqual({ Service: name });
  expect(statement(policies[1], "GuardDutyEncryptsFindings").Principal).toEqual({ Service: name });
});
