import { environments } from "../../fixtures/environments";
import { summaryOf } from "../../../cli/access/summary";
import { matrixOf } from "../../support/matrix";
import { smallMatrix } from "../../support/small-matrix";

jest.setTimeout(30_000);

const lines = (...args: Parameters<typeof smallMatrix>) =>
  summaryOf(smallMatrix(...args)).map(({ title, accessCases, subjects }) => [
    title,
    accessCases.join(),
    subjects.map((subject) => subject.title).join(),
  ]);

test("names everybody who may do one of the actions, in the order of the columns", () => {
  const small = {
    subjects: ["a", "b", "c"],
    ids: ["log-bucket-read-version", "key-policy", "log-bucket-read"],
    accessCases: [
      ["log bucket", "read a version", "..A"],
      ["key", "change the policy", "X.."],
      ["log bucket", "read", "AX."],
    ],
  } as const;
  expect(lines(small)).toEqual([
    ["read logs", "log-bucket-read-version,log-bucket-read", "a,c"],
    ["change the key policy", "key-policy", ""],
  ]);
});

test("actions of other buckets and keys answer no question about the logs", () => {
  const ids = ["access-log-bucket-read", "another-bucket-read", "state-bucket-read", "state-key-policy"];
  expect(lines({ subjects: ["a"], ids, accessCases: ids.map((id) => ["x", id, "A"]) })).toEqual([]);
});

test("with alerts, says who sends and who silences them", () => {
  const small = {
    subjects: ["function", "administrator"],
    ids: [
      ...[
        "alerts-topic-111122223333-eu-central-1-a-publish",
        "alerts-topic-111122223333-eu-central-1-a-publish-elsewhere",
      ],
      ...["alerts-function-111122223333-eu-central-1-a-mute", "alerts-trail-111122223333-eu-central-1-a-status"],
    ],
    accessCases: [
      ["topic", "publish", "AA"],
      ["topic", "publish elsewhere", ".A"],
      ["function", "mute", ".A"],
      ["trail", "status", "A."],
    ],
  } as const;
  expect(lines(small)).toEqual([
    ["send alerts", small.ids[0], "function,administrator"],
    ["silence alerts", small.ids[2], "administrator"],
  ]);
});

describe("after changing a policy", () => {
  const after = (...args: Parameters<typeof smallMatrix>) =>
    Object.fromEntries(
      summaryOf(smallMatrix(...args)).map((line) => [line.title, line.afterPolicyChange?.map(({ title }) => title)]),
    );

  test("who changes the key policy reads, and who changes the bucket policy does not", () => {
    const small = {
      subjects: ["reader", "key administrator", "bucket administrator"],
      ids: ["log-bucket-read", "log-bucket-forge", "key-policy", "log-bucket-delete-policy", "trail-stop"],
      accessCases: [
        ["log bucket", "read", "A.."],
        ["log bucket", "forge", "..."],
        ["key", "change the policy", ".A."],
        ["log bucket", "delete the policy", "..A"],
        ["trail", "stop", "..A"],
      ],
    } as const;
    expect(after(small)).toMatchObject({
      "read logs": ["key administrator"],
      "forge log files": ["bucket administrator"],
      "change the key policy": undefined,
      "stop or change the trail": undefined,
    });
  });

  test("who may already is not named again", () => {
    const accessCases = [
      ["log bucket", "delete", "A"],
      ["log bucket", "change the policy", "A"],
    ] as const;
    const ids = ["log-bucket-delete", "log-bucket-policy"];
    expect(after({ subjects: ["a"], ids, accessCases })["delete logs (versions retained)"]).toEqual([]);
  });

  test.each([
    ["COMPLIANCE", []],
    ["GOVERNANCE", ["role/KeyAdministrators with s3:*", "root of the archive account"]],
  ] as const)("Object Lock in mode %s decides who deletes versions", (mode, expected) => {
    const prod = environments.find(({ name }) => name === "prod")!;
    const matrix = matrixOf({ ...prod, logs: { ...prod.logs, objectLock: { mode, days: 365 } } });
    const line = summaryOf(matrix).find(({ title }) => title === "delete versions permanently")!;
    const titles = line.afterPolicyChange!.map(({ title }) => title);
    expect(titles.slice(0, 2)).toEqual(expected);
  });
});

test("of prod tells who reads, deletes and changes what", () => {
  const prod = matrixOf(environments.find(({ name }) => name === "prod")!);
  const who = Object.fromEntries(summaryOf(prod).map(({ title, subjects }) => [title, subjects.map(({ id }) => id)]));
  const role = (name: string) => `555555555555-role-${name}`;
  const administrators = [role("KeyAdministrators"), "root", "administrator"];
  const allAdministrators = ["root", "administrator", "audited-root", "audited-administrator"];
  const auditors = [role("prod-audit-external-auditor"), role("prod-audit-log-reader")];
  expect(who).toEqual({
    "deliver log files": ["this-trail"],
    "forge log files": [],
    "read logs": auditors,
    "list logs": [
      role("prod-audit-break-glass"),
      ...auditors,
      role("prod-audit-log-replication"),
      role("KeyAdministrators"),
      "root",
      "ordinary-role",
      "administrator",
    ],
    "decrypt logs without S3": ["this-trail"],
    "delete logs (versions retained)": [role("prod-audit-break-glass")],
    "delete versions permanently": [],
    "change the log bucket or its policy": [role("KeyAdministrators"), "root", "ordinary-role", "administrator"],
    "change the key policy": administrators,
    "disable or delete the key": administrators,
    "stop or change the trail": ["audited-root", "audited-administrator"],
    "send alerts": [
      expect.stringMatching(/^cloudwatch-alarm-prod-audit-alerts-of-777788889999-in-eu-central-1-/),
      expect.stringMatching(/^cloudwatch-alarm-prod-audit-alerts-of-555555555555-in-eu-central-1-/),
      "777788889999-role-prod-audit-alerts-function",
      role("prod-audit-alerts-function"),
      ...allAdministrators,
    ],
    "silence alerts": allAdministrators,
    "assume a reader or break-glass role": [
      "555555555555-user-break-glass",
      "999999999999-role-Auditor",
      role("SecurityEngineers"),
    ],
    // What no bucket policy can prevent: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
    "do anything over plain HTTP": ["root"],
  });
});
