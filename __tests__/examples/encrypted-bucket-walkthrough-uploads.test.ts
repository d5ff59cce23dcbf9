import { tmpdir } from "node:os";
import { App } from "cdktf";
import { EncryptedBucketWalkthrough } from "../../examples/encrypted-bucket-walkthrough/stack";
import { statement, statementsOf, synthesized } from "../support/synth";

const BUCKET = "arn:aws:s3:::whizlabs-cloudtrail-kms";
const TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/whiz-kms-trail";

const app = new App({ outdir: tmpdir(), stackTraces: false });
const stack = synthesized(new EncryptedBucketWalkthrough(app, "encrypted-bucket-walkthrough"));
const keyId = stack.one("aws_kms_key").address;
const keyPolicy = stack.one("aws_kms_key")["policy"];
const bucketPolicy = stack.one("aws_s3_bucket_policy")["policy"];

describe("step 3, the upload", () => {
  const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const CUSTOMER_KEY_HEADER = "s3:x-amz-server-side-encryption-customer-algorithm";

  /** Sids that deny an upload, outside the folder of the logs, over TLS 1.3 with these headers. */
  function denials(headers: Record<string, string>): string[] {
    const request: Record<string, string> = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", ...headers };
    const operators: Record<string, (actual: string | undefined, wanted: string) => boolean> = {
      Null: (actual, wanted) => (actual === undefined) === (wanted === "true"),
      StringNotEquals: (actual, wanted) => actual !== wanted,
      Bool: (actual, wanted) => actual === wanted,
      NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
    };
    const concernsUploads = (action: string) => ["s3:*", "s3:PutObject"].includes(action);
    return statementsOf(bucketPolicy)
      .filter(({ Resource }) => !String(Resource).includes("/AWSLogs/"))
      .filter(({ Effect, Action }) => Effect === "Deny" && [Action].flat().some(concernsUploads))
      .filter(({ Condition = {} }) =>
        Object.entries(Condition).every(([operator, keys]) =>
          Object.entries(keys).every(([key, wanted]) => operators[operator]!(request[key], wanted as string)),
        ),
      )
      .map(({ Sid }) => Sid);
  }

  test("is taken with the walkthrough's key, and without a key, as CloudTrail's files come", () => {
    expect(denials({ [KEY_HEADER]: `\${${keyId}.arn}` })).toEqual([]);
    expect(denials({})).toEqual([]);
  });

  test("is denied with another key, and with a key that the uploader keeps", () => {
    const otherKey = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";
    expect(denials({ [KEY_HEADER]: otherKey })).toEqual(["DenyWrongEncryptionKey"]);
    expect(denials({ [CUSTOMER_KEY_HEADER]: "AES256" })).toEqual(["DenyCustomerProvidedKeys"]);
    expect(denials({ "aws:SecureTransport": "false" })).toEqual(["DenyInsecureTransport"]);
  });

  test("is encrypted with the key where it names none", () => {
    expect(stack.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: `\${${keyId}.arn}` },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("by CloudTrail may use the key, for this trail and in the context of the Bucket Key only", () => {
    expect(statement(keyPolicy, "CloudTrailWritesWithBucketDefault")).toEqual({
      Sid: "CloudTrailWritesWithBucketDefault",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        ArnLike: { "aws:SourceArn": TRAIL },
        StringEquals: { "kms:EncryptionContext:aws:s3:arn": BUCKET },
      },
    });
  });
});
