import { policyDifferences } from "../../../cli/policy/differences";
import { InvalidPolicy } from "../../../cli/policy/document";

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

describe("differences are reported statement by statement", () => {
  const differences = (...statements: readonly object[]) =>
    policyDifferences(policy(ALLOW, DENY), policy(...statements));

  test("a missing one", () => {
    expect(differences(ALLOW)).toEqual(["missing statement KeepOut"]);
  });

  test("an added one, with all it says", () => {
    const added = { Sid: "Backdoor", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    expect(differences(ALLOW, DENY, added)).toEqual([
      'added statement Backdoor: {"Sid":"Backdoor","Effect":"Allow","Principal":"*","Action":"s3:GetObject",' +
        '"Resource":"*"}',
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
        'expected {"StringEquals":{"aws:SourceAccount":"111122223333"}}, found nothing',
    ]);
  });

  test("each element that changed", () => {
    expect(differences(ALLOW, { ...DENY, Effect: "Allow", Action: "s3:GetObject" })).toEqual([
      'changed statement KeepOut: Effect: expected "Deny", found "Allow"',
      'changed statement KeepOut: Action: expected "s3:*", found "s3:GetObject"',
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
      expect.stringMatching(/^added statement \(no Sid\): /),
      "missing statement (no Sid)",
    ]);
  });

  test("all that is there, where the found policy is empty", () => {
    expect(policyDifferences(policy(DENY), policy())).toEqual(["missing statement KeepOut"]);
  });

  test("an element that becomes its opposite", () => {
    const { Principal, ...rest } = DENY;
    expect(differences(ALLOW, { ...rest, NotPrincipal: Principal })).toEqual([
      'changed statement KeepOut: Principal: expected "*", found nothing',
      'changed statement KeepOut: NotPrincipal: expected nothing, found "*"',
    ]);
  });

  test("the version of the policy language, where a variable depends on it", () => {
    const home = { ...DENY, Resource: "arn:aws:s3:::logs/${aws:username}/*" };
    expect(policyDifferences(policy(home), JSON.stringify({ Statement: [home] }))).toEqual([
      "Version: expected 2012-10-17, found 2008-10-17",
    ]);
  });

  test("a principal that AWS shows by its unique id was deleted", () => {
    expect(differences({ ...ALLOW, Principal: { AWS: "AIDAQ3EGRIPIQ6WEXAMPLE" } }, DENY)).toEqual([
      'changed statement LetIn: Principal: expected {"AWS":"arn:aws:iam::111122223333:root"}, ' +
        'found {"AWS":"AIDAQ3EGRIPIQ6WEXAMPLE"}',
      "statement LetIn names AIDAQ3EGRIPIQ6WEXAMPLE, a principal that was deleted",
    ]);
  });
});

test("what is not a policy is refused", () => {
  expect(() => policyDifferences(policy(DENY), "{}")).toThrow(InvalidPolicy);
});
