import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { BreakGlassRole, type BreakGlassRoleProps } from "../../../modules/access";
import { statementsOf, synthStack } from "../../support/synth";

const GUARDIAN = "arn:aws:iam::111122223333:user/break-glass";
const MINIMAL: BreakGlassRoleProps = {
  account: "111122223333",
  region: "eu-central-1",
  roleName: "audit-break-glass",
  trustedPrincipals: [GUARDIAN],
  bucketNames: ["audit-logs"],
};

function synthRole(options: Partial<BreakGlassRoleProps> = {}) {
  return synthStack((stack) => new BreakGlassRole(stack, "BreakGlass", { ...MINIMAL, ...options }));
}

describe("a break-glass role by default", () => {
  test("is one role with one inline policy", () => {
    const stack = synthRole();
    expect(stack.counts).toEqual({ aws_iam_role: 1, aws_iam_role_policy: 1 });
    expect(stack.one("aws_iam_role")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      name: "audit-break-glass",
      description: "Deletes CloudTrail logs in an emergency",
      assume_role_policy: expect.any(String),
      max_session_duration: 3600,
      depends_on: [],
    });
    expect(stack.one("aws_iam_role_policy")).toMatchObject({
      name: "delete-logs",
      role: `\${${stack.one("aws_iam_role").address}.name}`,
    });
  });

  test("is taken by the named principals with a second factor, and by nobody else", () => {
    expect(statementsOf(synthRole().one("aws_iam_role")["assume_role_policy"])).toEqual([
      {
        Sid: "NamedPrincipalsTakeRole",
        Effect: "Allow",
        Principal: { AWS: GUARDIAN },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    ]);
  });

  test.each([
    ["eu-central-1", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ])("in %s finds and deletes versions in its bucket, and neither reads nor decrypts them", (region, partition) => {
    const bucket = `arn:${partition}:s3:::audit-logs`;
    expect(statementsOf(synthRole({ region }).one("aws_iam_role_policy")["policy"])).toEqual([
      {
        Sid: "FindVersions",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:ListBucketVersions"],
        Resource: bucket,
      },
      {
        Sid: "DeleteVersions",
        Effect: "Allow",
        Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectRetention"],
        Resource: `${bucket}/*`,
      },
    ]);
  });

  test("knows its ARN before it exists", () => {
    const found: string[] = [];
    synthStack((stack) => found.push(new BreakGlassRole(stack, "BreakGlass", MINIMAL).arn));
    expect(found).toEqual(["arn:aws:iam::111122223333:role/audit-break-glass"]);
  });
});

describe("a break-glass role", () => {
  test("deletes from each of several buckets", () => {
    const policy = synthRole({ bucketNames: ["audit-logs", "access-logs"] }).one("aws_iam_role_policy")["policy"];
    expect(statementsOf(policy).map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:s3:::audit-logs", "arn:aws:s3:::access-logs"],
      ["arn:aws:s3:::audit-logs/*", "arn:aws:s3:::access-logs/*"],
    ]);
  });

  test("may ask for an external id besides the second factor", () => {
    const trust = synthRole({ externalId: "court-2026" }).one("aws_iam_role")["assume_role_policy"];
    expect(statementsOf(trust)[0]?.Condition).toEqual({
      StringEquals: { "sts:ExternalId": "court-2026" },
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    });
  });

  test("cannot give up the second factor, nor last longer than an hour", () => {
    // @ts-expect-error -- these are no options
    const options: Partial<BreakGlassRoleProps> = { requireMfa: false, maxSessionHours: 12 };
    expect(() => synthRole(options)).toThrow(
      /^test\/BreakGlass: requireMfa is unknown; .*\ntest\/BreakGlass: maxSessionHours is unknown; /,
    );
  });

  test("takes tags and a provider, for the role and its policy", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      new BreakGlassRole(scope, "BreakGlass", { ...MINIMAL, provider, tags: { Team: "security" } });
    });
    expect(stack.one("aws_iam_role")).toMatchObject({ provider: "aws.other", tags: { Team: "security" } });
    expect(stack.one("aws_iam_role_policy")["provider"]).toBe("aws.other");
  });
});

describe("a break-glass role is refused", () => {
  test("when a whole account takes it, even with an external id", () => {
    const vendor = "arn:aws:iam::999999999999:root";
    expect(() => synthRole({ trustedPrincipals: [vendor], externalId: "court-2026" })).toThrow(
      new Error(`test/BreakGlass: trustedPrincipals must name users and roles, not an account, got "${vendor}"`),
    );
  });

  test.each(["*", "111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:group/Admins"])(
    "when nobody in particular takes it: %s",
    (arn) => {
      expect(() => synthRole({ trustedPrincipals: [arn] })).toThrow(
        "test/BreakGlass: trustedPrincipals must be an ARN like " +
          `"arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/...", got "${arn}": `,
      );
    },
  );

  test("with all its problems at once", () => {
    const nothing = { bucketNames: [], trustedPrincipals: [] };
    expect(() => synthRole({ ...nothing, roleName: "break glass", externalId: "?" })).toThrow(
      new Error(
        [
          'test/BreakGlass: roleName must be 1 to 64 letters, digits and +=,.@_-, got "break glass"',
          "test/BreakGlass: bucketNames must name at least one bucket, got none",
          "test/BreakGlass: trustedPrincipals must name at least one user or role, got none",
          "test/BreakGlass: externalId must be 2 to 1224 letters, digits and +=,.@:/-, got another value",
        ].join("\n"),
      ),
    );
  });

  test.each(["*", "audit-*", "audit-logs/AWSLogs"])("when a bucket name is no name: %s", (name) => {
    expect(() => synthRole({ bucketNames: ["audit-logs", name] })).toThrow(`got "${name}"`);
  });

  test("when its policy is over AWS's 10,240 characters", () => {
    const bucketNames = Array.from({ length: 300 }, (_, index) => `audit-logs-${index}`);
    expect(() => synthRole({ bucketNames })).toThrow(
      /^test\/BreakGlass: inline role policy must be at most 10240 characters, got \d{5}$/,
    );
  });
});
