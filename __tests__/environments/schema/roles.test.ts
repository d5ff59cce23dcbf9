import { synthApp } from "../../support/app";
import { environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";
import { statementsOf } from "../../support/synth";

const READER = { roleName: "reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Engineers"] };
const VENDOR = "arn:aws:iam::999999999999:root";

const withReader = (reader: Overrides) => problemsOf(uncheckedWith({ readers: [{ ...READER, ...reader }] }));

describe("a reader that a third party assumes", () => {
  test("is trusted with the third party's account where there is an external id", () => {
    const vendor = { roleName: "vendor", trustedPrincipals: [VENDOR], externalId: "agreed-id", requireMfa: false };
    const archive = synthApp([environmentWith({ readers: [vendor] })]).stack("test-archive");
    expect(statementsOf(archive.one("aws_iam_role")["assume_role_policy"])).toEqual([
      {
        Sid: "NamedPrincipalsTakeRole",
        Effect: "Allow",
        Principal: { AWS: VENDOR },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "agreed-id" } },
      },
    ]);
  });

  test("is not trusted with it without an external id", () => {
    expect(withReader({ trustedPrincipals: [VENDOR] })).toEqual([
      `test: readers[0].trustedPrincipals[0] must be a user or role of that account, got "${VENDOR}"; ` +
        "a third party's account takes readers[0].externalId too",
    ]);
  });

  test("is not trusted with the archive account", () => {
    const own = "arn:aws:iam::111122223333:root";
    expect(withReader({ trustedPrincipals: [own], externalId: "agreed-id" })).toEqual([
      `test: readers[0].trustedPrincipals[0] must be a user or role of that account, got "${own}": ` +
        "only a third party's account is trusted as a whole",
    ]);
  });
});

describe("a reader of IAM Identity Center", () => {
  test("is named by its permission set, without principals", () => {
    const set = { account: "111122223333", name: "SecurityAudit" };
    const reader = { roleName: "reader", trustedPermissionSets: [set] };
    const archive = synthApp([environmentWith({ readers: [reader] })]).stack("test-archive");
    const [statement, ...others] = statementsOf(archive.one("aws_iam_role")["assume_role_policy"]);
    expect([statement?.Sid, others]).toEqual(["PermissionSetsTakeRole", []]);
  });

  test("is refused where neither principals nor permission sets are named", () => {
    expect(problemsOf(uncheckedWith({ readers: [{ roleName: "reader" }] }))).toEqual([
      "test: readers[0].trustedPrincipals must name at least one user or role, or trustedPermissionSets a permission set, got none",
    ]);
  });
});

describe("who is no principal is refused with what to write instead", () => {
  const PRINCIPAL = "an ARN of iam (user/... or role/...) without wildcards";

  test.each([
    ["*", "name the users and roles that need access"],
    [
      "999999999999",
      "name users and roles of the account; for a third party, name its account (arn:aws:iam::111122223333:root) with externalId",
    ],
    [
      "arn:aws:iam::999999999999:group/auditors",
      "a group is not a principal: name its users, or a role that they assume",
    ],
    ["arn:aws:sts::999999999999:assumed-role/Auditor/jane", "name the role or user, not a session of it"],
    ["arn:aws:iam::999999999999:saml-provider/Login", "name a role that the provider's users assume"],
    ["arn:aws:iam::999999999999:role/Audito?", "name each user or role, without wildcards"],
    [
      "arn:aws:iam::999999999999:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_*",
      "for a role of IAM Identity Center, name its permission set",
    ],
    ["ec2.amazonaws.com", "a service acts through a role: name that role"],
  ])("%s", (got, advice) => {
    const problem = (path: string) => `test: ${path} must be ${PRINCIPAL}, got "${got}": ${advice}`;
    expect(withReader({ trustedPrincipals: [got] })).toEqual([problem("readers[0].trustedPrincipals[0]")]);
    expect(problemsOf(uncheckedWith({ key: { administrators: [got] } }))).toEqual([problem("key.administrators[0]")]);
  });
});

describe("the path and the boundary of an environment's roles", () => {
  const TWO_ACCOUNTS = { accounts: { audited: { id: "444455556666" } } };
  const BOUNDARY = "arn:aws:iam::111122223333:policy/Boundary";

  function rolesOf(iam: Overrides) {
    const app = synthApp([
      environmentWith({
        ...TWO_ACCOUNTS,
        iam,
        readers: [READER],
        breakGlass: { roleName: "glass", trustedPrincipals: READER.trustedPrincipals },
        replica: { region: "eu-west-1", bucketName: "test-replica", keyAlias: "replica" },
        trail: { cloudWatchLogs: { retentionInDays: 30 } },
      }),
    ]);
    const roles = ["test-archive", "test-trail"].flatMap((stack) => app.stack(stack).all("aws_iam_role"));
    return { app, roles: roles.map(({ name, path, permissions_boundary }) => ({ name, path, permissions_boundary })) };
  }

  test("are those of all of them, the boundary in the account of each", () => {
    const { app, roles } = rolesOf({ path: "/audit/", permissionsBoundary: "team/Boundary" });
    const role = (name: string, account: string) => ({
      name,
      path: "/audit/",
      permissions_boundary: `arn:aws:iam::${account}:policy/team/Boundary`,
    });
    expect(roles).toEqual([
      role("glass", "111122223333"),
      role("reader", "111122223333"),
      role("test-audit-log-replication", "111122223333"),
      role("test-trail-cloudwatch-logs", "444455556666"),
    ]);
    expect(app.stack("test-archive").one("aws_iam_policy")["path"]).toBe("/audit/");
    const policies = JSON.stringify([app.stack("test-archive").json, app.stack("test-trail").json]);
    const named = [...policies.matchAll(/111122223333:role(\/[^"\\]+)/g)].map(([, path]) => path);
    expect(new Set(named.filter((path) => path !== "/Engineers"))).toEqual(
      new Set(["/audit/glass", "/audit/reader", "/audit/test-audit-log-replication"]),
    );
    expect(app.stack("test-trail").one("aws_cloudtrail")["cloud_watch_logs_role_arn"]).toBe(
      "arn:aws:iam::444455556666:role/audit/test-trail-cloudwatch-logs",
    );
  });

  test("are left out where nothing asks for them", () => {
    expect(rolesOf({}).roles.map(({ path, permissions_boundary }) => [path, permissions_boundary])).toEqual(
      [1, 2, 3, 4].map(() => [undefined, undefined]),
    );
  });

  test("take an ARN of AWS's own, or of the one account that has roles", () => {
    expect(problemsOf(uncheckedWith({ iam: { permissionsBoundary: BOUNDARY } }))).toEqual([]);
    const awsOwned = "arn:aws:iam::aws:policy/PowerUserAccess";
    expect(problemsOf(uncheckedWith({ ...TWO_ACCOUNTS, iam: { permissionsBoundary: awsOwned } }))).toEqual([]);
  });

  test("take no ARN of one account where two have roles", () => {
    expect(problemsOf(uncheckedWith({ ...TWO_ACCOUNTS, iam: { permissionsBoundary: BOUNDARY } }))).toEqual([
      "test: iam.permissionsBoundary must be a policy of account 444455556666, which has roles too; " +
        `give the name alone where each account has a policy of that name, got "${BOUNDARY}"`,
    ]);
  });
});
