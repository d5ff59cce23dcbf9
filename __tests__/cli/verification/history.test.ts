import { prod } from "../../fixtures/environments/prod";
import { awsError } from "../../support/fake-aws";
import { prodOnFake } from "../../support/prod-on-fake";
import { resultOf } from "../../support/verified";

const NOW = new Date("2026-11-20T12:00:00Z");
const KEY = "arn:aws:kms:eu-central-1:555555555555:key/real";
const BUCKET = `arn:aws:s3:::${prod.logs.bucketName}`;
const READER = "arn:aws:iam::555555555555:role/prod-audit-log-reader";
const SOMEBODY = "arn:aws:iam::555555555555:role/Somebody";
const TERRAFORM = prod.accounts.archive.assumeRole;

interface Past {
  readonly eventName: string;
  readonly eventTime: string;
  readonly caller: string;
  readonly errorCode?: string;
  readonly requestParameters?: object;
}

/** As CloudTrail tells it. */
function told({ caller, ...event }: Past): object {
  const userIdentity = {
    type: "AssumedRole",
    arn: `${caller.replace(":iam:", ":sts:")}/session`,
    sessionContext: { sessionIssuer: { arn: caller } },
  };
  return { CloudTrailEvent: JSON.stringify({ ...event, userIdentity, resources: [{ ARN: KEY }] }) };
}

describe("the event history, with a fake in AWS's place", () => {
  const verify = prodOnFake();

  const finding = async (id: string, past: readonly Past[], more: { created?: Date; NextToken?: string } = {}) => {
    const { created = new Date("2025-01-01T00:00:00Z"), NextToken } = more;
    const verification = await verify(
      {
        DescribeKey: { KeyMetadata: { Arn: KEY, CreationDate: created } },
        ListBuckets: { Buckets: [{ Name: prod.logs.bucketName, BucketRegion: "eu-central-1", CreationDate: created }] },
        LookupEvents: ({ LookupAttributes }) => {
          const [{ AttributeKey, AttributeValue }] = LookupAttributes as [Record<string, string>];
          const events = past.filter(
            ({ eventName }) => AttributeKey === "ResourceName" || eventName === AttributeValue,
          );
          return { Events: events.map(told), NextToken };
        },
      },
      NOW,
      { emulated: false },
    );
    const { state, found, details } = resultOf(verification, id);
    return { state, found, details };
  };
  const change = (caller: string, more: Partial<Past> = {}): Past => ({
    eventName: "PutKeyPolicy",
    eventTime: "2026-11-19T10:00:00Z",
    caller,
    ...more,
  });
  const bucketName = prod.logs.bucketName;

  test("a key policy that nobody changed", async () => {
    expect(await finding("key.policy-age", [])).toMatchObject({
      state: "pass",
      found: "no change in the last 90 days",
    });
    expect(await finding("key.policy-age", [], { created: new Date("2026-11-01T00:00:00Z") })).toMatchObject({
      state: "pass",
      found: "as created 2026-11-01 00:00:00 UTC",
    });
  });

  test("a key policy that Terraform changed, and one that somebody else changed", async () => {
    expect(await finding("key.policy-age", [change(TERRAFORM)])).toMatchObject({
      state: "pass",
      found: `2026-11-19 10:00:00 UTC by ${TERRAFORM}`,
    });
    expect(await finding("key.policy-age", [change(SOMEBODY), change(TERRAFORM)])).toMatchObject({
      state: "warn",
      found: `2026-11-19 10:00:00 UTC by ${SOMEBODY}`,
    });
  });

  test("a change that AWS refused is none", async () => {
    const refused = change(SOMEBODY, { errorCode: "AccessDenied" });
    expect(await finding("key.policy-age", [refused])).toMatchObject({ found: "no change in the last 90 days" });
  });

  test("the last change of the bucket policy, set or deleted; not that of another bucket", async () => {
    const put = change(TERRAFORM, { eventName: "PutBucketPolicy", requestParameters: { bucketName } });
    const later = { eventTime: "2026-11-19T11:00:00Z" };
    const gone = change(SOMEBODY, { eventName: "DeleteBucketPolicy", requestParameters: { bucketName }, ...later });
    const other = change(SOMEBODY, {
      eventName: "PutBucketPolicy",
      requestParameters: { bucketName: "other" },
      ...later,
    });
    expect((await finding("bucket.policy-age", [put, other])).found).toBe(`2026-11-19 10:00:00 UTC by ${TERRAFORM}`);
    expect(await finding("bucket.policy-age", [put, gone])).toMatchObject({
      state: "warn",
      found: `2026-11-19 11:00:00 UTC by ${SOMEBODY}`,
    });
  });

  describe("who read", () => {
    const decrypt = (caller: string, object: string, eventName = "Decrypt"): Past => ({
      eventName,
      eventTime: "2026-11-19T10:00:00Z",
      caller,
      requestParameters: { encryptionContext: { "aws:s3:arn": object } },
    });

    test("nobody: only writes, and reads of another bucket", async () => {
      const past = [decrypt(SOMEBODY, BUCKET, "GenerateDataKey"), decrypt(SOMEBODY, `${BUCKET}-replica`)];
      expect(await finding("logs.readers", past)).toMatchObject({ state: "pass", found: "nobody in the last 90 days" });
    });

    test("a reader that the stacks create", async () => {
      expect(await finding("logs.readers", [decrypt(READER, BUCKET), decrypt(READER, `${BUCKET}/a`)])).toMatchObject({
        state: "pass",
        found: `in the last 90 days: ${READER} (2)`,
      });
    });

    test("somebody whom no policy names", async () => {
      expect(await finding("logs.readers", [decrypt(READER, BUCKET), decrypt(SOMEBODY, BUCKET)])).toMatchObject({
        state: "warn",
        found: `in the last 90 days: ${SOMEBODY} (1); ${READER} (1)`,
        details: [`no configured policy names ${SOMEBODY}`],
      });
    });

    test("of more than five pages, the span is what was read", async () => {
      expect((await finding("logs.readers", [decrypt(READER, BUCKET)], { NextToken: "more" })).found).toBe(
        `since 2026-11-19 10:00:00 UTC: ${READER} (5)`,
      );
    });
  });

  test("without the permission: unknown", async () => {
    const verification = await verify(
      { DescribeKey: { KeyMetadata: { Arn: KEY } }, LookupEvents: awsError("AccessDeniedException", 400) },
      NOW,
      { emulated: false },
    );
    expect(resultOf(verification, "key.policy-age")).toMatchObject({
      state: "unknown",
      missingPermission: "cloudtrail:LookupEvents",
    });
  });
});
