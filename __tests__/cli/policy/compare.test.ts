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
    "cannot be decided",
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

test("a statement that comes or goes is told by its effect", () => {
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

test("statements of one Sid are compared by what they mean", () => {
  const twin = allow({ Action: "kms:Encrypt" });
  expect(compared([allow(), twin], [twin, allow()])).toEqual([]);
  expect(compared([allow(), twin], [allow()])).toEqual([["Let", "narrowed", "Allow removed"]]);
});
