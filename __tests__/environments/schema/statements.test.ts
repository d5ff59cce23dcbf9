import { COMPLETE } from "../../../tools/samples/complete";
import { changed, environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";
import { stacksOf } from "../../support/stacks-in-memory";
import { statementsOf } from "../../support/synth";

const BACKUP = "arn:aws:iam::888888888888:role/Backup";
const READS = {
  Sid: "BackupReads",
  Effect: "Allow",
  Principal: { AWS: BACKUP },
  Action: ["s3:GetObject", "s3:GetObjectVersion"],
  Resource: ["arn:aws:s3:::test-logs/AWSLogs/*"],
} as const;
const DECRYPTS = { Sid: "BackupDecrypts", Effect: "Allow", Principal: { AWS: BACKUP }, Action: "kms:Decrypt" } as const;

/** What is wrong with an environment with one statement, or with several. */
const ofBucket = (changes: Overrides, ...more: object[]) =>
  problemsOf(uncheckedWith({ logs: { statements: [{ ...READS, ...changes }, ...more] } }));
const ofKey = (changes: Overrides, others: Overrides = {}) =>
  problemsOf(uncheckedWith({ ...others, key: { statements: [{ ...DECRYPTS, ...changes }] } }));

describe("statements of an environment", () => {
  test("come after its own in the policies of key and bucket, as they are written", () => {
    const { archive } = stacksOf(environmentWith({ key: { statements: [DECRYPTS] }, logs: { statements: [READS] } }));
    expect(statementsOf(archive.one("aws_kms_key")["policy"]).at(-1)).toEqual({ ...DECRYPTS, Resource: "*" });
    const statements = statementsOf(archive.one("aws_s3_bucket_policy", "LogBucket_")["policy"]);
    expect(statements.at(-1)).toEqual({ ...READS, Resource: READS.Resource[0] });
    expect(statements.length).toBeGreaterThan(5);
  });

  test("may be for everyone whom a condition names, and deny everyone but some", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
    expect(ofBucket({ Principal: "*", Condition })).toEqual([]);
    const { Principal: _, ...denied } = { ...READS, Effect: "Deny", NotPrincipal: { AWS: [BACKUP] }, Condition };
    expect(problemsOf(uncheckedWith({ logs: { statements: [denied] } }))).toEqual([]);
  });

  test.each([
    [{ Principal: "*" }, /^test: logs\.statements\[0\]\.Principal must name who is allowed, or Condition must /],
    [{ Action: "kms:Decrypt" }, 'test: logs.statements[0].Action must be of s3, got "kms:Decrypt"'],
    [
      { Resource: "arn:aws:s3:::other-logs/*" },
      'test: logs.statements[0].Resource must be arn:aws:s3:::test-logs or in it, got "arn:aws:s3:::other-logs/*"',
    ],
    [{ NotPrincipal: { AWS: BACKUP } }, "test: logs.statements[0].Principal and NotPrincipal cannot be combined"],
    [
      { Principal: { AWS: "Backup" } },
      /^test: logs\.statements\[0\]\.Principal\.AWS must be an account, .+, got "Backup"$/,
    ],
    [
      { Condition: { StringEqual: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
      "test: logs.statements[0].Condition operator StringEqual is unknown",
    ],
  ])("of the bucket are checked as AWS does: %j", (changes, problem) => {
    const problems = ofBucket(changes);
    expect(problems).toContainEqual(typeof problem === "string" ? problem : expect.stringMatching(problem));
  });

  test.each([
    ["Sid", "", "1 to 100 letters and digits", '""'],
    ["Sid", "a-b", "1 to 100 letters and digits", '"a-b"'],
    ["Sid", 5, "1 to 100 letters and digits", "5"],
    ["Effect", "allow", 'one of "Allow", "Deny"', '"allow"'],
    ["Principal", BACKUP, '"*" or an object with any of AWS, Service, Federated', `"${BACKUP}"`],
    ["Action", [], 'an action like "s3:GetObject" or a list of at least one', "an empty list"],
    ["Action", "", 'an action like "s3:GetObject" or a list of at least one', '""'],
    ["Resource", 5, "the ARN of the log bucket or of objects in it or a list of at least one", "5"],
    ["Condition", "x", /^an object of operators, each an object of keys with texts, like /, '"x"'],
    ["Condition", { Bool: { "aws:SecureTransport": false } }, /^an object of operators, /, "an object"],
  ])("have only elements of the right type: %s %j", (element, value, allowed, got) => {
    const [problem, ...others] = ofBucket({ [element]: value });
    expect(others).toEqual([]);
    const [, found] = new RegExp(`^test: logs\\.statements\\[0\\]\\.${element} must be (.+), got `).exec(problem!)!;
    if (typeof allowed === "string") expect(found).toBe(allowed);
    else expect(found).toMatch(allowed);
    expect(problem!.endsWith(`got ${got}`)).toBe(true);
  });

  test("have no other elements", () => {
    expect(ofBucket({ NotAction: "s3:*" })).toEqual([
      expect.stringMatching(/^test: logs\.statements\[0\]\.NotAction is unknown; /),
    ]);
    expect(ofBucket({ Principal: { Aws: BACKUP } })).toEqual([
      "test: logs.statements[0].Principal.Aws is unknown; did you mean AWS?",
    ]);
  });

  test("have Sids that differ, also from those of the environment itself", () => {
    expect(ofBucket({}, READS)).toEqual([
      'test: logs.statements[1].Sid must differ from logs.statements[0].Sid, got "BackupReads"',
    ]);
    const own = environmentWith({ logs: { statements: [{ ...READS, Sid: "DenyForgedLogs" }] } });
    expect(() => stacksOf(own)).toThrow('more than one statement with Sid "DenyForgedLogs"');
  });

  test("of the key are about the key", () => {
    expect(ofKey({ Resource: "*" })).toEqual([]);
    expect(ofKey({ Resource: "arn:aws:s3:::test-logs" })).toEqual([
      'test: key.statements[0].Resource must be "*", which is the key itself, got "arn:aws:s3:::test-logs"',
    ]);
    expect(ofKey({ Action: "s3:GetObject" })).toEqual([
      'test: key.statements[0].Action must be of kms, got "s3:GetObject"',
    ]);
  });

  test.each(["arn:aws:iam::111122223333:root", "111122223333"])(
    "of a protected environment do not let IAM decide who decrypts: %s",
    (root) => {
      const decrypts = { Principal: { AWS: [root] }, Action: ["kms:DescribeKey", "kms:De*"] };
      expect(ofKey(decrypts)).toEqual([]);
      expect(ofKey(decrypts, { protected: true })).toEqual([
        "test: key.statements[0].Principal must name users or roles in a protected environment: the account's root " +
          `lets IAM policies decide who decrypts, got "${root}"`,
      ]);
      expect(ofKey({ ...decrypts, Action: "kms:DescribeKey" }, { protected: true })).toEqual([]);
    },
  );

  test("name ARNs of the environment's partition", () => {
    const arn = BACKUP.replace("aws", "aws-cn");
    expect(ofKey({ Principal: { AWS: arn } })).toEqual([
      `test: key.statements[0].Principal.AWS must be in partition aws of Region eu-central-1, got "${arn}"`,
    ]);
  });

  test("that stop CloudTrail are refused when the environment is synthesized", () => {
    const Action = "s3:PutObject";
    const environment = environmentWith({
      logs: { statements: [{ ...READS, Sid: "Stop", Effect: "Deny", Principal: "*", Action }] },
    });
    expect(() => stacksOf(environment)).toThrow(/statement "Stop" denies CloudTrail s3:PutObject/);
  });
});

test("what is refused in a statement leaves the others to be checked", () => {
  const statements = [5, { ...READS, Sid: null }, { ...READS, Action: "iam:PassRole" }];
  const problems = problemsOf(changed(COMPLETE, "logs.statements", statements));
  expect(problems.map((problem) => problem.split(" ")[1])).toEqual(
    expect.arrayContaining(["logs.statements[0]", "logs.statements[1].Sid", "logs.statements[2].Action"]),
  );
});
