import { asMarkdown } from "../../../../cli/commands/review/formats/markdown";
import { ACCOUNT, creates, OUTSIDER, policyOf, reviewOfChanges, type SmallChange } from "../../../support/small-plan";
import { BUCKET_STATEMENTS, ENCRYPT, planned, ROOT, withChange } from "../../../support/small-trail";

const keyFor = (Principal: object) =>
  planned({
    key: {
      policy: policyOf(ROOT, ENCRYPT, {
        Sid: "Else",
        Effect: "Allow",
        Principal,
        Action: "kms:Decrypt",
        Resource: "*",
      }),
    },
  });

test("a first apply is not compared, and lists who may do what", async () => {
  const found = await reviewOfChanges(...planned());
  expect([found.verdict, found.access.isFirst, found.access.gained]).toEqual(["changed", true, []]);
  const text = asMarkdown([found], undefined);
  expect(text).toContain(`first apply: ${found.access.expected.length} cells, nothing to compare with`);
  expect(text).toContain("Who can do what in the new environment");
  const rows = text.split("\n").filter((line) => /^\| (an administrator|CloudTrail for this trail) /.test(line));
  expect(rows.findIndex((row) => row.includes("administrator"))).toBeLessThan(
    rows.findIndex((row) => row.includes("CloudTrail")),
  );
});

test.each([
  ["a role", `arn:aws:iam::${OUTSIDER}:role/partner`, `role/partner of ${OUTSIDER} with *:*`],
  ["an account", `arn:aws:iam::${OUTSIDER}:root`, `an administrator of ${OUTSIDER}`],
  ["an account by its number", OUTSIDER, `an administrator of ${OUTSIDER}`],
])("%s of a stranger that may decrypt is an outsider", async (_, AWS, title) => {
  const { verdict, access, findings } = await reviewOfChanges(...keyFor({ AWS }));
  expect(verdict).toBe("gained");
  expect(access.gained.filter(({ subject }) => subject === title).map(({ accessCase }) => accessCase)).toContain(
    "decrypt a log directly",
  );
  expect(findings.map(({ what }) => what)).toContain(
    `${AWS.endsWith("/partner") ? AWS : `account ${OUTSIDER}`} may call kms:Decrypt (statement Else)`,
  );
});

test("who may assume a new role is said where the role is named", async () => {
  const lambda = {
    Sid: "A",
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const account = { Sid: "B", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" };
  const role = creates("aws_iam_role", { name: "reader", assume_role_policy: policyOf(lambda, account) });
  const text = asMarkdown([await reviewOfChanges(...planned(), role)], undefined);
  expect(text).toContain(
    `| \`small/aws_iam_role.one\` |  | new | 2 statements; assumed by lambda.amazonaws.com, account ${ACCOUNT} |`,
  );
});

const DECRYPT = { Sid: "Else", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };

test.each([
  ["a foreign account", "aws:PrincipalAccount", OUTSIDER, `account ${OUTSIDER}`],
  ["roles of a foreign account", "aws:PrincipalArn", `arn:aws:iam::${OUTSIDER}:role/*`],
  ["a role of any account", "aws:PrincipalArn", "arn:aws:iam::*:role/reader"],
  ["one account too many", "kms:CallerAccount", [ACCOUNT, OUTSIDER], `account ${OUTSIDER}`],
])("everyone, limited to %s, includes outsiders", async (_, key, value, who = value as string) => {
  const policy = policyOf(ROOT, ENCRYPT, { ...DECRYPT, Condition: { StringLike: { [key]: value } } });
  const { verdict, findings } = await reviewOfChanges(...planned({ key: { policy } }));
  expect([verdict, findings.map(({ what }) => what)]).toEqual([
    "gained",
    expect.arrayContaining([`${who} may call kms:Decrypt (statement Else)`]),
  ]);
});

test.each([
  ["the provider's account", { "kms:CallerAccount": ACCOUNT }],
  ["both", { "aws:PrincipalArn": "arn:aws:iam::*:role/reader", "aws:PrincipalAccount": ACCOUNT }],
])("everyone, limited to %s, includes no outsiders", async (_, keys) => {
  const policy = policyOf(ROOT, ENCRYPT, { ...DECRYPT, Condition: { StringLike: keys } });
  expect((await reviewOfChanges(...planned({ key: { policy } }))).verdict).toBe("changed");
});

test("nothing shows who is in an organization that the configuration does not name", async () => {
  const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } };
  const policy = policyOf(ROOT, ENCRYPT, { ...DECRYPT, Condition });
  const { verdict, findings } = await reviewOfChanges(...planned({ key: { policy } }));
  expect([verdict, findings.map(({ what }) => what)]).toEqual([
    "undecided",
    ["everyone with aws:PrincipalOrgID o-1234567890 may call kms:Decrypt (statement Else)"],
  ]);
});

