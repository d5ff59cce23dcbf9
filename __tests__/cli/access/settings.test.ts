import { settingsOf } from "../../../cli/access/settings";
import { evaluated } from "../../support/small-matrix";

const { environment } = evaluated({ subjects: [], accessCases: [] });
const { trail, logBucket } = environment;

const values = (changed: typeof environment) =>
  Object.fromEntries(settingsOf(changed).map(({ id, value, safe }) => [id, `${value}, ${safe ? "safe" : "not safe"}`]));

test("names the settings of trail and buckets, and whether they are safe", () => {
  expect(values(environment)).toEqual({
    "trail-logging": "on, safe",
    "trail-validation": "on, safe",
    "trail-key": "SSE-S3, not safe",
    "log-bucket-public-access-block": "complete, safe",
    "log-bucket-no-acls": "off, safe",
    "log-bucket-versioning": "on, safe",
    "log-bucket-encryption": "SSE-S3, not safe",
    "log-bucket-object-lock": "off, safe",
    "log-bucket-kept-on-destroy": "off, safe",
    "archive-account-public-access-block": "not set here, safe",
  });
});

test("says of a bucket that exists already only what the stacks set", () => {
  const unset = { blocksPublicAccess: false, ownerEnforced: false };
  const ofBucket = values({ ...environment, logBucket: { ...logBucket, ...unset, created: false } });
  expect(Object.entries(ofBucket).filter(([id]) => id.startsWith("log-bucket-"))).toEqual([
    ["log-bucket-versioning", "on, safe"],
    ["log-bucket-of-owner", "set by the owner of the existing bucket; `verify` checks them, safe"],
  ]);
});

test("reports what is unsafe", () => {
  const key = "arn:aws:kms:eu-central-1:111122223333:key/1";
  const bucket = {
    ...logBucket,
    blocksPublicAccess: false,
    ownerEnforced: false,
    versioned: false,
    keyArn: key,
    objectLock: { mode: "GOVERNANCE", days: 30 } as const,
    forceDestroy: true,
  };
  expect(
    values({
      ...environment,
      trail: { ...trail, logging: false, validation: false, keyArn: key },
      logBucket: bucket,
      accountBlocksPublicAccess: false,
    }),
  ).toEqual({
    "trail-logging": "off, not safe",
    "trail-validation": "off, not safe",
    "trail-key": "customer key, safe",
    "log-bucket-public-access-block": "incomplete, not safe",
    "log-bucket-no-acls": "on, not safe",
    "log-bucket-versioning": "off, not safe",
    "log-bucket-encryption": "customer key, safe",
    "log-bucket-object-lock": "GOVERNANCE, 30 days, safe",
    "log-bucket-kept-on-destroy": "on, not safe",
    "archive-account-public-access-block": "incomplete, not safe",
  });
});

test("the account's own public access block is shown where the stacks make it", () => {
  expect(values({ ...environment, accountBlocksPublicAccess: true })["archive-account-public-access-block"]).toBe(
    "complete, safe",
  );
});

test("SSE-S3 is safe in the access-log bucket, which takes nothing else", () => {
  const accessLogBucket = { ...logBucket, name: "access-logs" };
  expect(values({ ...environment, accessLogBucket })["access-log-bucket-encryption"]).toBe("SSE-S3, safe");
});
