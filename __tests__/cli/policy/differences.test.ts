import { policyDifferences } from "../../../cli/policy/differences";

const ALLOW = {
  Sid: "LetIn",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: ["kms:DescribeKey", "kms:GetKeyPolicy"],
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
};
const DENY = {
  Sid: "KeepOut",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

describe("what AWS may spell differently makes no difference", () => {
  test.each<[string, object[]]>([
    ["the order of statements", [DENY, ALLOW]],
    ["the order of elements", [Object.fromEntries(Object.entries(ALLOW).reverse()), DENY]],
    ["the order of a list", [{ ...ALLOW, Action: [...ALLOW.Action].reverse() }, DENY]],
    ["a list of one", [{ ...ALLOW, Resource: ["*"] }, DENY]],
    ["an account's number for its root", [{ ...ALLOW, Principal: { AWS: "111122223333" } }, DENY]],
    ["any AWS principal for everyone", [ALLOW, { ...DENY, Principal: { AWS: "*" } }]],
    ["the case of actions", [{ ...ALLOW, Action: ["KMS:describekey", "kms:GetKeyPolicy"] }, DENY]],
    [
      "the case of condition keys",
      [{ ...ALLOW, Condition: { StringEquals: { "AWS:SourceAccount": "111122223333" } } }, DENY],
    ],
    ["a boolean that is no text", [ALLOW, { ...DENY, Condition: { Bool: { "aws:SecureTransport": false } } }]],
  ])("%s", (_, statements) => {
    expect(policyDifferences(policy(ALLOW, DENY), policy(...statements))).toEqual([]);
  });

  test("a statement that is no list", () => {
    expect(policyDifferences(policy(DENY), JSON.stringify({ Version: "2012-10-17", Statement: DENY }))).toEqual([]);
  });
});

describe("differences are told statement by statement", () => {
  const differences = (...statements: readonly object[]) =>
    policyDifferences(policy(ALLOW, DENY), policy(...statements));

  test("a missing one", () => {
    expect(differences(ALLOW)).toEqual(["missing statement KeepOut"]);
  });

  test("an added one, with all it says", () => {
    const added = { Sid: "Backdoor", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    expect(differences(ALLOW, DENY, added)).toEqual([
      'added statement Backdoor: {"Action":["s3:getobject"],"Effect":"Allow","Principal":{"AWS":["*"]},' +
        '"Resource":["*"],"Sid":"Backdoor"}',
    ]);
  });

  test("a second copy of a statement is an added one", () => {
    expect(differences(ALLOW, DENY, DENY)).toEqual([expect.stringMatching(/^added statement KeepOut: /)]);
  });

  test("one condition removed from it", () => {
    const { Condition, ...bare } = ALLOW;
    expect(Condition).toBeDefined();
    expect(differences(bare, DENY)).toEqual([
      "changed statement LetIn: Condition: " +
        'expected {"StringEquals":{"aws:sourceaccount":["111122223333"]}}, found nothing',
    ]);
  });

  test("each element that changed", () => {
    expect(differences(ALLOW, { ...DENY, Effect: "Allow", Action: "s3:GetObject" })).toEqual([
      'changed statement KeepOut: Action: expected ["s3:*"], found ["s3:getobject"]',
      'changed statement KeepOut: Effect: expected "Deny", found "Allow"',
    ]);
  });

  test("values that differ in case are others", () => {
    const other = { ...ALLOW, Principal: { AWS: "arn:aws:iam::111122223333:role/A" } };
    expect(
      policyDifferences(policy(other), policy({ ...other, Principal: { AWS: other.Principal.AWS.toLowerCase() } })),
    ).toHaveLength(1);
  });

  test("statements without a Sid are missing or added, never changed", () => {
    const bare = (action: string) => ({ Effect: "Allow", Principal: "*", Action: action, Resource: "*" });
    expect(policyDifferences(policy(bare("s3:GetObject")), policy(bare("s3:PutObject")))).toEqual([
      "missing statement (no Sid)",
      expect.stringMatching(/^added statement \(no Sid\): /),
    ]);
  });

  test("the version of the policy language", () => {
    expect(policyDifferences(policy(DENY), JSON.stringify({ Statement: [DENY] }))).toEqual([
      "Version: expected 2012-10-17, found 2008-10-17",
    ]);
  });

  test("a principal that AWS shows by its unique id was deleted", () => {
    expect(differences({ ...ALLOW, Principal: { AWS: "AIDAQ3EGRIPIQ6WEXAMPLE" } }, DENY)).toEqual([
      'changed statement LetIn: Principal: expected {"AWS":["111122223333"]}, ' +
        'found {"AWS":["AIDAQ3EGRIPIQ6WEXAMPLE"]}',
      "statement LetIn names AIDAQ3EGRIPIQ6WEXAMPLE, a principal that was deleted",
    ]);
  });
});

test.each([["no JSON"], ["null"], ["{}"], ['{"Statement":[]}'], ['{"Statement":["text"]}']])(
  "%s is refused as no policy",
  (text) => {
    expect(() => policyDifferences(policy(DENY), text)).toThrow();
  },
);
