import * as formats from "../../../modules/limits/formats";
import { isTagKey } from "../../../modules/limits/tags";

/** A text of this length. */
const long = (length: number, letter = "a") => letter.repeat(length);

interface Names {
  readonly test: (name: string) => boolean;
  readonly taken: readonly string[];
  readonly refused: readonly string[];
}

const NAMES: Record<string, Names> = {
  "a trail": {
    test: formats.isTrailName,
    taken: ["abc", long(128), "a.b", "a_b-c.d", "Trail-2", "1.2.3", "1.2.3.4.5", "1.2.3.a", "1-2-3-4"],
    refused: [
      ...["", "ab", long(129), "-abc", "abc-", ".abc", "abc_"],
      ...["a..b", "a-_b", "a.-b", "192.168.1.1", "a b", "größe", "abc\n"],
    ],
  },
  "a bucket": {
    test: formats.isBucketName,
    taken: ["abc", long(63), "0-logs-9", "a--b", "111122223333-logs", "logs-s3alias2", "my-xn--logs", "sthreelogs"],
    refused: [
      ...["", "ab", long(64), "Logs", "-logs", "logs-", "a.b", "a_b", "a b", "größe", "logs\n"],
      ...["xn--logs", "sthree-logs", "amzn-s3-demo-logs"],
      ...["logs-s3alias", "logs--ol-s3", "logs--x-s3", "logs--table-s3"],
    ],
  },
  "a bucket of any age": {
    test: formats.isBucketNameOfAnyAge,
    taken: ["abc", long(255), "Old_Bucket.name-1"],
    refused: ["", "ab", long(256), "logs/AWSLogs", "arn:aws:s3:::logs", "a b", "logs*", "größe", "${a}", "logs\n"],
  },
  "a trail's prefix": {
    test: formats.isTrailPrefix,
    taken: ["MyAWSLogs", "a", long(200), "trails/prod", "a-b_c", "(a)!'.2"],
    refused: [
      "AWSLogs",
      "a/AWSLogs",
      "AWSLogs/a",
      "",
      long(201),
      "/a",
      "a/",
      "/",
      "a*",
      "a?",
      "a\nb",
      "${local.x}",
      "${aws:username}",
      "%{if x}",
    ],
  },
  "a key alias": {
    test: formats.isAliasName,
    taken: ["a", long(250), "team/trail_key-2", "aws", "awskey", "aws-key", "alias"],
    refused: ["", long(251), "aws/s3", "alias/trail", "a.b", "a b", "größe", "a:b", "trail\n"],
  },
  "a role": {
    test: formats.isRoleName,
    taken: ["a", long(64), "Log_Reader-2", "a+b=c,d.e@f"],
    refused: ["", long(65), "path/role", "a b", "a*", "a:b", "größe", "role\n"],
  },
  "a managed policy": {
    test: formats.isPolicyName,
    taken: ["a", long(128), "Log_Reader-2", "a+b=c,d.e@f"],
    refused: ["", long(129), "path/policy", "a b", "a*", "a:b", "größe", "policy\n"],
  },
  "a role's path": {
    test: formats.isRolePath,
    taken: ["/", "/audit/", "/division_abc/team.a/", `/${long(510)}/`],
    refused: ["", "audit", "/audit", "audit/", "//", "/a*/", "/a b/", `/${long(511)}/`, "/aws-service-role/", "/a\n/"],
  },
  "a permission set": {
    test: formats.isPermissionSetName,
    taken: ["a", long(32), "Security.Audit-2"],
    refused: ["", long(33), "a b", "a*", "a/b", "a\n"],
  },
  "a tag": {
    test: isTagKey,
    taken: ["a", long(128), "cost center", "größe", "a_.:/=+-@1", "my-aws:tag"],
    refused: ["", long(129), "aws:owner", "AWS:owner", "R&D", "a,b", "a\nb", "a*", "${local.x}"],
  },
  "an organization": {
    test: formats.isOrganizationId,
    taken: ["o-a1b2c3d4e5", `o-${long(10)}`, `o-${long(32)}`, "o-1234567890"],
    refused: [
      ...["", "o-", `o-${long(9)}`, `o-${long(33)}`],
      ...["o-A1B2C3D4E5", "r-a1b2c3d4e5", "a1b2c3d4e5", "o-a1b2c3d4e5\n"],
    ],
  },
  "an account": {
    test: formats.isAccountId,
    taken: ["111122223333", "000000000000"],
    refused: [
      ...["", "11112222333", "1111222233334", "11112222333a"],
      ...["1111-2222-3333", " 111122223333", "111122223333\n", "١١١١٢٢٢٢٣٣٣٣"],
    ],
  },
  "a Region": {
    test: formats.isRegion,
    taken: [
      ...["eu-central-1", "us-east-2", "ap-southeast-7", "us-gov-west-1"],
      ...["cn-northwest-1", "mx-central-1", "il-central-1", "eusc-de-east-1"],
    ],
    refused: [
      ...["", "frankfurt", "eu-central", "EU-CENTRAL-1", "eu_central_1"],
      ...["eu-central-1a", "eu-central-", "eu-1", "global", "*", "eu-central-1\n"],
    ],
  },
};

describe.each(Object.entries(NAMES))("what names %s", (_, { test: accepts, taken, refused }) => {
  test.each(taken)("%j does", (name) => {
    expect(accepts(name)).toBe(true);
  });

  test.each(refused)("%j does not", (name) => {
    expect(accepts(name)).toBe(false);
  });
});

test("Regions of partitions that this project has no ARNs for are refused", () => {
  const iso = ["us-iso-east-1", "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1"];
  expect(iso.filter(formats.isRegion)).toEqual([]);
  expect(iso.map(formats.regionAdvice)).toEqual(
    iso.map(
      () => "the ISO partitions are not supported: their endpoints and service names cannot be tested from outside",
    ),
  );
  expect(formats.regionAdvice("eu-central-9")).toBeUndefined();
});

test("a very long text is judged at once", () => {
  const hostile = `${long(50_000)}-!`;
  const tests = Object.values(NAMES).map(({ test: accepts }) => accepts);
  expect(tests.map((accepts) => accepts(hostile))).toEqual(tests.map(() => false));
});
