import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LogReaderRole, type LogReaderRoleProps, type LogScope } from "../../../modules/access";
import type { Conditions, Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const ENGINEERS = "arn:aws:iam::111122223333:role/SecurityEngineers";
const AUDITOR = "arn:aws:iam::999999999999:user/Auditor";
const LOGS: LogScope = {
  bucketName: "audit-logs",
  bucketRegion: "eu-central-1",
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d",
  accounts: ["111122223333"],
};
const MINIMAL: LogReaderRoleProps = {
  account: "111122223333",
  region: "eu-central-1",
  roleName: "audit-log-reader",
  trustedPrincipals: [ENGINEERS],
  logs: LOGS,
};

function synthRole(options: Partial<LogReaderRoleProps> = {}) {
  return synthStack((stack) => new LogReaderRole(stack, "Reader", { ...MINIMAL, ...options }));
}

function trustOf(options: Partial<LogReaderRoleProps> = {}): Statement[] {
  return statementsOf(synthRole(options).one("aws_iam_role")["assume_role_policy"]);
}

describe("a reader role by default", () => {
  test("lasts an hour, and is called what it was named", () => {
    expect(synthRole().one("aws_iam_role")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      name: "audit-log-reader",
      description: "Reads CloudTrail logs in audit-logs",
      assume_role_policy: expect.any(String),
      max_session_duration: 3600,
      depends_on: [],
    });
  });

  test("is taken by the named principals with a second factor, and by nobody else", () => {
    expect(trustOf()).toEqual([
      {
        Sid: "NamedPrincipalsTakeRole",
        Effect: "Allow",
        Principal: { AWS: ENGINEERS },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    ]);
  });

  test("has the one policy that reads logs, under its own name", () => {
    const stack = synthRole();
    expect(stack.counts).toEqual({ aws_iam_role: 1, aws_iam_policy: 1, aws_iam_role_policy_attachment: 1 });
    expect(stack.one("aws_iam_policy")["name"]).toBe("audit-log-reader");
    expect(stack.one("aws_iam_role_policy_attachment")).toMatchObject({
      role: `\${${stack.one("aws_iam_role").address}.name}`,
      policy_arn: `\${${stack.one("aws_iam_policy").address}.arn}`,
    });
    const actions = statementsOf(stack.one("aws_iam_policy")["policy"]).flatMap(({ Action }) => Action);
    expect(new Set(actions)).toEqual(
      new Set(["kms:Decrypt", "s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"]),
    );
  });

  test.each([
    ["eu-central-1", "arn:aws:iam::111122223333:role/audit-log-reader"],
    ["us-gov-west-1", "arn:aws-us-gov:iam::111122223333:role/audit-log-reader"],
    ["cn-north-1", "arn:aws-cn:iam::111122223333:role/audit-log-reader"],
  ])("knows its ARN before it exists, in %s", (region, arn) => {
    const found: string[] = [];
    synthStack((stack) => found.push(new LogReaderRole(stack, "Reader", { ...MINIMAL, region }).arn));
    expect(found).toEqual([arn]);
  });
});

describe("the trust of a reader role", () => {
  const MFA: Conditions = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
  const EXTERNAL: Conditions = { StringEquals: { "sts:ExternalId": "audit-2026" } };
  const TAKES: Statement = {
    Sid: "NamedPrincipalsTakeRole",
    Effect: "Allow",
    Principal: { AWS: ENGINEERS },
    Action: "sts:AssumeRole",
  };

  test.each<[string, Partial<LogReaderRoleProps>, Statement]>([
    ["a second factor", { requireMfa: true }, { ...TAKES, Condition: MFA }],
    [
      "an external id and a second factor",
      { externalId: "audit-2026" },
      { ...TAKES, Condition: { ...EXTERNAL, ...MFA } },
    ],
    ["an external id alone", { externalId: "audit-2026", requireMfa: false }, { ...TAKES, Condition: EXTERNAL }],
    ["no condition at all", { requireMfa: false }, TAKES],
  ])("asks for %s", (_, options, expected) => {
    expect(trustOf(options)).toEqual([expected]);
  });

  test("names several principals, of other accounts too", () => {
    expect(trustOf({ trustedPrincipals: [ENGINEERS, AUDITOR] })[0]?.Principal).toEqual({ AWS: [ENGINEERS, AUDITOR] });
  });

  test.each([
    "*",
    "111122223333",
    "999999999999",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:group/Engineers",
    "arn:aws:iam::111122223333:saml-provider/Login",
    "arn:aws:sts::111122223333:assumed-role/SecurityEngineers/jane",
    "arn:aws:iam:::role/SecurityEngineers",
    "arn:aws:iam::111122223333:role/*",
    "ec2.amazonaws.com",
    "",
  ])('names nobody in particular: "%s" is refused', (arn) => {
    expect(() => synthRole({ trustedPrincipals: [ENGINEERS, arn] })).toThrow(
      "test/Reader: trustedPrincipals must be an ARN like " +
        `"arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/...", got "${arn}"`,
    );
  });

  test("names a third party's account together with an external id", () => {
    const vendor = "arn:aws:iam::999999999999:root";
    expect(trustOf({ trustedPrincipals: [vendor], externalId: "agreed-id", requireMfa: false })).toEqual([
      { ...TAKES, Principal: { AWS: vendor }, Condition: { StringEquals: { "sts:ExternalId": "agreed-id" } } },
    ]);
  });

  test("does not name the role's own account, not even with an external id", () => {
    const own = "arn:aws:iam::111122223333:root";
    expect(() => synthRole({ trustedPrincipals: [own], externalId: "agreed-id" })).toThrow(
      new Error(
        "test/Reader: trustedPrincipals must name users and roles of the role's own account, " +
          `got "${own}": only a third party's account is trusted as a whole`,
      ),
    );
  });

  test.each([
    ["eu-central-1", "aws"],
    ["cn-north-1", "aws-cn"],
  ])("names permission sets by the names of their roles, in %s", (region, partition) => {
    const trustedPermissionSets = [{ account: "444455556666", name: "Audit" }];
    const arn = `arn:${partition}:iam::444455556666`;
    const roles = `${arn}:role/aws-reserved/sso.amazonaws.com`;
    const statement: Statement = {
      Sid: "PermissionSetsTakeRole",
      Effect: "Allow",
      Principal: { AWS: `${arn}:root` },
      Action: "sts:AssumeRole",
      Condition: {
        ArnLike: { "aws:PrincipalArn": [`${roles}/AWSReservedSSO_Audit_*`, `${roles}/*/AWSReservedSSO_Audit_*`] },
      },
    };
    expect(trustOf({ region, trustedPermissionSets })).toEqual([{ ...TAKES, Condition: MFA }, statement]);
    expect(trustOf({ region, trustedPermissionSets, trustedPrincipals: [] })).toEqual([statement]);
  });

  test.each([
    [{ account: "4444", name: "Audit" }, 'trustedPermissionSets: account must be 12 digits, got "4444"'],
    [
      { account: "444455556666", name: "Au*" },
      'trustedPermissionSets: name must be 1 to 32 letters, digits and +=,.@_-, got "Au*"',
    ],
  ])("does not name the permission set %j", (set, problem) => {
    expect(() => synthRole({ trustedPermissionSets: [set] })).toThrow(new Error(`test/Reader: ${problem}`));
  });

  test("names someone", () => {
    expect(() => synthRole({ trustedPrincipals: [] })).toThrow(
      new Error("test/Reader: trustedPrincipals must name at least one user or role, got none"),
    );
  });

  test.each(["ab", "a".repeat(1224), "Audit_2026+=,.@:/-"])("takes an external id such as %.20s", (externalId) => {
    expect(trustOf({ externalId })[0]?.Condition?.StringEquals).toEqual({ "sts:ExternalId": externalId });
  });

  test.each(["", "a", "a".repeat(1225), "two words", "audit*", "audit\n", "${aws:username}"])(
    'does not take the external id "%.20s", nor repeat it',
    (externalId) => {
      expect(() => synthRole({ externalId })).toThrow(
        new Error("test/Reader: externalId must be 2 to 1224 letters, digits and +=,.@:/-, got another value"),
      );
    },
  );

  test("is refused over AWS's 2,048 characters", () => {
    const trustedPrincipals = Array.from({ length: 60 }, (_, index) => `${ENGINEERS}${index + 10}`);
    const json = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ ...TAKES, Principal: { AWS: trustedPrincipals }, Condition: MFA }],
    });
    expect(() => synthRole({ trustedPrincipals })).toThrow(
      new Error(`test/Reader: trust policy must be at most 2048 characters, got ${json.length}`),
    );
  });
});

