import { canonical } from "../../../cli/policy/canonical";
import { compareStatements } from "../../../cli/policy/compare";
import type { Statement } from "../../../modules/policy";

const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";

const allow = (more: object = {}): Statement =>
  ({
    Sid: "Let",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceArn": TRAIL } },
    ...more,
  }) as Statement;
const deny = (more: object = {}): Statement =>
  allow({
    Sid: "Refuse",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Condition: { StringNotEquals: { "aws:SourceAccount": ["111122223333", "444455556666"] } },
    ...more,
  });

const compared = (before: readonly Statement[], after: readonly Statement[]) =>
  compareStatements(before.map(canonical), after.map(canonical)).map(({ sid, tag, what }) => [sid, tag, what]);

test("a policy that means the same has no changes, whatever its Sids", () => {
  expect(
    compared([allow(), deny()], [deny({ Sid: "Renamed" }), allow({ Action: ["KMS:*y", "kms:d*t"] })]),
  ).toHaveLength(1);
  expect(compared([allow(), deny()], [deny({ Sid: "Renamed" }), allow({ Sid: "" })])).toEqual([]);
});

test.each<[string, Statement, string, string, Statement?]>([
  ["a condition gone", allow({ Condition: {} }), "condition removed", "condition aws:SourceArn removed"],
  [
    "a wider value",
    allow({ Condition: { StringEquals: { "aws:SourceArn": [TRAIL, "x"] } } }),
    "broadened",
    "condition changed",
  ],
  [
    "another operator",
    allow({ Condition: { StringLike: { "aws:SourceArn": "*" } } }),
    "broadened",
    "condition changed",
  ],
  [
    "one condition more",
    allow({ Condition: { StringEquals: { "aws:SourceArn": TRAIL, "aws:SourceAccount": "1" } } }),
    "narrowed",
    "condition aws:SourceAccount added",
  ],
  ["everyone", allow({ Principal: "*" }), "broadened", "principals changed"],
  ["another service", allow({ Principal: { Service: "config.amazonaws.com" } }), "broadened", "principals changed"],
  ["an action more", allow({ Action: "kms:*" }), "broadened", "actions changed"],
  ["an action less", allow({ Action: "kms:Decrypt" }), "narrowed", "actions changed"],
  [
    "more of one, less of the other",
    allow({ Action: "kms:*", Resource: "arn:aws:kms:*:*:key/a" }),
    "broadened",
    "actions changed, resources changed",
  ],
  [
    "a condition for another one",
    allow({ Condition: { StringEquals: { "aws:SourceAccount": "1" } } }),
    "condition removed",
    "condition aws:SourceArn removed, condition aws:SourceAccount added",
  ],
  [
    "a name in place of a variable",
    allow({ Condition: { StringLike: { "aws:SourceArn": "arn:a:bob" } } }),
    "broadened",
    "condition changed",
    allow({ Condition: { StringLike: { "aws:SourceArn": "arn:a:${aws:username}*" } } }),
  ],
  [
    "what must match only if it is there",
    allow({ Condition: { StringEqualsIfExists: { "aws:SourceArn": TRAIL } } }),
    "broadened",
    "condition changed",
  ],
  ["all but", allow({ Action: undefined, NotAction: ["kms:Encrypt"] }), "broadened", "actions changed"],
  ["a refusal", allow({ Effect: "Deny" }), "narrowed", "Allow became Deny"],
])("an Allow with %s", (_, after, tag, what, before = allow()) => {
  expect(compared([before], [after])).toEqual([["Let", tag, what]]);
});

test.each([
  ["fewer actions", deny({ Action: "s3:PutObject" }), "broadened"],
  ["more actions", deny({ Action: "*" }), "narrowed"],
  [
    "one condition more",
    deny({ Condition: { ...deny().Condition, Bool: { "aws:SecureTransport": "false" } } }),
    "broadened",
  ],
  ["no condition", deny({ Condition: {} }), "narrowed"],
  [
    "one more exception",
    deny({ Condition: { StringNotEquals: { "aws:SourceAccount": ["111122223333", "444455556666", "999999999999"] } } }),
    "broadened",
  ],
  ["one exception less", deny({ Condition: { StringNotEquals: { "aws:SourceAccount": "111122223333" } } }), "narrowed"],
  ["an Allow in its place", deny({ Effect: "Allow" }), "broadened"],
])("a Deny with %s", (_, after, tag) => {
  expect(compared([deny()], [after]).map(([, told]) => told)).toEqual([tag]);
});

const conditions = (Condition: object) => allow({ Condition: Condition as Statement["Condition"] });
const tagged = (before: object, after: object) =>
  compared([conditions(before)], [conditions(after)]).map(([, tag]) => tag);

