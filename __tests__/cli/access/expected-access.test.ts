import { EncryptedBucketWalkthrough } from "../../../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../../../examples/secure-cloudtrail-logging/stack";
import type { EnvironmentConfig } from "../../../environments/schema";
import { environments } from "../../fixtures/environments";
import { factsOf, type Facts } from "../../support/access-facts";
import { COMPLETE } from "../../support/complete-environment";
import { fleetOf } from "../../support/fleet";
import { environmentWith } from "../../support/environment";
import { claimsFor, differences, EXPECTED_ACCESS } from "../../support/expected-access";
import { Access, environmentOf, environmentOfStack } from "../../support/matrix";

// Thousands of cells, on a machine that may do other work.
jest.setTimeout(300_000);

const ARCHIVE = "111122223333";

interface Row {
  readonly access: Access;
  readonly facts: Facts;
}

const rowOf = (config: EnvironmentConfig): Row => ({
  access: new Access(environmentOf(config)),
  facts: factsOf(config),
});

/** An example: one account, no state, the model of its README. */
const EXAMPLE: Facts = {
  ...factsOf(environmentWith()),
  state: false,
};

const ROWS: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(environments.map((environment) => [environment.name, rowOf(environment)])),
  "secure-cloudtrail-logging": {
    access: new Access(environmentOfStack("example", (app) => new SecureCloudTrailLogging(app, "example"))),
    facts: {
      ...EXAMPLE,
      readers: ["124355676326-user-adminUser"],
      readersHere: ["124355676326-user-adminUser"],
      keyAdministrators: ["124355676326-user-adminUser"],
    },
  },
  "encrypted-bucket-walkthrough": {
    access: new Access(environmentOfStack("example", (app) => new EncryptedBucketWalkthrough(app, "example"))),
    facts: { ...EXAMPLE, keyAdministrators: [`${ARCHIVE}-role-WalkthroughOperator`], encrypted: false },
  },
  "every option": rowOf(COMPLETE),
  "a fleet": rowOf(fleetOf(3)),
  "a fleet with alerts": rowOf(fleetOf(3, { alerts: { emails: ["security@example.com"] } })),
  "alerts in one account": rowOf(environmentWith({ alerts: { emails: ["security@example.com"] } })),
  "detectors in two accounts": rowOf(
    environmentWith({
      accounts: { archive: { id: "444455556666" }, audited: { id: ARCHIVE } },
      alerts: { emails: ["security@example.com"] },
      threats: {
        regions: ["eu-central-1"],
        export: { bucketPrefix: "findings", readers: ["arn:aws:iam::444455556666:role/Analyst"] },
      },
    }),
  ),
  "a strict header": rowOf(environmentWith({ logs: { requireKeyHeader: true } })),
  "a key that IAM decides on": rowOf(environmentWith({ key: { rootAccess: "iamDecides" } })),
  "a key that IAM decides on, and readers alone read": rowOf(
    environmentWith({
      key: { rootAccess: "iamDecides" },
      logs: { onlyReaders: true },
      readers: [{ roleName: "reader", trustedPrincipals: [`arn:aws:iam::${ARCHIVE}:role/Auditors`] }],
    }),
  ),
  "a key without root": rowOf(
    environmentWith({
      key: { rootAccess: "nothing", administrators: [`arn:aws:iam::${ARCHIVE}:role/KeyAdministrators`] },
    }),
  ),
};

/** Cells that are weaker than expected, and why they stay so. */
const WEAKER: readonly (readonly [environment: string, reason: string, ...cells: string[]])[] = [
  [
    "encrypted-bucket-walkthrough",
    "its model names one role as administrator and user of the key: it decrypts, through S3 only",
    `key-decrypt-log-via-s3 by ${ARCHIVE}-role-WalkthroughOperator: allowed, expected deny`,
  ],
];

describe.each(Object.entries(ROWS))("%s", (name, { access, facts }) => {
  const weaker = WEAKER.filter(([of]) => of === name).flatMap(([, , ...cells]) => cells);

  test.each(claimsFor(facts))("$claim", (claim) => {
    const found = differences(claim, access, facts, access.decide);
    expect(found.filter((cell) => !weaker.includes(cell))).toEqual([]);
  });
});

test.each(WEAKER)("%s is weaker, since %s", (name, _, ...cells) => {
  const { access, facts } = ROWS[name]!;
  const all = claimsFor(facts).flatMap((claim) => differences(claim, access, facts, access.decide));
  expect(all).toEqual(expect.arrayContaining(cells));
});

test("each claim applies to one of these at least, and to each it says something of a cell", () => {
  const applied = Object.values(ROWS).flatMap(({ access, facts }) =>
    claimsFor(facts).flatMap((claim) => (claim.cells(access, facts).length > 0 ? claim.claim : [])),
  );
  expect(EXPECTED_ACCESS.map(({ claim }) => claim).filter((claim) => !applied.includes(claim))).toEqual([]);
});

/** Cases of this end, whatever the resource. At least one. */
function casesLike({ accessCases }: Access, pattern: RegExp): string[] {
  const ids = accessCases.map(({ id }) => id).filter((id) => pattern.test(id));
  expect(ids).not.toEqual([]);
  return ids;
}

describe("a trail of the organization", () => {
  test.each(["prod", "every option"])("in %s fills the organization's folder", (name) => {
    const { accessCases, subjects } = ROWS[name]!.access;
    const { caller } = subjects.find(({ id }) => id === "this-trail")!;
    const [put] = accessCases.find(({ id }) => id === "log-bucket-deliver")!.steps(caller);
    expect(put).toMatchObject({ resource: expect.stringContaining("AWSLogs/o-a1b2c3d4e5/") as string });
  });

  test("and until it is one, writes its digests beside it, with the right ACL only", () => {
    const { access } = ROWS["prod"]!;
    expect(access.allowed("log-bucket-deliver-management")).toEqual(["this-trail"]);
    expect(access.allowed("log-bucket-deliver-management-wrong-acl")).toEqual([]);
  });
});

test.each(["staging", "prod", "every option"])(
  "in %s only the trail's own role writes its log group, beside who owns the account",
  (name) => {
    const { access } = ROWS[name]!;
    const audited = ["audited-root", "audited-administrator"];
    const [role, ...others] = access.allowed("log-group-write");
    expect(role).toMatch(/^\d{12}-role-[\w-]*trail-cloudwatch-logs(-[0-9a-f]{8})?$/);
    expect(others).toEqual(audited);
    expect(access.allowed("log-group-delete")).toEqual(audited);
  },
);

describe("the replica", () => {
  test.each(["prod", "every option"])("in %s is filled by a role that S3 alone takes, for this bucket", (name) => {
    const { access } = ROWS[name]!;
    const [take] = casesLike(access, /^role-.*-log-replication(-[0-9a-f]{8})?-take$/);
    const takers = access.allowed(take!);
    expect(takers.filter((id) => !id.startsWith("s3-"))).toEqual([]);
    expect(takers).not.toEqual([]);
  });

  test("in an account apart belongs to nobody of the others", () => {
    const { access } = ROWS["every option"]!;
    for (const accessCase of ["replica-bucket-policy", "replica-key-policy"]) {
      expect([accessCase, ...access.allowed(accessCase)]).toEqual([
        accessCase,
        "replica-root",
        "replica-administrator",
      ]);
    }
  });
});
