import {
  accountFolder,
  accountsFolder,
  dayFolder,
  dayFolders,
  digestNamePrefix,
  isBelowLogs,
  isFlowLogFolder,
  logsFolder,
  minuteStamp,
  monthFolders,
  namePrefix,
  parseDigestName,
  parseLogFolder,
  parseLogName,
  placeOfLog,
  regionFolder,
  secondStamp,
  serviceFolderOf,
  timeInName,
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

test("a name is read back, with or without its folders", () => {
  const name = `${namePrefix(SOURCE)}${minuteStamp(LATE)}_7xgocspSowgK0Gto.json.gz`;
  const log = { ...SOURCE, day: "20260131" };
  expect([parseLogName(name), parseLogName(`${dayFolder(ORGANIZATION, SOURCE, LATE)}${name}`)]).toEqual([log, log]);
  const digest: LogSource = { ...SOURCE, kind: "CloudTrail-Digest", region: "us-east-1" };
  const digestName = `${digestNamePrefix(digest, "my_trail", "eu-central-1")}${secondStamp(LATE)}_backfill.json.gz`;
  expect(parseLogName(digestName)).toEqual({ ...digest, day: "20260131" });
  expect(parseLogName("111122223333_Config_eu-central-1_20260131T2145Z_x.json.gz")).toBeUndefined();
  expect(parseLogName("notes.json")).toBeUndefined();
});

test("a folder of AWSLogs says which service writes there", () => {
  expect(serviceFolderOf(dayFolder(ORGANIZATION, SOURCE, LATE))).toBe("CloudTrail");
  expect(serviceFolderOf("AWSLogs/111122223333/Config/eu-central-1/x")).toBe("Config");
  expect(serviceFolderOf("backup/111122223333/Config/x")).toBeUndefined();
});

const DIGEST = "111122223333_CloudTrail-Digest_us-east-1_my_trail.x_eu-central-1_20260131T215959Z";
const ENDS_AT = Date.parse("2026-01-31T21:59:59Z");

test("the name of a digest says whose it is, of which trail, and its end", () => {
  const named = { account: "111122223333", region: "us-east-1", trail: "my_trail.x", homeRegion: "eu-central-1" };
  expect(parseDigestName(`a/${DIGEST}.json.gz`)).toEqual({ ...named, endsAt: ENDS_AT, isBackfill: false });
  expect(parseDigestName(`${DIGEST}_backfill.json.gz`)).toEqual({ ...named, endsAt: ENDS_AT, isBackfill: true });
});

test.each([
  `${DIGEST}_backfill.txt`,
  `${DIGEST}.json`,
  `${DIGEST}.json.gz/x`,
  DIGEST.replace("T215959Z", "T2159Z.json.gz"),
  `${DIGEST.replace("20260131", "20261331")}.json.gz`,
  `${DIGEST.replace("-Digest", "")}.json.gz`,
])("%s is no name of a digest", (name) => expect(parseDigestName(name)).toBeUndefined());

test("the time in a name is in UTC, of minutes or of seconds", () => {
  expect(timeInName("AWSLogs/x/111122223333_CloudTrail_eu-central-1_20260131T2159Z_abc.json.gz")).toBe(
    ENDS_AT - 59_000,
  );
  expect(timeInName(`${DIGEST}.json.gz`)).toBe(ENDS_AT);
  expect(timeInName("a_20260131T2159Z/b.json.gz")).toBeUndefined();
});

test("the folders of a file say whose it is", () => {
  const place = { account: "111122223333", kind: "CloudTrail-Digest", region: "eu-central-1" };
  const rest = "CloudTrail-Digest/eu-central-1/2026/01/31/x.json.gz";
  for (const accountFolder of ["AWSLogs/111122223333/", "a/b/AWSLogs/o-a1b2c3d4e5/111122223333/"]) {
    expect(placeOfLog(`${accountFolder}${rest}`)).toEqual({ ...place, accountFolder });
  }
  for (const key of [`AWSLogs/${rest}`, `AWSLogs/1/${rest}`, "AWSLogs/111122223333/CloudTrail/eu-central-1/", rest]) {
    expect(placeOfLog(key)).toBeUndefined();
  }
});

test("days and months of a period are folders below one", () => {
  const [first, last] = [Date.parse("2026-02-27T23:00:00Z"), Date.parse("2026-03-01T00:00:00Z")];
  expect(dayFolders("a/", first, last)).toEqual(["a/2026/02/27/", "a/2026/02/28/", "a/2026/03/01/"]);
  expect(dayFolders("a/", first, last - 1)).toEqual(["a/2026/02/27/", "a/2026/02/28/"]);
  expect(monthFolders("a/", Date.parse("2026-01-31T12:00:00Z"))).toEqual(["a/2025/12/", "a/2026/01/"]);
});

describe.each(["AWSLogs/", "a/b/AWSLogs/", "AWSLogs/o-a1b2c3d4e5/"])("below %s", (logs) => {
  test.each<[string, ReturnType<typeof parseLogFolder>]>([
    ["", { account: undefined, kind: undefined, region: undefined, rest: "" }],
    ["111122223333/", { account: "111122223333", kind: undefined, region: undefined, rest: "" }],
    ["111122223333/Config/", { account: "111122223333", kind: "Config", region: undefined, rest: "" }],
    [
      "111122223333/CloudTrail/eu-central-1/2026/01/",
      { account: "111122223333", kind: "CloudTrail", region: "eu-central-1", rest: "2026/01/" },
    ],
    ["1/CloudTrail/eu-central-1/", { account: undefined, kind: undefined, region: undefined, rest: "" }],
  ])("a folder %s says whose files are in it", (folder, expected) => {
    expect(parseLogFolder(`${logs}${folder}`)).toEqual(expected);
    expect(isBelowLogs(`${logs}${folder}`)).toBe(true);
  });
});

test("a folder of flow logs is none of CloudTrail", () => {
  expect(isFlowLogFolder("AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/")).toBe(true);
  expect(isFlowLogFolder("AWSLogs/111122223333/")).toBe(false);
  expect(isBelowLogs("logs/AWSLogsOld/")).toBe(false);
});
