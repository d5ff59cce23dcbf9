import { InvalidPolicy, readDocument } from "../../../cli/policy/document";

const STATEMENT = { Sid: "Let", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

const read = (...statements: unknown[]) => readDocument(JSON.stringify({ Statement: statements }));

test("a document is read as it is written", () => {
  expect(readDocument(JSON.stringify({ Version: "2012-10-17", Id: "x", Statement: [STATEMENT] }))).toEqual({
    version: "2012-10-17",
    statements: [STATEMENT],
  });
});

test("a statement may stand without a list around it", () => {
  expect(readDocument(JSON.stringify({ Statement: STATEMENT })).statements).toEqual([STATEMENT]);
});

test("no Version is the one of 2008", () => {
  expect(read(STATEMENT).version).toBe("2008-10-17");
});

test("an empty Sid is no Sid", () => {
  expect(Object.keys(read({ ...STATEMENT, Sid: "" }).statements[0]!)).not.toContain("Sid");
});

test("an empty list of statements is a policy that says nothing", () => {
  expect(read().statements).toEqual([]);
});

test.each<[unknown, string]>([
  [undefined, "the policy is not text"],
  ["{Statement}", "the policy is not JSON"],
  ["null", "the policy is not a JSON object"],
  ["[]", "the policy is not a JSON object"],
  ["{}", "Statement must be a statement or a list of statements"],
  ['{"Statement":"all"}', "Statement must be a statement or a list of statements"],
  ['{"Statement":null}', "Statement must be a statement or a list of statements"],
  ['{"Version":2012,"Statement":[]}', 'Version must be "2008-10-17" or "2012-10-17"'],
  ['{"Version":"2024-01-01","Statement":[]}', 'Version must be "2008-10-17" or "2012-10-17"'],
])("%j is refused", (text, message) => {
  expect(() => readDocument(text)).toThrow(new InvalidPolicy(message));
});

test.each<[unknown, string]>([
  ["all", "statement 2 is not an object"],
  [null, "statement 2 is not an object"],
  [[STATEMENT], "statement 2 is not an object"],
  [{ ...STATEMENT, Sid: 7 }, "statement 2: Sid must be a string"],
  [{ ...STATEMENT, Effect: "allow" }, 'statement Let: Effect must be "Allow" or "Deny"'],
  [{ ...STATEMENT, Action: undefined }, "statement Let: Action or NotAction must be a string or a list of strings"],
  [{ ...STATEMENT, Action: 7 }, "statement Let: Action or NotAction must be a string or a list of strings"],
  [{ ...STATEMENT, Action: [["s3:*"]] }, "statement Let: Action or NotAction must be a string or a list of strings"],
  [{ ...STATEMENT, NotAction: "s3:*" }, "statement Let: Action and NotAction cannot be combined"],
  [{ ...STATEMENT, NotPrincipal: "*" }, "statement Let: Principal and NotPrincipal cannot be combined"],
  [{ ...STATEMENT, Resource: {} }, "statement Let: Resource and NotResource must be a string or a list of strings"],
  [{ ...STATEMENT, Principal: "anyone" }, 'statement Let: Principal must be "*" or strings by kind of principal'],
  [{ ...STATEMENT, Principal: ["*"] }, 'statement Let: Principal must be "*" or strings by kind of principal'],
  [{ ...STATEMENT, Principal: { AWS: 111122223333 } }, 'statement Let: Principal must be "*" or strings by kind of'],
  [{ ...STATEMENT, Condition: "never" }, "statement Let: Condition must contain values by operator and key"],
  [{ ...STATEMENT, Condition: { Bool: "true" } }, "statement Let: Condition must contain values by operator and key"],
  [
    { ...STATEMENT, Condition: { Bool: { a: null } } },
    "statement Let: Condition must contain values by operator and key",
  ],
  [{ ...STATEMENT, condition: {} }, 'statement Let: "condition" is not an element of a statement'],
])("a second statement %j is refused", (statement, message) => {
  expect(() => read(STATEMENT, statement)).toThrow(InvalidPolicy);
  expect(() => read(STATEMENT, statement)).toThrow(message);
});
