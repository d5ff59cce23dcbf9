import { synthApp } from "../../support/app";
import { environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

const TRUSTED = ["arn:aws:iam::111122223333:role/Ops"];
const reader = (roleName: string) => ({ roleName, trustedPrincipals: TRUSTED });
const REPLICA = { region: "eu-west-1", bucketName: "test-replica", keyAlias: "replica" };
const DELIVERS = { cloudWatchLogs: { retentionInDays: 30 } };

/** An environment whose names are all its own. */
const named = (name: string, changes: Overrides = {}) =>
  uncheckedWith(
    changes,
    uncheckedWith({
      name,
      state: { bucketName: `${name}-state` },
      logs: { bucketName: `${name}-logs` },
      accessLogs: { bucketName: `${name}-access` },
      key: { alias: `${name}-key` },
      trail: { name: `${name}-trail` },
    }),
  );

const alone = (changes: Overrides) => problemsOf(uncheckedWith(changes));
const together = (first: Overrides, second: Overrides) => problemsOf(named("first", first), named("second", second));

describe("within an environment", () => {
  test.each([
    [
      "a reader's role and the role of the replica",
      { replica: REPLICA, readers: [reader("test-audit-log-replication")] },
      'test: readers[0].roleName must differ from the role of replica, got "test-audit-log-replication"',
    ],
    [
      "a break-glass role and the role of the log group, of the same account",
      { trail: DELIVERS, breakGlass: reader("Test-Trail-CloudWatch-Logs") },
      'test: breakGlass.roleName must differ from the role of trail.cloudWatchLogs, got "Test-Trail-CloudWatch-Logs"',
    ],
    [
      "the key and the key of the state",
      { key: { alias: "test-audit-trail-state" } },
      'test: key.alias must differ from the alias of the state key, got "test-audit-trail-state"',
    ],
    [
      "the key and its replica in another account's Region, which is the same",
      { replica: { ...REPLICA, region: "eu-central-1", keyAlias: "test-key", account: { id: "111122223333" } } },
      'test: replica.keyAlias must differ from key.alias, got "test-key"',
    ],
  ])("%s have two names", (_, changes, problem) => {
    expect(alone(changes)).toContain(problem);
  });

  test("a key has further aliases, which are names like the first", () => {
    expect(alone({ key: { otherAliases: ["former-key"] } })).toEqual([]);
    expect(alone({ key: { otherAliases: ["test-key", "test-audit-trail-state"] } })).toEqual([
      'test: key.otherAliases[0] must differ from key.alias, got "test-key"',
      'test: key.otherAliases[1] must differ from the alias of the state key, got "test-audit-trail-state"',
    ]);
    const app = synthApp([environmentWith({ key: { otherAliases: ["former-key"] } })]);
    expect(
      app
        .stack("test-archive")
        .all("aws_kms_alias")
        .map(({ name }) => name),
    ).toEqual(["alias/former-key", "alias/test-key"]);
  });

  test("roles of two accounts may have one name, and aliases of two Regions", () => {
    const accounts = { audited: { id: "444455556666" } };
    expect(alone({ accounts, trail: DELIVERS, readers: [reader("test-trail-cloudwatch-logs")] })).toEqual([]);
    expect(alone({ replica: { ...REPLICA, keyAlias: "test-key" } })).toEqual([]);
  });

  test("names in use by options that are not there are free", () => {
    expect(alone({ readers: [reader("test-audit-log-replication"), reader("test-trail-cloudwatch-logs")] })).toEqual(
      [],
    );
  });
});

describe("between environments of one account and Region", () => {
  test("with names of their own nothing clashes", () => {
    expect(together({ readers: [reader("first")] }, { readers: [reader("second")] })).toEqual([]);
  });

  test.each([
    [{ readers: [reader("Reader")] }, { readers: [reader("reader")] }, "readers[0].roleName", "readers[0].roleName"],
    [{ breakGlass: reader("x") }, { readers: [reader("x")] }, "readers[0].roleName", "breakGlass.roleName"],
    [{ key: { alias: "x" } }, { key: { alias: "x" } }, "key.alias", "key.alias"],
    [{ trail: { name: "xyz" } }, { trail: { name: "xyz" } }, "trail.name", "trail.name"],
    [{ trail: { name: "xyz", ...DELIVERS } }, { trail: { name: "xyz", ...DELIVERS } }, "trail.name", "trail.name"],
    [
      { replica: REPLICA },
      { readers: [reader("first-audit-log-replication")] },
      "readers[0].roleName",
      "the role of replica",
    ],
  ])("%j and %j clash, reported once", (first, second, path, other) => {
    const problems = together(first, second);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`second: ${path} must differ from that of first: ${other}, got "`);
  });

  test("names that follow from others clash where the others do not", () => {
    const topic = { deliveryTopic: true };
    expect(together({ trail: { name: "a.b", ...topic } }, { trail: { name: "a-b", ...topic } })).toEqual([
      'second: trail.name must give the topic another name than that of first: trail.name, got "a-b-deliveries"'.replace(
        "first: trail.name",
        "first: the topic",
      ),
    ]);
  });

  test("one owns the account's public access block", () => {
    const block = { blockPublicAccessOfAccount: true };
    expect(together(block, block)).toEqual([
      "second: blockPublicAccessOfAccount must be false: first blocks account 111122223333 already, got true",
    ]);
    expect(together(block, { ...block, accounts: { archive: { id: "444455556666" } } })).toEqual([]);
  });

  test("in other accounts or Regions the same names are free", () => {
    const names = { key: { alias: "x" }, trail: { name: "xyz", ...DELIVERS }, readers: [reader("reader")] };
    const elsewhere = { archive: { id: "444455556666" }, audited: { id: "444455556666" } };
    expect(together(names, { ...names, accounts: elsewhere })).toEqual([]);
    const readers = [reader("another")];
    expect(together(names, { ...names, trail: { name: "xyz" }, readers, region: "eu-west-1" })).toEqual([]);
  });

  test("organization trails of one management account are one name space, wherever they are deployed from", () => {
    const of = (audited: string) => ({
      accounts: { audited: { id: audited } },
      organization: { id: "o-a1b2c3d4e5", managementAccount: "777788889999" },
      trail: { name: "xyz", ofOrganization: true },
    });
    expect(together(of("444455556666"), of("555555555555"))).toEqual([
      'second: trail.name must differ from that of first: trail.name, got "xyz"',
    ]);
  });
});
