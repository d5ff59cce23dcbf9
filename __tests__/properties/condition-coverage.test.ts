import fc from "fast-check";
import { canonical } from "../../cli/policy/canonical";
import { conditionCovers } from "../../cli/policy/condition-coverage";
import { evaluate, EVERYTHING, type Caller } from "../../cli/policy/evaluate";
import type { Statement } from "../../modules/policy";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
/** A key that requests may leave out, so that its absence is known. */
const NAME = "aws:RequestTag/x";
const CALLER: Caller = {
  kind: "principal",
  arn: "arn:aws:iam::111122223333:role/one",
  organizationId: undefined,
  policies: [EVERYTHING],
};

const TEXTS = ["a", "A", "ab", "a*", "*", "?", "A?", "*b"];
const ARNS = ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/*", "arn:aws:iam::*:role/a", "arn:aws:*", "arn:*:*:*:*:*"];
const RANGES = ["10.0.0.1", "10.0.0.0/24", "10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32", "2001:db8::1"];
const NUMBERS = ["1", "1.0", "2", "10", "-3"];
const DATES = ["2026-01-01", "2026-01-01T00:00:00Z", "2026-06-01", "1767225600"];
const BOUNDS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const FAMILIES: readonly (readonly [operators: readonly string[], values: readonly string[]])[] = [
  [
    [
      ...["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"],
      ...["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    ],
    TEXTS,
  ],
  [["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringEquals", "StringNotLike"], ARNS],
  [["IpAddress", "NotIpAddress"], RANGES],
  [BOUNDS.map((bound) => `Numeric${bound}`), NUMBERS],
  [BOUNDS.map((bound) => `Date${bound}`), DATES],
];
const SETS = ["", "", "", "ForAnyValue:", "ForAllValues:"];
const EXISTS = ["", "", "IfExists"];

/** Two conditions on one key, and the values that requests may bring for it. */
const pair = fc.constantFrom(...FAMILIES).chain(([operators, values]) => {
  const condition = fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...SETS),
          fc.constantFrom(...operators),
          fc.constantFrom(...EXISTS),
          fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
        )
        .map(([set, operator, exists, all]) => ({ [`${set}${operator}${exists}`]: { [NAME]: all } })),
    },
    { weight: 1, arbitrary: fc.constantFrom("true", "false").map((value) => ({ Null: { [NAME]: value } })) },
  );
  return fc.tuple(condition, condition, fc.constant([...values, "arn:aws:iam::1:role/b:c", "b", "3"]));
});

const conditionOf = (Condition: object) =>
  canonical({ Sid: "S", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*", Condition } as Statement)
    .conditions[0]!;

function isMet(Condition: object, values: readonly string[]): boolean | undefined {
  const statement = { Sid: "S", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*", Condition };
  const { decision } = evaluate({
    caller: CALLER,
    action: "kms:Decrypt",
    resource: KEY_ARN,
    account: "111122223333",
    context: (values.length === 0 ? {} : { [NAME]: values }) as Record<string, string>,
    resourcePolicy: { source: "test", statements: [statement as unknown as Statement] },
  });
  return decision === "undecided" ? undefined : decision === "allowed";
}

test("whatever meets a condition meets each one that covers it", () => {
  let [covering, met] = [0, 0];
  fc.assert(
    fc.property(pair, ([one, other, values]) => {
      const isWithin = conditionCovers(conditionOf(other), conditionOf(one));
      if (!isWithin) return;
      covering += 1;
      const isSet = /"ForA/.test(JSON.stringify([one, other]));
      const requests = [
        [],
        ...values.map((value) => [value]),
        ...(isSet ? [values.slice(0, 2), values.slice(1, 4)] : []),
      ];
      for (const request of requests) {
        if (isMet(one, request) !== true) continue;
        met += 1;
        expect([request, isMet(other, request)]).not.toEqual([request, false]);
      }
    }),
    { numRuns: 5_000 },
  );
  // Enough of each, or the property would hold for want of cases.
  expect(covering).toBeGreaterThan(100);
  expect(met).toBeGreaterThan(100);
});
