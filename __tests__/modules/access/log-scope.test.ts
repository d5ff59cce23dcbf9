import { LogReaderPolicy, type LogScope } from "../../../modules/access";
import type { OneOrMany, Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const MINIMAL: LogScope = {
  bucketName: "audit-logs",
  bucketRegion: "eu-central-1",
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d",
  accounts: ["111122223333"],
};
const ORGANIZATION = { organizationId: "o-a1b2c3d4e5", accounts: "all" } as const;

function statementsFor(options: Partial<LogScope>): Statement[] {
  const logs = { ...MINIMAL, ...options };
  const stack = synthStack((scope) => new LogReaderPolicy(scope, "Policy", { policyName: "read-logs", logs }));
  return statementsOf(stack.one("aws_iam_policy")["policy"]);
}

function matches(patterns: OneOrMany | undefined, value: string | undefined): boolean {
  const expressions = [patterns ?? []].flat().map((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    return new RegExp(`^${source}$`);
  });
  return value !== undefined && expressions.some((expression) => expression.test(value));
}

/** Which keys a scope opens, and which listings: with a delimiter a listing shows one folder, without it all below. */
function openedBy(options: Partial<LogScope>) {
  const statements = statementsFor(options);
  const allowing = (action: string) => statements.filter(({ Action }) => [Action].flat().includes(action));
  return {
    reads: (key: string) =>
      allowing("s3:GetObject").some(({ Resource }) => matches(Resource, `arn:aws:s3:::audit-logs/${key}`)),
    lists: (prefix: string, delimiter?: "/") =>
      allowing("s3:ListBucket").some(({ Condition = {} }) => {
        const request: Record<string, string | undefined> = { "s3:prefix": prefix, "s3:delimiter": delimiter };
        const tests = Object.values(Condition).flatMap((keys) => Object.entries(keys));
        return tests.every(([key, patterns]) => matches(patterns, request[key]));
      }),
  };
}

/** A log file as CloudTrail names it. */
function logFile(account: string, region: string, folder = "CloudTrail", root = "AWSLogs"): string {
  const day = "2025/03/15";
  return `${root}/${account}/${folder}/${region}/${day}/${account}_${folder}_${region}_20250315T0000Z_a1B2.json.gz`;
}

const ONE = "111122223333";
const OTHER = "444455556666";
const HERE = "eu-central-1";
const THERE = "us-east-1";
const KINDS = ["CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight", "CloudTrail-NetworkActivity"];

const SCOPES: [string, Partial<LogScope>, opens: string[], leavesShut: string[]][] = [
  [
    "one account, all Regions",
    {},
    [...KINDS.map((kind) => logFile(ONE, HERE, kind)), logFile(ONE, THERE), "AWSLogs/111122223333/CloudTrail/"],
    [
      logFile(OTHER, HERE),
      logFile("1111222233334", HERE),
      logFile("111122223333-copy", HERE),
      logFile(ONE, HERE, "Config"),
      logFile(ONE, HERE, "vpcflowlogs"),
      logFile(ONE, HERE, "cloudtrail"),
      logFile(ONE, HERE, "CloudTrail", "AWSLogs-evil"),
      logFile(ONE, HERE, "CloudTrail", "evil/AWSLogs"),
      logFile(ONE, HERE, "CloudTrail", "AWSLogs/o-a1b2c3d4e5"),
      "AWSLogs/111122223333/",
      "secret.txt",
      "",
    ],
  ],
  [
    "several accounts",
    { accounts: [ONE, OTHER] },
    [logFile(ONE, HERE), logFile(OTHER, THERE, "CloudTrail-Digest")],
    [logFile("555555555555", HERE), logFile(OTHER, HERE, "Config")],
  ],
  [
    "one Region",
    { regions: [HERE] },
    KINDS.map((kind) => logFile(ONE, HERE, kind)),
    [
      logFile(ONE, THERE),
      logFile(ONE, "eu-central-2"),
      logFile(ONE, "eu-central-11"),
      logFile(OTHER, HERE),
      // A digest of another Region carries the trail's home Region in its name.
      `AWSLogs/${ONE}/CloudTrail-Digest/${THERE}/2025/03/15/${ONE}_CloudTrail-Digest_${THERE}_audit_${HERE}_x.json.gz`,
    ],
  ],
  [
    "several Regions of several accounts",
    { accounts: [ONE, OTHER], regions: [HERE, THERE] },
    [logFile(ONE, HERE), logFile(ONE, THERE), logFile(OTHER, HERE), logFile(OTHER, THERE)],
    [logFile(ONE, "eu-west-1"), logFile(OTHER, "eu-west-1"), logFile("555555555555", HERE)],
  ],
  [
    "a prefix",
    { prefix: "team/audit" },
    [logFile(ONE, HERE, "CloudTrail", "team/audit/AWSLogs")],
    [
      logFile(ONE, HERE),
      logFile(ONE, HERE, "CloudTrail", "team/auditAWSLogs"),
      logFile(ONE, HERE, "CloudTrail", "team/audit2/AWSLogs"),
      logFile(ONE, HERE, "CloudTrail", "other/team/audit/AWSLogs"),
      logFile(OTHER, HERE, "CloudTrail", "team/audit/AWSLogs"),
    ],
  ],
  [
    "all of an organization",
    ORGANIZATION,
    [
      logFile(ONE, HERE, "CloudTrail", "AWSLogs/o-a1b2c3d4e5"),
      logFile(OTHER, THERE, "CloudTrail-Digest", "AWSLogs/o-a1b2c3d4e5"),
    ],
    [
      logFile(ONE, HERE),
      logFile(ONE, HERE, "CloudTrail", "AWSLogs/o-zzzzzzzzzz"),
      logFile(ONE, HERE, "CloudTrail", "AWSLogs/o-a1b2c3d4e5f"),
      logFile(ONE, HERE, "Config", "AWSLogs/o-a1b2c3d4e5"),
    ],
  ],
  [
    "some accounts of an organization, in one Region, under a prefix",
    { organizationId: "o-a1b2c3d4e5", accounts: [OTHER], regions: [HERE], prefix: "audit" },
    [logFile(OTHER, HERE, "CloudTrail", "audit/AWSLogs/o-a1b2c3d4e5")],
    [
      logFile(ONE, HERE, "CloudTrail", "audit/AWSLogs/o-a1b2c3d4e5"),
      logFile(OTHER, THERE, "CloudTrail", "audit/AWSLogs/o-a1b2c3d4e5"),
      logFile(OTHER, HERE, "CloudTrail", "AWSLogs/o-a1b2c3d4e5"),
      logFile(OTHER, HERE, "CloudTrail", "audit/AWSLogs"),
    ],
  ],
  [
    "one Region of all of an organization",
    { ...ORGANIZATION, regions: [HERE] },
    [
      logFile(ONE, HERE, "CloudTrail", "AWSLogs/o-a1b2c3d4e5"),
      logFile(OTHER, HERE, "CloudTrail-Digest", "AWSLogs/o-a1b2c3d4e5"),
    ],
    [logFile(ONE, THERE, "CloudTrail", "AWSLogs/o-a1b2c3d4e5"), logFile(ONE, HERE)],
  ],
];

describe.each(SCOPES)("a scope of %s", (_, options, opens, leavesShut) => {
  const { reads, lists } = openedBy(options);
  const folderOf = (key: string) => key.slice(0, key.lastIndexOf("/") + 1);

  test("opens its log files, and their folders for listing", () => {
    expect(opens.filter((key) => !reads(key))).toEqual([]);
    expect(opens.map(folderOf).filter((folder) => !lists(folder) || !lists(folder, "/"))).toEqual([]);
  });

  test("leaves all else shut", () => {
    expect(leavesShut.filter((key) => reads(key))).toEqual([]);
  });

  test("does not list day folders of what it leaves shut", () => {
    const days = leavesShut.filter((key) => key.endsWith(".json.gz")).map(folderOf);
    expect(days.filter((folder) => lists(folder) || lists(folder, "/"))).toEqual([]);
  });
});

describe("listing", () => {
  test("leads the way down to the folders in scope", () => {
    const { lists } = openedBy({ prefix: "audit", regions: [HERE] });
    const way = ["audit/AWSLogs/111122223333/", ...KINDS.map((kind) => `audit/AWSLogs/111122223333/${kind}/`)];
    expect(way.filter((folder) => !lists(folder, "/"))).toEqual([]);
  });

  test("leads the way down from the organization's folder where all its accounts are in scope", () => {
    const { lists } = openedBy(ORGANIZATION);
    const root = "AWSLogs/o-a1b2c3d4e5/";
    const way = [root, `${root}111122223333/`, `${root}111122223333/CloudTrail/`];
    expect(way.filter((folder) => !lists(folder, "/"))).toEqual([]);
  });

  const OUTSIDE = ["", "/", "AWSLogs", "AWSLogs/", "AWSLogs/4", "AWSLogs/444455556666/", "AWSLogs/1", "AWSLogs-evil/"];

  test.each(OUTSIDE)('does not tell of other accounts: "%s"', (prefix) => {
    const { lists } = openedBy({});
    expect([lists(prefix), lists(prefix, "/")]).toEqual([false, false]);
  });

  test("of all that lies under an account is refused where only some Regions are in scope", () => {
    const { lists } = openedBy({ regions: [HERE] });
    expect([`AWSLogs/${ONE}/`, `AWSLogs/${ONE}/CloudTrail/`].filter((folder) => lists(folder))).toEqual([]);
  });
});
