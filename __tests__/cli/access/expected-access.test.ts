import type { Matrix } from "../../../cli/access/compute";
import { environments } from "../../fixtures/environments";
import { EncryptedBucketWalkthrough } from "../../../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../../../examples/secure-cloudtrail-logging/stack";
import { COMPLETE } from "../../support/complete-environment";
import { environmentWith } from "../../support/environment";
import { allowed, decision, matrixOf, matrixOfStack } from "../../support/matrix";
import { CASES, differences, type Named } from "../../support/expected-access";

jest.setTimeout(60_000);

const ARCHIVE = "111122223333";
const ADMINISTRATOR = `arn:aws:iam::${ARCHIVE}:role/KeyAdministrators`;
const NOBODY: Named = { readers: [], keyAdministrators: [] };
const [dev, staging, prod] = environments.map((environment) => matrixOf(environment));

interface Row extends Named {
  readonly computing: Promise<Matrix>;
}

const ENVIRONMENTS: Readonly<Record<string, Row>> = {
  dev: { ...NOBODY, computing: dev!, readers: [`${ARCHIVE}-role-dev-audit-log-reader`] },
  staging: {
    computing: staging!,
    readers: ["444455556666-role-staging-audit-log-reader"],
    keyAdministrators: ["444455556666-role-KeyAdministrators"],
  },
  prod: {
    computing: prod!,
    readers: ["555555555555-role-prod-audit-log-reader", "555555555555-role-prod-audit-external-auditor"],
    keyAdministrators: ["555555555555-role-KeyAdministrators"],
  },
  "secure-cloudtrail-logging": {
    computing: matrixOfStack("example", (app) => new SecureCloudTrailLogging(app, "example")),
    readers: ["124355676326-user-adminUser"],
    keyAdministrators: ["124355676326-user-adminUser"],
  },
  "encrypted-bucket-walkthrough": {
    computing: matrixOfStack("example", (app) => new EncryptedBucketWalkthrough(app, "example")),
    readers: [],
    keyAdministrators: [`${ARCHIVE}-role-WalkthroughOperator`],
  },
  "every option": {
    computing: matrixOf(COMPLETE),
    readers: [`${ARCHIVE}-role-test-reader`],
    keyAdministrators: [`${ARCHIVE}-role-SecurityEngineers`],
  },
  "a strict header": { ...NOBODY, computing: matrixOf(environmentWith({ logs: { requireKeyHeader: true } })) },
  "a key that IAM decides on": {
    ...NOBODY,
    computing: matrixOf(environmentWith({ key: { rootAccess: "iamDecides" } })),
  },
  "a key without root": {
    readers: [],
    computing: matrixOf(environmentWith({ key: { rootAccess: "nothing", administrators: [ADMINISTRATOR] } })),
    keyAdministrators: [`${ARCHIVE}-role-KeyAdministrators`],
  },
};

/** Cells that are weaker than wanted, and why they stay so. */
const WEAKER: readonly (readonly [environment: string, reason: string, ...cells: string[]])[] = [
  [
    "secure-cloudtrail-logging",
    "its model names one user for everything: he administers the key and reads the logs, through S3 only",
    "key-decrypt-log-via-s3 by 124355676326-user-adminUser: allowed, wanted deny",
  ],
  [
    "encrypted-bucket-walkthrough",
    "its model leaves the encryption of log files off: CloudTrail has no use for the key, and S3 alone decides on them",
    "key-encrypt-log by this-trail: denied, wanted allow",
    "key-describe by this-trail: denied, wanted allow",
    "log-bucket-read by ordinary-role: allowed, wanted deny",
    "log-bucket-read by root: allowed, wanted deny",
    "log-bucket-read by administrator: allowed, wanted deny",
  ],
  [
    "encrypted-bucket-walkthrough",
    "its model names one role as administrator and user of the key: he decrypts, through S3 only",
    "key-decrypt-log-via-s3 by 111122223333-role-WalkthroughOperator: allowed, wanted deny",
  ],
  [
    "a key that IAM decides on",
    "that is what the option says: whoever holds every permission decrypts",
    "log-bucket-read by root: allowed, wanted deny",
    "log-bucket-read by administrator: allowed, wanted deny",
    "key-decrypt by root: allowed, wanted deny",
    "key-decrypt by administrator: allowed, wanted deny",
    "key-decrypt-log-via-s3 by root: allowed, wanted deny",
    "key-decrypt-log-via-s3 by administrator: allowed, wanted deny",
  ],
  [
    "a key without root",
    "that is what the option says: the administrators repair the key policy, and nobody else",
    "key-policy by root: denied, wanted allow",
  ],
];

const weakerIn = (environment: string) =>
  WEAKER.filter(([of]) => of === environment).flatMap(([, , ...cells]) => cells);

describe.each(Object.entries(ENVIRONMENTS))("%s", (environment, { computing, ...named }) => {
  test.each(Object.entries(CASES))("%s", async (_, wanted) => {
    const matrix = await computing;
    expect(differences(matrix, wanted(matrix, named)).filter((cell) => !weakerIn(environment).includes(cell))).toEqual(
      [],
    );
  });
});

test.each(WEAKER)("%s is weaker, since %s", async (environment, _, ...cells) => {
  const { computing, ...named } = ENVIRONMENTS[environment]!;
  const matrix = await computing;
  const found = Object.values(CASES).flatMap((wanted) => differences(matrix, wanted(matrix, named)));
  expect(found).toEqual(expect.arrayContaining(cells));
});

