import { foreignPartitions, policyProblems, type PolicyKind, type Statement } from "../../../modules/policy";

const RESOURCE_POLICIES = [
  ["bucket", "bucket policy"],
  ["key", "key policy"],
  ["topic", "topic policy"],
] as const;
const IDENTITY_POLICIES = [
  ["managed", "managed policy"],
  ["inline", "inline role policy"],
] as const;
const EVERY_KIND = [...RESOURCE_POLICIES, ...IDENTITY_POLICIES, ["trust", "trust policy"]] as const;

const ROLE = "arn:aws:iam::111122223333:role/Reader";
const RESOURCE = { Resource: "arn:aws:s3:::logs" } as const;
const PRINCIPAL = { Principal: { AWS: ROLE } } as const;

/** A statement that AWS takes in a policy of this kind. */
function statementFor(kind: PolicyKind, changes: Partial<Statement> = {}): Statement {
  const identity = kind === "managed" || kind === "inline";
  return {
    Sid: "Read",
    Effect: "Allow",
    Action: kind === "trust" ? "sts:AssumeRole" : "s3:GetObject",
    ...(identity ? {} : PRINCIPAL),
    ...(kind === "trust" ? {} : RESOURCE),
    ...changes,
  };
}

function problemsWith(kind: PolicyKind, changes: Partial<Statement>): string[] {
  return policyProblems([statementFor(kind, changes)], kind);
}

describe.each(EVERY_KIND)("every policy: %s", (kind, name) => {
  test("with a whole statement is fine", () => {
    expect(problemsWith(kind, {})).toEqual([]);
  });

  test("without statement is refused", () => {
    expect(policyProblems([], kind)).toEqual([`${name} has no statement; AWS rejects an empty document`]);
  });

  test("may hold statements with different Sids", () => {
    expect(policyProblems([statementFor(kind), statementFor(kind, { Sid: "Read2" })], kind)).toEqual([]);
  });

  test("names each repeated Sid once", () => {
    const sids = ["A", "B", "A", "C", "B", "A"];
    expect(
      policyProblems(
        sids.map((Sid) => statementFor(kind, { Sid })),
        kind,
      ),
    ).toEqual([
      `${name} has more than one statement with Sid "A"; Sids must be unique`,
      `${name} has more than one statement with Sid "B"; Sids must be unique`,
    ]);
  });

  test.each(["", "Read logs", "Read-Logs", "Read_Logs", "Lesen/ß", "Read\n"])("refuses the Sid %j", (Sid) => {
    expect(problemsWith(kind, { Sid })).toEqual([`${name}, statement "${Sid}": Sid must be letters and digits only`]);
  });

  test("takes letters and digits as Sid", () => {
    expect(problemsWith(kind, { Sid: "AWSCloudTrailAclCheck20150319" })).toEqual([]);
  });

  test.each([
    ["an empty list", []],
    ["an empty text", ""],
  ])("refuses %s as Action", (_, Action) => {
    expect(problemsWith(kind, { Action })).toEqual([`${name}, statement "Read": Action must not be empty`]);
  });

  test("refuses an empty list in a condition and says where", () => {
    const Condition = {
      StringEquals: { "aws:SourceArn": [], "aws:SourceAccount": "111122223333" },
      Null: { "aws:x": [] },
    };
    expect(problemsWith(kind, { Condition })).toEqual([
      `${name}, statement "Read": Condition StringEquals aws:SourceArn must not be empty`,
      `${name}, statement "Read": Condition Null aws:x must not be empty`,
    ]);
  });
});

describe.each([...RESOURCE_POLICIES, ["trust", "trust policy"]] as const)("who is spoken of: %s", (kind, name) => {
  const at = `${name}, statement "Read"`;

  test("must be said", () => {
    expect(problemsWith(kind, { Principal: undefined })).toEqual([`${at}: Principal must be given`]);
  });

  test("may be everyone, an account, a service or all but someone", () => {
    expect(problemsWith(kind, { Principal: "*" })).toEqual([]);
    expect(
      problemsWith(kind, { Principal: { AWS: ["111122223333", ROLE], Service: "cloudtrail.amazonaws.com" } }),
    ).toEqual([]);
    expect(problemsWith(kind, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: ROLE } })).toEqual([]);
  });

  test("cannot be said both ways", () => {
    expect(problemsWith(kind, { Effect: "Deny", NotPrincipal: { AWS: ROLE } })).toEqual([
      `${at}: Principal and NotPrincipal cannot be combined`,
    ]);
  });

  test("cannot be all but someone in an Allow", () => {
    expect(problemsWith(kind, { Principal: undefined, NotPrincipal: { AWS: ROLE } })).toEqual([
      `${at}: NotPrincipal with Allow grants everyone else; use it with Deny only`,
    ]);
  });

  test("cannot be nobody", () => {
    expect(problemsWith(kind, { Principal: {} })).toEqual([`${at}: Principal must not be empty`]);
    expect(problemsWith(kind, { Principal: { AWS: [], Service: ["s3.amazonaws.com"] } })).toEqual([
      `${at}: Principal AWS must not be empty`,
    ]);
    expect(problemsWith(kind, { Principal: { Service: [], Federated: [] } })).toEqual([
      `${at}: Principal Service must not be empty`,
      `${at}: Principal Federated must not be empty`,
    ]);
    expect(problemsWith(kind, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: [] } })).toEqual([
      `${at}: NotPrincipal AWS must not be empty`,
    ]);
  });
});