test.each([
  ["a foreign account", OUTSIDER, "gained"],
  ["the provider's account", ACCOUNT, "changed"],
])("a service that acts for %s", async (_, account, verdict) => {
  const Condition = { StringEquals: { "aws:SourceAccount": account } };
  const statement = { ...DECRYPT, Principal: { Service: "delivery.logs.amazonaws.com" }, Condition };
  const found = await reviewOfChanges(...planned({ key: { policy: policyOf(ROOT, ENCRYPT, statement) } }));
  expect(found.verdict).toBe(verdict);
});

test("a role of the provider's own account is none", async () => {
  const { verdict } = await reviewOfChanges(...keyFor({ AWS: `arn:aws:iam::${ACCOUNT}:role/auditor` }));
  expect(verdict).toBe("changed");
});

test("a canonical user is an outsider: nobody can tell whose it is", async () => {
  const statement = {
    Sid: "Partner",
    Effect: "Allow",
    Principal: { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::plain-logs/*",
  };
  const policy = policyOf(...BUCKET_STATEMENTS, statement);
  const { findings } = await reviewOfChanges(...planned({ bucketPolicy: { policy } }));
  expect(findings.map(({ what }) => what)).toContain(
    `CanonicalUser:${statement.Principal.CanonicalUser} may call s3:GetObject (statement Partner)`,
  );
});

test.each([
  ["a foreign account", { AWS: `arn:aws:iam::${OUTSIDER}:root` }, "sts:AssumeRole"],
  ["an identity provider", { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/sso` }, "sts:AssumeRoleWithSAML"],
])("a new role that trusts %s lets outsiders in", async (_, Principal, Action) => {
  const trust = policyOf({ Sid: "Trust", Effect: "Allow", Principal, Action });
  const role = creates("aws_iam_role", { name: "reader", assume_role_policy: trust });
  const { verdict, findings } = await reviewOfChanges(...planned(), role);
  expect(verdict).toBe("gained");
  expect(findings.some(({ what }) => what.endsWith(` may call ${Action} (statement Trust)`))).toBe(true);
});

test.each([
  [{ Principal: "*", Action: ["kms:Decrypt", "kms:Encrypt"] }, "everyone may call kms:Decrypt, kms:Encrypt"],
  [
    { Principal: { AWS: OUTSIDER }, Action: ["kms:A", "kms:B", "kms:C", "kms:D", "kms:E", "kms:F"] },
    `account ${OUTSIDER} may call kms:A, kms:B, kms:C, kms:D and 2 more`,
  ],
  [
    { Principal: { AWS: OUTSIDER }, NotAction: "kms:Decrypt" },
    `account ${OUTSIDER} may call everything except kms:Decrypt`,
  ],
])("%j is read out", async (given, text) => {
  const policy = policyOf(ROOT, ENCRYPT, { Effect: "Allow", Resource: "*", ...given });
  const { findings } = await reviewOfChanges(...planned({ key: { policy } }));
  expect(findings.map(({ what }) => what)).toContain(`${text} (a statement without Sid)`);
});

const without = (type: string) => planned().filter((one) => one.type !== type);
const open = planned({ bucketPolicy: { policy: policyOf(...BUCKET_STATEMENTS) } });

test.each<[string, string, readonly SmallChange[]]>([
  ["access block", "public-access-flag-off", without("aws_s3_bucket_public_access_block")],
  ["versioning", "versioning-suspended", without("aws_s3_bucket_versioning")],
  ["ownership", "acls-on", without("aws_s3_bucket_ownership_controls")],
  ["Deny of plain HTTP", "tls-not-required", open],
  [
    "key",
    "key-removed",
    withChange(
      planned(),
      creates("aws_cloudtrail", {
        name: "plain",
        s3_bucket_name: "plain-logs",
        enable_logging: true,
        enable_log_file_validation: true,
        is_multi_region_trail: true,
        include_global_service_events: true,
      }),
    ),
  ],
])("a new trail without %s is weakened", async (_, protection, changes) => {
  const { verdict, findings } = await reviewOfChanges(...changes);
  expect(verdict).toBe("weakened");
  expect(findings.map((one) => one.protection)).toContain(protection);
});

test.each([
  ["a short window", "deletion-window-shortened", { key: { deletion_window_in_days: 7 } }],
  ["a slow rotation", "rotation-slowed", { key: { rotation_period_in_days: 2000 } }],
  ["force_destroy", "force-destroy-on", { bucket: { force_destroy: true } }],
])("a new trail with %s is weakened", async (_, protection, parts) => {
  const { verdict, findings } = await reviewOfChanges(...planned(parts));
  expect([verdict, findings.map((one) => one.protection)]).toEqual(["weakened", [protection]]);
});
