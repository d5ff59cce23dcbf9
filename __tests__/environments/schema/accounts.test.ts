import { changed, problemsOf, uncheckedWith } from "../../support/environment";
import { accountId, fleetOf } from "../../support/fleet";

const FLEET = fleetOf(3);
const at = (path: string, value: unknown) => problemsOf(changed(FLEET, path, value));

describe("audited accounts", () => {
  test("are one or many", () => {
    for (const count of [1, 3, 50]) expect(problemsOf(fleetOf(count))).toEqual([]);
  });

  test("are each there once", () => {
    expect(at("accounts.audited[2].id", accountId(1))).toContain(
      `fleet: accounts.audited[2].id must differ from accounts.audited[0].id, got "${accountId(1)}"`,
    );
  });

  test("have names that differ, and one of them may go without", () => {
    expect(at("accounts.audited[2].name", undefined)).toEqual([]);
    expect(at("accounts.audited[2].name", "account-01")).toContain(
      'fleet: accounts.audited[2].name must differ from accounts.audited[0].name, got "account-01"',
    );
    const [, second, ...others] = FLEET.accounts.audited as readonly object[];
    const unnamed = (account: object | undefined) => ({ ...account, name: undefined });
    const [problem] = at("accounts.audited", [unnamed({ id: accountId(9) }), unnamed(second), ...others]);
    expect(problem).toBe(
      "fleet: accounts.audited[1].name must be given, because only one account may omit it and accounts.audited[0] does, " +
        "got none",
    );
  });

  test("leave the archive account's stack its name", () => {
    expect(at("accounts.audited[1].name", "archive")).toContain(
      `fleet: accounts.audited[1].name must not be that of the archive account's trail, got "archive"`,
    );
    const recorded = { ...FLEET, accounts: { ...FLEET.accounts, archive: { id: "111122223333", recordedBy: "Ops" } } };
    expect(problemsOf(changed(recorded, "accounts.audited[1].name", "archive"))).toEqual([]);
  });

  test("are one where the trail records the organization", () => {
    const organization = { id: "o-a1b2c3d4e5", managementAccount: accountId(1) };
    const problems = problemsOf({ ...FLEET, organization, trail: { name: "fleet-trail", ofOrganization: true } });
    expect(problems).toEqual([
      "fleet: accounts.audited must be one account where trail.ofOrganization records all accounts, got 3",
    ]);
  });

  test("assume roles of their own", () => {
    const role = `arn:aws:iam::${accountId(1)}:role/AuditTrailDeploy`;
    expect(at("accounts.audited[1].assumeRole", role)).toEqual([
      `fleet: accounts.audited[1].assumeRole must be a role of account ${accountId(2)}, got "${role}"`,
    ]);
  });

  test("are reported by their place in the list", () => {
    expect(at("accounts.audited[1].id", "12")).toEqual([
      'fleet: accounts.audited[1].id must be 12 digits in quotes, got "12"',
    ]);
    expect(at("accounts.audited", [])).toEqual([
      "fleet: accounts.audited must be an object with id (optional: assumeRole, name) or a list of at least one, got an empty list",
    ]);
  });
});

describe("readers", () => {
  const READER = { roleName: "one", trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"] };
  const reading = (...accounts: string[]) => at("readers", [{ ...READER, accounts }]);

  test("read single accounts of the list, and the archive's own", () => {
    expect(reading(accountId(1), accountId(3), "111122223333")).toEqual([]);
    expect(reading("999999999999")).toEqual([
      `fleet: readers[0].accounts[0] must be an account that the environment records (${[1, 2, 3].map(accountId).join(", ")}, 111122223333), got "999999999999"`,
    ]);
  });
});

test("two environments have no stack of one name", () => {
  const named = (name: string, account?: string) =>
    uncheckedWith({
      name,
      accounts: { audited: { name: account } },
      ...Object.fromEntries(
        ["state", "logs", "accessLogs"].map((key) => [key, { bucketName: `${name}-${key.toLowerCase()}` }]),
      ),
      key: { alias: `${name}-key` },
      trail: { name: `${name}-audit` },
    });
  expect(problemsOf(named("prod", "payments"), named("prod-trail"))).toEqual([]);
  expect(problemsOf(named("prod", "state"), named("prod-trail"))).toEqual([
    'prod-trail: name must give its stacks another name than that of prod: its stacks, got "prod-trail-state"',
  ]);
});