describe.each(IDENTITY_POLICIES)("who is spoken of: %s", (kind, name) => {
  const refused = [`${name}, statement "Read": Principal is not allowed in an identity policy`];

  test("is not said, since it is whoever has the policy", () => {
    expect(problemsWith(kind, { Principal: { AWS: ROLE } })).toEqual(refused);
    expect(problemsWith(kind, { Principal: "*" })).toEqual(refused);
    expect(problemsWith(kind, { Effect: "Deny", NotPrincipal: { AWS: ROLE } })).toEqual(refused);
  });
});

describe.each([...RESOURCE_POLICIES, ...IDENTITY_POLICIES])("what is spoken of: %s", (kind, name) => {
  test("must be said", () => {
    expect(problemsWith(kind, { Resource: undefined })).toEqual([`${name}, statement "Read": Resource must be given`]);
  });

  test("cannot be nothing", () => {
    expect(problemsWith(kind, { Resource: [] })).toEqual([`${name}, statement "Read": Resource must not be empty`]);
    expect(problemsWith(kind, { Resource: "" })).toEqual([`${name}, statement "Read": Resource must not be empty`]);
  });
});

test("a trust policy speaks of the role itself, so it takes no Resource", () => {
  expect(problemsWith("trust", { Resource: "*" })).toEqual([
    'trust policy, statement "Read": Resource is not allowed in a trust policy',
  ]);
});

describe("what is undefined is judged as it is rendered: left out", () => {
  test("a condition", () => {
    expect(problemsWith("bucket", { Condition: undefined })).toEqual([]);
    expect(problemsWith("bucket", { Condition: { Bool: { "aws:x": "true" }, StringEquals: undefined } })).toEqual([]);
  });

  test("a kind of principal beside another", () => {
    expect(problemsWith("bucket", { Principal: { AWS: ROLE, Service: undefined } })).toEqual([]);
  });

  test("the only kind of principal, which leaves nobody", () => {
    expect(problemsWith("bucket", { Principal: { AWS: undefined } })).toEqual([
      'bucket policy, statement "Read": Principal must not be empty',
    ]);
  });
});

test("all problems of all statements are reported, in the order of the statements", () => {
  const statements: Statement[] = [
    { Sid: "One", Effect: "Allow", Action: [], Principal: "*" },
    { Sid: "T w o", Effect: "Allow", Action: "s3:*", NotPrincipal: { AWS: ROLE }, Resource: "*" },
    { Sid: "One", Effect: "Deny", Action: "s3:*", Resource: [] },
  ];
  expect(policyProblems(statements, "bucket")).toEqual([
    'bucket policy has more than one statement with Sid "One"; Sids must be unique',
    'bucket policy, statement "One": Resource must be given',
    'bucket policy, statement "One": Action must not be empty',
    'bucket policy, statement "T w o": Sid must be letters and digits only',
    'bucket policy, statement "T w o": NotPrincipal with Allow grants everyone else; use it with Deny only',
    'bucket policy, statement "One": Principal must be given',
    'bucket policy, statement "One": Resource must not be empty',
  ]);
});

describe("what AWS would refuse to read", () => {
  const at = 'bucket policy, statement "Read"';
  const refused = (changes: object) => policyProblems([statementFor("bucket", changes)], "bucket");

  test.each([
    ["AWS", "arn:aws:iam::111122223333:role/*"],
    ["AWS", "arn:aws:iam::*:root"],
    ["AWS", "arn:aws:iam::111122223333:group/Readers"],
    ["AWS", "Reader"],
    ["Service", "*"],
    ["Service", "cloudtrail"],
    ["Federated", "*"],
  ])("Principal %s: %s", (type, name) => {
    const [problem, ...others] = refused({ Principal: { [type]: name } });
    expect(problem).toMatch(new RegExp(`^${at}: Principal.${type} must be .*, got "`));
    expect(problem).toContain(`got "${name}"`);
    expect(others).toEqual([]);
  });

  test.each([
    { AWS: ["*", "111122223333", ROLE, "arn:aws:sts::111122223333:assumed-role/Reader/me", "AROAEXAMPLEEXAMPLE12"] },
    { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E127EXAMPLE51Z" },
    { AWS: "${aws_iam_role.reader.arn}" },
    { Service: ["cloudtrail.amazonaws.com", "logs.cn-north-1.amazonaws.com.cn"] },
    { Federated: ["arn:aws:iam::111122223333:saml-provider/idp", "accounts.google.com"] },
  ])("not %j", (Principal) => {
    expect(refused({ Principal })).toEqual([]);
  });

  test("an operator that does not exist, and a value that is no text", () => {
    const Condition = { StringEqual: { "aws:PrincipalOrgID": "o-a1" }, Bool: { "aws:SecureTransport": true } };
    expect(refused({ Condition })).toEqual([
      `${at}: Condition operator StringEqual is unknown`,
      `${at}: Condition Bool aws:SecureTransport must be text, as AWS stores it, got true`,
    ]);
  });

  test("ARNs of another partition, which never call", () => {
    const Principal = { AWS: ["arn:aws-cn:iam::111122223333:role/Reader", ROLE] };
    expect(foreignPartitions([statementFor("bucket", { Principal })], "bucket", "aws")).toEqual([
      `${at}: ARNs must be of partition aws, got "arn:aws-cn:iam::111122223333:role/Reader"`,
    ]);
  });
});