describe("an option of a reader role", () => {
  const BOUNDARY = "arn:aws:iam::111122223333:policy/team/Boundary";

  test("gives role and policy a path, and the role a boundary; the ARN follows", () => {
    const found: string[] = [];
    const stack = synthStack((scope) => {
      const options = { path: "/audit/", permissionsBoundary: BOUNDARY };
      found.push(new LogReaderRole(scope, "Reader", { ...MINIMAL, ...options }).arn);
    });
    expect(stack.one("aws_iam_role")).toMatchObject({ path: "/audit/", permissions_boundary: BOUNDARY });
    expect(stack.one("aws_iam_policy")["path"]).toBe("/audit/");
    expect(found).toEqual(["arn:aws:iam::111122223333:role/audit/audit-log-reader"]);
  });

  test.each(["audit", "/audit", "/*/", "/aws-service-role/a/"])('gives it no path "%s"', (path) => {
    const problem =
      'path must be a path like "/audit/" of at most 512 letters, digits and +=,.@_-/, not beginning with "/aws-", ' +
      `got "${path}"`;
    expect(() => synthRole({ path })).toThrow(`test/Reader: ${problem}`);
  });

  test.each(["Boundary", "arn:aws:iam::999999999999:policy/Boundary", "arn:aws:iam::111122223333:role/Boundary"])(
    'does not limit it by "%s"',
    (permissionsBoundary) => {
      expect(() => synthRole({ permissionsBoundary })).toThrow(
        new Error(
          "test/Reader: permissionsBoundary must be the ARN of a managed policy of account 111122223333 or of AWS, " +
            `got "${permissionsBoundary}"`,
        ),
      );
    },
  );

  test.each([1, 2, 12])("lets a session last %d hours, in seconds", (maxSessionHours) => {
    expect(synthRole({ maxSessionHours }).one("aws_iam_role")["max_session_duration"]).toBe(maxSessionHours * 3600);
  });

  test.each([0, 13, 1.5, -1, 3600, NaN])("does not let a session last %d hours", (maxSessionHours) => {
    expect(() => synthRole({ maxSessionHours })).toThrow(
      new Error(`test/Reader: maxSessionHours must be 1 to 12 hours, got ${maxSessionHours}`),
    );
  });

  test.each(["r", "r".repeat(64), "Audit+=,.@_-Reader"])("may name it %s", (roleName) => {
    const stack = synthRole({ roleName });
    expect([stack.one("aws_iam_role")["name"], stack.one("aws_iam_policy")["name"]]).toEqual([roleName, roleName]);
  });

  test.each(["", "r".repeat(65), "audit reader", "audit/reader", "audit*"])('may not name it "%s"', (roleName) => {
    expect(() => synthRole({ roleName })).toThrow(
      new Error(`test/Reader: roleName must be 1 to 64 letters, digits and +=,.@_-, got "${roleName}"`),
    );
  });

  test("tags the role and its policy", () => {
    const stack = synthRole({ tags: { Team: "security" } });
    expect(stack.one("aws_iam_role")["tags"]).toEqual({ Team: "security" });
    expect(stack.one("aws_iam_policy")["tags"]).toEqual({ Team: "security" });
  });

  test("provider reaches the role, its policy and the attachment", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      new LogReaderRole(scope, "Reader", { ...MINIMAL, provider });
    });
    const providers = Object.keys(stack.counts).flatMap((type) => stack.all(type).map(({ provider }) => provider));
    expect(providers).toEqual(["aws.other", "aws.other", "aws.other"]);
  });
});

describe("the problems of a reader role", () => {
  test("are reported together", () => {
    expect(() => synthRole({ roleName: "", trustedPrincipals: [], maxSessionHours: 13 })).toThrow(
      new Error(
        [
          'test/Reader: roleName must be 1 to 64 letters, digits and +=,.@_-, got ""',
          "test/Reader: trustedPrincipals must name at least one user or role, got none",
          "test/Reader: maxSessionHours must be 1 to 12 hours, got 13",
        ].join("\n"),
      ),
    );
  });

  test("in its scope and in the size of its policy carry the policy's path", () => {
    expect(() => synthRole({ logs: { ...LOGS, accounts: [] } })).toThrow(
      new Error("test/Reader/Reading: accounts must name at least one account, got none"),
    );
    const accounts = Array.from({ length: 200 }, (_, index) => String(100000000000 + index));
    expect(() => synthRole({ logs: { ...LOGS, accounts } })).toThrow(
      /^test\/Reader\/Reading: managed policy must be at most 6144 characters, got \d{5}$/,
    );
  });
});
