import fc from "fast-check";
import { canonical } from "../../cli/policy/canonical";
import { compareStatements } from "../../cli/policy/compare";
import { evaluate, EVERYTHING, type Caller } from "../../cli/policy/evaluate";
import type { Statement } from "../../modules/policy";

const ACCOUNT = "111122223333";
const FOREIGN = "999999999999";
const TRAILS = ["one", "two"].map((name) => `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/${name}`);
const ROLES = ["one", "two"].map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`);
const KEY_ARN = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;

const some = <Value>(...values: Value[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const oneOrMany = <Value>(values: fc.Arbitrary<Value[]>) => values.map((all) => (all.length === 1 ? all[0]! : all));

const named = oneOrMany(some(...ROLES, ACCOUNT, `arn:aws:iam::${FOREIGN}:root`)).map((AWS) => ({ AWS }));
const principal = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("*", { AWS: "*" }).map((Principal) => ({ Principal })) },
  { weight: 4, arbitrary: named.map((Principal) => ({ Principal })) },
  { weight: 4, arbitrary: fc.constant({ Principal: { Service: "cloudtrail.amazonaws.com" } }) },
  { weight: 1, arbitrary: fc.constantFrom(...ROLES).map((AWS) => ({ NotPrincipal: { AWS } })) },
);
const actions = oneOrMany(
  some("kms:Decrypt", "kms:GenerateDataKey*", "kms:generatedatakey", "kms:De*", "kms:?ecrypt", "kms:*"),
);
const action = fc.oneof(
  { weight: 5, arbitrary: actions.map((Action) => ({ Action })) },
  { weight: 1, arbitrary: actions.map((NotAction) => ({ NotAction })) },
);
const sources = oneOrMany(some(...TRAILS, "arn:aws:cloudtrail:*:*:trail/one", "arn:aws:cloudtrail:*", "*"));
const condition = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...["StringEquals", "StringLike", "ArnLike", "ArnEquals", "StringNotLike", "StringNotEquals"],
        ...["StringEqualsIfExists", "ArnLikeIfExists", "StringNotEqualsIfExists", "ForAllValues:StringEquals"],
      ),
      sources,
    )
    .map(([operator, value]) => ({ [operator]: { "aws:SourceArn": value } })),
  oneOrMany(some("s3.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com")).map((value) => ({
    StringEquals: { "kms:ViaService": value },
  })),
  fc.constantFrom("true", "false").map((value) => ({ Null: { "aws:SourceArn": value } })),
);
const conditions = fc.array(condition, { maxLength: 2 }).map((all) => Object.assign({}, ...all) as object);
const resource = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("*", KEY_ARN, "arn:aws:kms:*:*:*").map((Resource) => ({ Resource })) },
  { weight: 1, arbitrary: fc.constantFrom(KEY_ARN, "arn:aws:s3:::x").map((NotResource) => ({ NotResource })) },
);
const effect = fc.constantFrom("Allow", "Deny").map((Effect) => ({ Effect }));
const parts = { effect, principal, action, resource, condition: conditions.map((Condition) => ({ Condition })) };
interface Parts {
  readonly [part: string]: object;
}
const joined = (one: Parts) => Object.assign({}, ...Object.values(one)) as unknown as Statement;
const statement = fc.record(parts) as fc.Arbitrary<Parts>;
/** What one pull request does to a statement: nothing, its end, or something else in one place. */
const edit = fc.oneof(
  fc.constant({}),
  fc.constant(undefined),
  fc
    .record(parts, { requiredKeys: [] })
    .map((change) => Object.fromEntries(Object.entries(change).slice(0, 1)) as Parts),
);
const pair = fc.array(fc.tuple(statement, edit), { minLength: 1, maxLength: 3 }).chain((edited) =>
  fc.tuple(fc.constant(edited), fc.array(statement, { maxLength: 1 }), fc.boolean()).map(([all, more, turn]) => {
    const named = (one: Parts, index: number) => ({ ...joined(one), Sid: `S${index}` });
    const after = all.flatMap(([one, change], index) =>
      change === undefined ? [] : [named({ ...one, ...change }, index)],
    );
    const added = more.map((one) => ({ ...joined(one), Sid: "More" }));
    const grown = [...after, ...added];
    return { before: all.map(([one], index) => named(one, index)), after: turn ? grown.reverse() : grown };
  }),
);

const role = (arn: string): Caller => ({ kind: "principal", arn, organizationId: undefined, policies: [EVERYTHING] });
const trail = (sourceArn: string): Caller => ({
  kind: "service",
  service: "cloudtrail.amazonaws.com",
  sourceArn,
  sourceAccount: ACCOUNT,
});
const CALLERS = [...ROLES.map(role), role(`arn:aws:iam::${FOREIGN}:role/admin`), ...TRAILS.map(trail)];
const CONTEXTS: Record<string, string>[] = [{}, { "kms:ViaService": "s3.eu-central-1.amazonaws.com" }];

function cellsOf(statements: readonly Statement[]): string[] {
  const resourcePolicy = { source: "test", statements };
  const cells: string[] = [];
  for (const caller of CALLERS) {
    for (const name of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      for (const context of CONTEXTS) {
        const call = { caller, action: name, resource: KEY_ARN, account: ACCOUNT, context, resourcePolicy };
        cells.push(evaluate(call).decision);
      }
    }
  }
  return cells;
}

test("what is reported as narrowed never gains a cell, and no change never changes one", () => {
  const seen = { narrowed: 0, none: 0, lost: 0, broadened: 0 };
  fc.assert(
    fc.property(pair, ({ before, after }) => {
      const tags = compareStatements(before.map(canonical), after.map(canonical)).map(({ tag }) => tag);
      const isNarrowed = tags.every((tag) => tag === "narrowed" || tag === "reordered only");
      if (!isNarrowed) {
        seen.broadened += 1;
        return;
      }
      const [was, will] = [cellsOf(before), cellsOf(after)];
      seen[tags.length === 0 ? "none" : "narrowed"] += 1;
      if (will.some((decision, cell) => was[cell] === "allowed" && decision !== "allowed")) seen.lost += 1;
      if (tags.length === 0) expect(will).toEqual(was);
      else expect(will.filter((decision, cell) => decision === "allowed" && was[cell] !== "allowed")).toEqual([]);
    }),
    { numRuns: 400 },
  );
  // Enough of each kind, or the property would hold for want of cases.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});