const matrixIn = (environment: string) => ENVIRONMENTS[environment]!.computing;

/** Actions of this end, whatever the bucket. At least one. */
function casesLike({ accessCases }: Matrix, pattern: RegExp): string[] {
  const ids = accessCases.map(({ id }) => id).filter((id) => pattern.test(id));
  expect(ids).not.toEqual([]);
  return ids;
}

describe("a trail of the organization", () => {
  test.each(["prod", "every option"])("in %s fills the organization's folder", async (environment) => {
    const { accessCases, subjects } = await matrixIn(environment);
    const { caller } = subjects.find(({ id }) => id === "this-trail")!;
    const [put] = accessCases.find(({ id }) => id === "log-bucket-deliver")!.steps(caller);
    expect(put).toMatchObject({ resource: expect.stringContaining("AWSLogs/o-a1b2c3d4e5/") as string });
  });

  test("and until it is one, writes its digests beside it, with the right ACL only", async () => {
    const matrix = await matrixIn("prod");
    expect(allowed(matrix, "log-bucket-deliver-management")).toEqual(["this-trail"]);
    expect(allowed(matrix, "log-bucket-deliver-management-wrong-acl")).toEqual([]);
  });

  test("of another organization writes nowhere", async () => {
    for (const { computing } of Object.values(ENVIRONMENTS)) {
      expect(allowed(await computing, "log-bucket-deliver-foreign-organization")).toEqual([]);
    }
  });
});

describe.each(["staging", "prod", "every option"])("the archive apart in %s", (environment) => {
  const audited = ["audited-root", "audited-administrator"];

  test("the audited account stops its trail, and the archive's administrators do not", async () => {
    const matrix = await matrixIn(environment);
    for (const accessCase of ["trail-stop", "trail-change", "trail-select", "trail-delete"]) {
      expect([accessCase, ...allowed(matrix, accessCase)]).toEqual([accessCase, ...audited]);
    }
  });

  test("the audited account gets at nothing in the archive", async () => {
    const matrix = await matrixIn(environment);
    for (const accessCase of casesLike(matrix, /^(key|state-key|log-bucket|access-log-bucket|state-bucket|role)-/)) {
      expect([accessCase, ...audited.filter((id) => decision(matrix, accessCase, id) === "allowed")]).toEqual([
        accessCase,
      ]);
    }
  });

  test("only the trail's own role writes its log group, beside who owns the account", async () => {
    const matrix = await matrixIn(environment);
    const [role, ...others] = allowed(matrix, "log-group-write");
    expect(role).toMatch(/^\d{12}-role-\w+-\w*-?trail-cloudwatch-logs$/);
    expect(others).toEqual(audited);
    expect(allowed(matrix, "log-group-delete")).toEqual(audited);
  });
});

describe.each(["prod", "every option"])("the topic in %s", (environment) => {
  test("takes messages of this trail, and of who owns the account", async () => {
    const matrix = await matrixIn(environment);
    expect(allowed(matrix, "topic-publish")).toEqual(["this-trail", "audited-root", "audited-administrator"]);
    expect(allowed(matrix, "topic-publish-plain")).toEqual([]);
    expect(allowed(matrix, "key-topic")).toEqual(["this-trail"]);
    expect([...allowed(matrix, "key-other-topic"), ...allowed(matrix, "key-foreign-topic")]).toEqual([]);
  });
});

describe("the replica", () => {
  const keyCases = ["replica-key-decrypt-other-via-s3", "replica-key-decrypt-object-via-s3", "replica-key-grant"];

  test.each([
    ["prod", "555555555555-role-prod-audit-log-replication"],
    ["every option", `${ARCHIVE}-role-test-audit-log-replication`],
  ])("in %s is filled by its role alone, which S3 alone takes, for this bucket", async (environment, role) => {
    const matrix = await matrixIn(environment);
    expect(allowed(matrix, "replication-copy")).toEqual([role]);
    const [take] = casesLike(matrix, /^role-.*-log-replication-take$/);
    expect(allowed(matrix, take!).filter((id) => !id.startsWith("s3-"))).toEqual([]);
    expect(allowed(matrix, take!)).not.toEqual([]);
  });

  test.each(["prod", "every option"])("in %s is read and deleted by nobody", async (environment) => {
    const matrix = await matrixIn(environment);
    const accessCases = ["replica-bucket-read", "replica-bucket-delete", "replica-bucket-delete-version", ...keyCases];
    expect(accessCases.flatMap((accessCase) => allowed(matrix, accessCase))).toEqual([]);
  });

  test("in an account apart belongs to nobody of the others", async () => {
    const matrix = await matrixIn("every option");
    for (const accessCase of ["replica-bucket-policy", "replica-key-policy"]) {
      expect([accessCase, ...allowed(matrix, accessCase)]).toEqual([
        accessCase,
        "replica-root",
        "replica-administrator",
      ]);
    }
  });
});

describe("a strict header", () => {
  test("denies what names no key, digests under SSE-S3 with it, and takes what names the key", async () => {
    const matrix = await matrixIn("a strict header");
    expect(allowed(matrix, "log-bucket-deliver")).toEqual(["this-trail"]);
    for (const accessCase of ["log-bucket-deliver-no-key", "log-bucket-write-no-key"]) {
      const decisions = new Set(matrix.subjects.map(({ id }) => decision(matrix, accessCase, id)));
      expect([accessCase, ...decisions]).toEqual([accessCase, "denied explicitly"]);
    }
  });
});
