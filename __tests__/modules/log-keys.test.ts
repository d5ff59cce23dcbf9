import {
  accountFolder,
  accountsFolder,
  dayFolder,
  digestNamePrefix,
  logsFolder,
  minuteStamp,
  namePrefix,
  regionFolder,
  secondStamp,
  type LogSource,
} from "../../modules/log-keys";

const SOURCE: LogSource = { account: "111122223333", kind: "CloudTrail", region: "eu-central-1" };
const ORGANIZATION = { prefix: "audit", organizationId: "o-a1b2c3d4e5" };
const LATE = new Date("2026-01-31T23:59:59.999Z");

test("a trail's files are in a folder for each account, kind, Region and day in UTC", () => {
  expect(logsFolder({})).toBe("AWSLogs/");
  expect(accountsFolder({})).toBe("AWSLogs/");
  expect(accountFolder({}, "111122223333")).toBe("AWSLogs/111122223333/");
  expect(regionFolder({}, SOURCE)).toBe("AWSLogs/111122223333/CloudTrail/eu-central-1/");
  expect(dayFolder({}, SOURCE, LATE)).toBe("AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/31/");
});

test("a prefix comes before, an organization's id between", () => {
  expect(logsFolder(ORGANIZATION)).toBe("audit/AWSLogs/");
  expect(accountsFolder(ORGANIZATION)).toBe("audit/AWSLogs/o-a1b2c3d4e5/");
  expect(regionFolder(ORGANIZATION, { ...SOURCE, kind: "CloudTrail-Digest" })).toBe(
    "audit/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail-Digest/eu-central-1/",
  );
  expect(logsFolder({ prefix: "" })).toBe("AWSLogs/");
});

test("a file's name says whose it is, and when it was written", () => {
  expect(`${namePrefix(SOURCE)}${minuteStamp(LATE)}`).toBe("111122223333_CloudTrail_eu-central-1_20260131T2359Z");
  const digest: LogSource = { ...SOURCE, kind: "CloudTrail-Digest", region: "us-east-1" };
  expect(`${digestNamePrefix(digest, "audit", "eu-central-1")}${secondStamp(LATE)}`).toBe(
    "111122223333_CloudTrail-Digest_us-east-1_audit_eu-central-1_20260131T235959Z",
  );
});