test.each<[string, object, object]>([
  [
    "an exact value and a pattern without wildcards",
    { StringEquals: { "aws:SourceAccount": "1" } },
    { StringLike: { "aws:SourceAccount": ["1"] } },
  ],
  [
    "the two operators for ARNs",
    { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::*" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
  ],
  [
    "an address and a range of one",
    { IpAddress: { "aws:SourceIp": "203.0.113.7" } },
    { IpAddress: { "aws:SourceIp": "203.0.113.7/32" } },
  ],
  [
    "two spellings of a day",
    { DateLessThan: { "aws:CurrentTime": "2026-12-31T00:00:00Z" } },
    { DateLessThan: { "aws:CurrentTime": "1798675200" } },
  ],
])("%s mean the same", (_, before, after) => {
  expect(tagged(before, after)).toEqual([]);
  expect(tagged(after, before)).toEqual([]);
});

test.each<[string, object, object]>([
  ["any value", { StringEquals: { "kms:ViaService": "s3" } }, { StringLike: { "kms:ViaService": "*" } }],
  [
    "any case",
    { StringEquals: { "aws:PrincipalTag/team": "Audit" } },
    { StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "audit" } },
  ],
  [
    "a wider network",
    { IpAddress: { "aws:SourceIp": ["203.0.113.0/28", "198.51.100.7"] } },
    { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"] } },
  ],
  [
    "a later day",
    { DateLessThan: { "aws:CurrentTime": "2026-12-31T00:00:00Z" } },
    { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
  ],
  [
    "the limit itself",
    { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } },
    { NumericLessThanEquals: { "aws:MultiFactorAuthAge": "3600" } },
  ],
  [
    "any repository",
    { StringEquals: { "token.actions.githubusercontent.com:sub": "repo:a/b:ref:refs/heads/main" } },
    { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } },
  ],
  [
    "any role of an account",
    { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/auditor" } },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } },
  ],
  ["all but some", { StringEquals: { "aws:SourceAccount": "1" } }, { StringNotEquals: { "aws:SourceAccount": "2" } }],
  ["whoever has the key", { StringEquals: { "saml:aud": "x" } }, { Null: { "saml:aud": "false" } }],
])("an Allow that lets in %s is broadened, and the way back is narrowed", (_, before, after) => {
  expect(tagged(before, after)).toEqual(["broadened"]);
  expect(tagged(after, before)).toEqual(["narrowed"]);
});

test.each<[string, object, object]>([
  ["networks", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, { IpAddress: { "aws:SourceIp": "192.168.0.0/16" } }],
  [
    "a pattern for an exact value that holds a wildcard",
    { StringEquals: { "s3:prefix": "a*" } },
    { StringLike: { "s3:prefix": "b*" } },
  ],
])("an Allow with other %s is broadened", (_, before, after) => {
  expect(tagged(before, after)).toEqual(["broadened"]);
});

test("an operator that nobody knows cannot be decided", () => {
  expect(tagged({ StringSame: { a: "1" } }, { StringSame: { a: "2" } })).toEqual(["cannot be decided"]);
  expect(tagged({ IpAddress: { "aws:SourceIp": "x" } }, { IpAddress: { "aws:SourceIp": "y" } })).toEqual([
    "cannot be decided",
  ]);
});

test("a Deny that spares a wider network is broadened", () => {
  const sparing = (range: string) => deny({ Condition: { NotIpAddress: { "aws:SourceIp": range } } });
  const tags = (before: string, after: string) => compared([sparing(before)], [sparing(after)]).map(([, tag]) => tag);
  expect(tags("203.0.113.0/28", "203.0.113.0/24")).toEqual(["broadened"]);
  expect(tags("203.0.113.0/24", "203.0.113.0/28")).toEqual(["narrowed"]);
});

test("a statement that comes or goes is reported by its effect", () => {
  expect(compared([], [allow(), deny()])).toEqual([
    ["Let", "broadened", "Allow added"],
    ["Refuse", "narrowed", "Deny added"],
  ]);
  expect(compared([allow(), deny()], [])).toEqual([
    ["Let", "narrowed", "Allow removed"],
    ["Refuse", "broadened", "Deny removed"],
  ]);
});

test("a part of what was allowed before is no gain under another Sid", () => {
  expect(compared([allow()], [allow({ Sid: "Part", Action: "kms:Decrypt" })])).toEqual([
    ["Part", "narrowed", "Allow added"],
    ["Let", "narrowed", "Allow removed"],
  ]);
});

test("statements that are merged or taken apart open nothing", () => {
  const [one, two] = [allow({ Sid: "One", Action: "kms:Decrypt" }), allow({ Sid: "Two", Action: "kms:Encrypt" })];
  const both = allow({ Sid: "One", Action: ["kms:Decrypt", "kms:Encrypt"] });
  const tags = (before: Statement[], after: Statement[]) => compared(before, after).map(([, tag]) => tag);
  expect(tags([one, two], [both])).toEqual(["narrowed", "narrowed"]);
  expect(tags([both], [one, two])).toEqual(["narrowed", "narrowed"]);
  const more = allow({ Sid: "One", Action: ["kms:Decrypt", "kms:Encrypt", "kms:Sign"] });
  expect(tags([one, two], [more])).toEqual(["broadened", "narrowed"]);
  const [no, nor] = [deny({ Sid: "No", Action: "s3:GetObject" }), deny({ Sid: "Nor", Action: "s3:PutObject" })];
  const neither = deny({ Sid: "No", Action: ["s3:GetObject", "s3:PutObject"] });
  expect(tags([neither], [no, nor])).toEqual(["narrowed", "narrowed"]);
  expect(tags([neither], [no])).toEqual(["broadened"]);
});

test("statements of one Sid are compared by what they mean", () => {
  const twin = allow({ Action: "kms:Encrypt" });
  expect(compared([allow(), twin], [twin, allow()])).toEqual([]);
  expect(compared([allow(), twin], [allow()])).toEqual([["Let", "narrowed", "Allow removed"]]);
});
