import { COMPLETE } from "../../support/complete-environment";
import { ABSENT, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

/** What is wrong with the smallest environment and these changes. */
const withChanges = (changes: Overrides) => problemsOf(uncheckedWith(changes));

/** The same with the complete environment. */
const withMore = (changes: Overrides) => problemsOf(uncheckedWith(changes, COMPLETE));

describe("the replica", () => {
  const inRegion = (region: string, account?: string) =>
    withMore({ replica: { region, account: account === undefined ? ABSENT : { id: account, assumeRole: ABSENT } } });

  test("is in another Region, or in another account", () => {
    expect(inRegion("eu-west-1")).toEqual([]);
    expect(inRegion("eu-west-1", "111122223333")).toEqual([]);
    expect(inRegion("eu-central-1", "999999999999")).toEqual([]);
  });

  test.each([undefined, "111122223333"])("is not beside its source (account: %s)", (account) => {
    expect(inRegion("eu-central-1", account)).toEqual([
      'test: replica.region must differ from region, or replica.account from accounts.archive, got "eu-central-1"',
    ]);
  });

  test.each(["us-gov-west-1", "cn-north-1"])("stays in the partition, so not in %s", (region) => {
    expect(inRegion(region)).toEqual([`test: replica.region must be in partition aws, got "${region}"`]);
  });
});

describe("an organization trail", () => {
  const needs = ["test: trail.ofOrganization requires organization with id and managementAccount, got none"];

  test("needs an organization", () => {
    expect(withMore({})).toEqual([]);
    expect(withMore({ organization: ABSENT, trail: { formerly: ABSENT }, threats: ABSENT })).toEqual(needs);
    expect(withChanges({ trail: { ofOrganization: true } })).toEqual(needs);
  });

  test("is a choice: an organization may have a trail of one account", () => {
    const organization = { delegatedAdministrator: ABSENT };
    expect(withMore({ organization, trail: { ofOrganization: false } })).toEqual([]);
    expect(
      withMore({ organization: ABSENT, trail: { ofOrganization: false, formerly: ABSENT }, threats: ABSENT }),
    ).toEqual([]);
  });
});

describe("global service events", () => {
  const follow = ["test: trail.includeGlobalServiceEvents must be true for a multi-Region trail, got false"];

  test("may be left out by a trail of one Region", () => {
    expect(withChanges({ trail: { multiRegion: false, includeGlobalServiceEvents: false } })).toEqual([]);
  });

  test("may not be left out by a trail of all Regions, which is the default", () => {
    expect(withChanges({ trail: { multiRegion: true, includeGlobalServiceEvents: false } })).toEqual(follow);
    expect(withChanges({ trail: { includeGlobalServiceEvents: false } })).toEqual(follow);
  });
});

describe("who remains", () => {
  test("only readers read where there are readers", () => {
    expect(withMore({ logs: { onlyReaders: true } })).toEqual([]);
    expect(withChanges({ logs: { onlyReaders: false } })).toEqual([]);
    expect(withChanges({ logs: { onlyReaders: true } })).toEqual([
      "test: logs.onlyReaders must be false without readers: otherwise nobody can read, got true",
    ]);
  });

  test("a key without root has an administrator", () => {
    const DEPLOYER = "arn:aws:iam::111122223333:role/Deploy";
    expect(withMore({ key: { rootAccess: "nothing", administrators: [DEPLOYER] } })).toEqual([]);
    expect(withChanges({ key: { rootAccess: "nothing", administrators: [DEPLOYER] } })).toEqual([]);
    expect(withChanges({ key: { rootAccess: "administers" } })).toEqual([]);
    expect(withMore({ key: { rootAccess: "nothing" } })).toEqual([
      'test: key.administrators must name accounts.archive.assumeRole where key.rootAccess is "nothing": ' +
        `KMS refuses a key policy that locks out the caller who sets it, got no "${DEPLOYER}"`,
    ]);
    expect(withChanges({ key: { rootAccess: "nothing" } })).toEqual([
      'test: key.administrators must list at least one principal where key.rootAccess is "nothing": ' +
        "nobody could repair the key, got none",
    ]);
  });
});

describe("a protected environment", () => {
  const inProtected = (changes: Overrides) => withChanges({ ...changes, protected: true });

  test.each([
    [{ logs: { forceDestroy: true } }, "logs.forceDestroy", "false", "true"],
    [{ key: { rootAccess: "iamDecides" } }, "key.rootAccess", '"administers" or "nothing"', '"iamDecides"'],
    [{ trail: { multiRegion: false } }, "trail.multiRegion", "true", "false"],
    [{ trail: { events: { management: "read" } } }, "trail.events.management", '"all"', '"read"'],
    [{ trail: { events: { management: "write" } } }, "trail.events.management", '"all"', '"write"'],
    [{ trail: { events: { management: "none" } } }, "trail.events.management", '"all"', '"none"'],
    [
      { trail: { events: { excludeManagementSources: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] } } },
      "trail.events.excludeManagementSources",
      "empty",
      '"kms.amazonaws.com", "rdsdata.amazonaws.com"',
    ],
  ])("refuses %j, which another takes", (changes, path, wanted, got) => {
    expect(withChanges(changes)).toEqual([]);
    expect(inProtected(changes)).toEqual([`test: ${path} must be ${wanted} in a protected environment, got ${got}`]);
  });

  test("takes what weakens nothing", () => {
    expect(
      inProtected({
        logs: { forceDestroy: false },
        key: { rootAccess: "administers" },
        trail: { multiRegion: true, events: { management: "all", excludeManagementSources: [] } },
      }),
    ).toEqual([]);
    expect(inProtected({})).toEqual([]);
  });

  test("refuses everything that weakens it at once", () => {
    const problems = inProtected({
      logs: { forceDestroy: true },
      key: { rootAccess: "iamDecides" },
      trail: { multiRegion: false, events: { management: "none", excludeManagementSources: ["kms.amazonaws.com"] } },
    });
    expect(problems.map((problem) => problem.split(" ")[1]).sort()).toEqual([
      "key.rootAccess",
      "logs.forceDestroy",
      "trail.events.excludeManagementSources",
      "trail.events.management",
      "trail.multiRegion",
    ]);
  });
});

describe("a former trail", () => {
  const formerly = (...entries: object[]) => withChanges({ trail: { formerly: entries } });

  test.each([
    [{ name: "former-trail" }],
    [{ account: "999999999999" }],
    [{ region: "eu-west-1" }],
    [{ prefix: "former" }],
    [{ ofOrganization: false, name: "former-trail" }],
  ])("is %j", (former) => {
    expect(formerly(former)).toEqual([]);
  });

  test.each([[{}], [{ name: "test-trail" }], [{ prefix: "" }], [{ ofOrganization: false }]])("is not %j", (former) => {
    expect(formerly({ name: "former-trail" }, former)).toEqual([
      "test: trail.formerly[1] must state what was different, got the trail as it is",
    ]);
  });

  test.each([[{ ofOrganization: true }], [{ managementAccount: "999999999999" }]])(
    "of an organization needs one: %j",
    (former) => {
      expect(formerly(former)).toEqual([
        "test: trail.formerly[0] requires organization with id and managementAccount, got none",
      ]);
    },
  );
});
