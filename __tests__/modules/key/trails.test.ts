import { Token } from "cdktf";
import { Key } from "../../../modules/key";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

function added(region: string, ...trailArns: string[]): Statement[] {
  const stack = synthStack((scope) => {
    const key = new Key(scope, "Key", { account: "111122223333", region, aliases: ["audit"] });
    trailArns.forEach((arn) => key.allowTrail(arn));
  });
  return statementsOf(stack.one("aws_kms_key")["policy"]).filter(({ Sid }) => Sid !== "RootAdministersKey");
}

/** "Configure AWS KMS key policies for CloudTrail": encrypt, describe, and decrypt for a Bucket Key. */
function statementsFor(sourceArn: string | string[], context: string | string[]): Statement[] {
  return [
    {
      Sid: "CloudTrailEncryptsLogs",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceArn": sourceArn },
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": context },
      },
    },
    {
      Sid: "CloudTrailDescribesKey",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceArn": sourceArn } },
    },
    {
      Sid: "CloudTrailDecryptsBucketKey",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceArn": sourceArn } },
    },
  ];
}

describe("a trail", () => {
  test.each([
    ["eu-central-1", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ])("of %s encrypts, describes and decrypts, each tied to its exact ARN", (region, partition) => {
    const trail = `arn:${partition}:cloudtrail:${region}:111122223333:trail/audit`;
    expect(added(region, trail)).toEqual(statementsFor(trail, `arn:${partition}:cloudtrail:*:111122223333:trail/*`));
  });

  test("of another account and Region than the key's carries its own account in the context", () => {
    const trail = "arn:aws:cloudtrail:us-east-2:444455556666:trail/audit";
    expect(added("eu-central-1", trail)).toEqual(statementsFor(trail, "arn:aws:cloudtrail:*:444455556666:trail/*"));
  });

  test("that is allowed twice is written once", () => {
    const trail = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";
    expect(added("eu-central-1", trail, trail)).toEqual(added("eu-central-1", trail));
  });

  test.each([
    "audit",
    "*",
    "arn:aws:s3:::audit",
    "arn:aws:cloudtrail:eu-central-1:111122223333:eventdatastore/audit",
    "arn:aws:cloudtrail:eu-central-1:1111:trail/audit",
    "arn:aws:cloudtrail:eu-central-1:111122223333:trail/*",
    "arn:aws:cloudtrail:*:111122223333:trail/audit",
  ])("is named by its ARN, not by %s", (arn) => {
    expect(() => added("eu-central-1", arn)).toThrow(
      new Error(`test/Key: trailArn must be an ARN like "arn:aws:cloudtrail:...:trail/...", got "${arn}"`),
    );
  });

  test("must be known at synth, since its account is part of the policy", () => {
    const unknown = Token.asString({ resolve: () => "${aws_cloudtrail.audit.arn}" });
    expect(() => added("eu-central-1", unknown)).toThrow("trailArn must be");
  });
});

describe("several trails", () => {
  test("of several accounts are listed one by one, with one context pattern an account", () => {
    const trails = [
      "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit",
      "arn:aws:cloudtrail:eu-west-1:444455556666:trail/audit",
      "arn:aws:cloudtrail:us-east-1:444455556666:trail/second",
    ];
    expect(added("eu-central-1", ...trails)).toEqual(
      statementsFor(trails, ["arn:aws:cloudtrail:*:111122223333:trail/*", "arn:aws:cloudtrail:*:444455556666:trail/*"]),
    );
  });
});
